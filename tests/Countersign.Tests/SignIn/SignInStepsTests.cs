using Countersign.Identity;
using Countersign.SignIn;
using Countersign.Tests.Identity;

namespace Countersign.Tests.SignIn;

/// <summary>The small steps around signing in.</summary>
public sealed class ChooseNewPasswordTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_weak_password_is_refused_and_the_step_stays_open()
    {
        var user = await server.AddUser(server.NewName());
        await server.AsAdmin(new CreateLoginProfile.Request(user.UserName, Passwords.First, PasswordResetRequired: true));
        var browser = new Browser(server);
        await browser.Password(user.UserName, Passwords.First);

        await Refused.With(
            "PasswordPolicyViolation", 400, "Password does not conform to the account password policy. It must have at least 8 characters.",
            () => browser.NewPassword(Passwords.Of("short")));

        Assert.Equal(SignInStep.Done, await browser.NewPassword(Passwords.Second));
    }
}

public sealed class SignOutTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task The_session_is_over()
    {
        var user = await server.AddUser(server.NewName());
        await server.AsAdmin(new CreateLoginProfile.Request(user.UserName, Passwords.First));
        var browser = new Browser(server);
        await browser.Password(user.UserName, Passwords.First);

        await browser.Run(new SignOut.Request());

        Assert.Equal("SessionExpired", (await Assert.ThrowsAsync<ApiError>(browser.Who)).Code);
    }
}

public sealed class GetSessionTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public Task Only_a_console_session_is_one() => Refused.With(
        "SessionExpired", 401, "Your session has ended. Sign in again.",
        () => server.Run(new AsUser("admin"), new GetSession.Request()));
}

public sealed class GetSignInStepTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task It_names_the_devices_the_last_used_first()
    {
        var user = await server.AddUser(server.NewName());
        await server.AsAdmin(new CreateLoginProfile.Request(user.UserName, Passwords.First));
        var used = await server.AddDevice(user.UserName, "used");
        await server.AddDevice(user.UserName, "young");
        await server.Run(new AsUser(user.UserName), new Countersign.Sts.GetSessionToken.Request(
            null, used.Serial.Value, used.CodeAt(server.Clock.GetUtcNow())));
        var browser = new Browser(server);
        await browser.Password(user.UserName, Passwords.First);

        var step = await server.Run(new PendingProof(browser.Token!), new GetSignInStep.Request());

        Assert.Equal((SignInStep.SecondFactor, user.UserName), (step.Step, step.UserName));
        Assert.Collection(step.Devices, device => Assert.Equal("used", device.Name), device => Assert.Equal("young", device.Name));
    }
}
