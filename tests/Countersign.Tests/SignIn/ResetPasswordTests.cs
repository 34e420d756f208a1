using Countersign.Identity;
using Countersign.SignIn;
using Countersign.Tests.Identity;

namespace Countersign.Tests.SignIn;

public sealed class ResetPasswordTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task The_new_password_works_once_and_the_old_one_and_its_sessions_are_dead()
    {
        var user = await server.AddUser(server.NewName());
        await server.AsAdmin(new CreateLoginProfile.Request(user.UserName, Passwords.First));
        var browser = new Browser(server);
        await browser.Password(user.UserName, Passwords.First);

        var made = (await server.AsAdmin(new ResetPassword.Request(user.UserName))).Password;

        Assert.Equal("SessionExpired", (await Assert.ThrowsAsync<ApiError>(browser.Who)).Code);
        Assert.Equal("SignInRefused", (await Assert.ThrowsAsync<ApiError>(() => browser.Password(user.UserName, Passwords.First))).Code);
        Assert.Equal(SignInStep.NewPassword, await browser.Password(user.UserName, made));
    }

    [Fact]
    public async Task A_user_without_console_access_gets_it()
    {
        var user = await server.AddUser(server.NewName());

        var made = await server.Run(new AsLocalOperator(), new ResetPassword.Request(user.UserName));

        Assert.Equal(SignInStep.NewPassword, await new Browser(server).Password(user.UserName, made.Password));
    }

    [Fact]
    public async Task Who_may_not_is_told_so()
    {
        var user = await server.AddUser(server.NewName());
        await Refused.WithoutPolicy(server, "iam:CreateLoginProfile", server.UserArn(user.UserName), new ResetPassword.Request(user.UserName));
    }
}
