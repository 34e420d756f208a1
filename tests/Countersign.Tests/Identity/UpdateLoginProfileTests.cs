using Countersign.Identity;
using Countersign.SignIn;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class UpdateLoginProfileTests(TestServer server)
{
    [Fact]
    public async Task A_new_password_replaces_the_old_one_and_ends_sessions()
    {
        var user = await server.AddUser(server.NewName());
        await server.AsAdmin(new CreateLoginProfile.Request(user.UserName, Passwords.First));
        var session = await SignIn(user.AccountId, user.UserName, Passwords.First);

        await server.AsAdmin(new UpdateLoginProfile.Request(user.UserName, Passwords.Second));

        Assert.Null(await server.Stored(store => store.ConsoleSessions.Find(SessionProof.HashOf(session.Token!))));
        Assert.Equal(SignInStep.Done, (await SignIn(user.AccountId, user.UserName, Passwords.Second)).Step);
        var error = await Assert.ThrowsAsync<ApiError>(() => SignIn(user.AccountId, user.UserName, Passwords.First));
        Assert.Equal("SignInRefused", error.Code);
    }

    [Fact]
    public async Task What_is_left_out_stays_as_it_is()
    {
        var user = await server.AddUser(server.NewName());
        await server.AsAdmin(new CreateLoginProfile.Request(user.UserName, Passwords.First));
        var hash = (await server.Stored(store => store.LoginProfiles.Find(user.UserId)))!.PasswordHash;

        await server.AsAdmin(new UpdateLoginProfile.Request(user.UserName, PasswordResetRequired: true));
        await server.AsAdmin(new UpdateLoginProfile.Request(user.UserName));

        var profile = await server.Stored(store => store.LoginProfiles.Find(user.UserId));
        Assert.Equal((hash, true), (profile!.PasswordHash, profile.ResetRequired));
    }

    [Fact]
    public async Task A_weak_password_is_refused()
    {
        var name = (await server.AddUser(server.NewName())).UserName;
        await server.AsAdmin(new CreateLoginProfile.Request(name, Passwords.First));

        await Refused.With(
            "PasswordPolicyViolation", 400, "Password does not conform to the account password policy. It must have at least 8 characters.",
            () => server.AsAdmin(new UpdateLoginProfile.Request(name, Passwords.Of("Short-1"))));
    }

    [Fact]
    public async Task A_user_without_a_password_gets_none_this_way()
    {
        var name = (await server.AddUser(server.NewName())).UserName;

        await Refused.With(
            "NoSuchEntity", 404, $"Login Profile for User {name} cannot be found.",
            () => server.AsAdmin(new UpdateLoginProfile.Request(name, Passwords.First)));
    }

    [Fact]
    public Task It_needs_a_policy() =>
        Refused.WithoutPolicy(server, "iam:UpdateLoginProfile", server.UserArn("ghost"), new UpdateLoginProfile.Request("ghost"));

    private Task<SignInAnswer> SignIn(string account, string name, Password password) =>
        server.Run(new Nobody(), new SignInWithPassword.Request(account, name, password));
}
