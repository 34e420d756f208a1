using Countersign.Identity;
using Countersign.SignIn;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class DeleteLoginProfileTests(TestServer server)
{
    [Fact]
    public async Task Password_and_sessions_are_gone()
    {
        var user = await server.AddUser(server.NewName());
        await server.AsAdmin(new CreateLoginProfile.Request(user.UserName, Passwords.First));
        var session = await server.Run(new Nobody(), new SignInWithPassword.Request(user.AccountId, user.UserName, Passwords.First));

        await server.AsAdmin(new DeleteLoginProfile.Request(user.UserName));

        Assert.Null(await server.Stored(store => store.ConsoleSessions.Find(SessionProof.HashOf(session.Token!))));
        await Refused.With(
            "NoSuchEntity", 404, $"Login Profile for User {user.UserName} cannot be found.",
            () => server.AsAdmin(new DeleteLoginProfile.Request(user.UserName)));
    }

    [Fact]
    public Task An_unknown_user_is_named() => Refused.With(
        "NoSuchEntity", 404, "The user with name ghost cannot be found.", () => server.AsAdmin(new DeleteLoginProfile.Request("ghost")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:DeleteLoginProfile", server.UserArn("ghost"), new DeleteLoginProfile.Request("ghost"));
}
