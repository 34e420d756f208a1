using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class GetLoginProfileTests(TestServer server)
{
    [Fact]
    public async Task It_tells_since_when_and_whether_it_must_be_changed()
    {
        var user = await server.AddUser(server.NewName());
        var made = await server.AsAdmin(new CreateLoginProfile.Request(user.UserName, Passwords.First));

        Assert.Equal(made.LoginProfile, (await server.AsAdmin(new GetLoginProfile.Request(user.UserName))).LoginProfile);
        Assert.False(made.LoginProfile.PasswordResetRequired);
    }

    [Fact]
    public async Task A_user_without_a_password_has_none()
    {
        var name = (await server.AddUser(server.NewName())).UserName;

        await Refused.With(
            "NoSuchEntity", 404, $"Login Profile for User {name} cannot be found.", () => server.AsAdmin(new GetLoginProfile.Request(name)));
    }

    [Fact]
    public Task It_needs_a_policy() =>
        Refused.WithoutPolicy(server, "iam:GetLoginProfile", server.UserArn("ghost"), new GetLoginProfile.Request("ghost"));
}
