using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class DeleteUserPolicyTests(TestServer server)
{
    [Fact]
    public async Task What_it_allowed_is_denied_at_once()
    {
        var user = await server.AddUser(server.NewName(), Documents.Allow("iam:ListUsers"));
        await server.Run(new AsUser(user.UserName), new ListUsers.Request());

        await server.AsAdmin(new DeleteUserPolicy.Request(user.UserName, "test-0"));

        var error = await Assert.ThrowsAsync<ApiError>(() => server.Run(new AsUser(user.UserName), new ListUsers.Request()));
        Assert.Equal("AccessDenied", error.Code);
    }

    [Fact]
    public async Task An_unknown_policy_is_named()
    {
        var name = (await server.AddUser(server.NewName())).UserName;

        await Refused.With(
            "NoSuchEntity", 404, "The user policy with name p cannot be found.", () => server.AsAdmin(new DeleteUserPolicy.Request(name, "p")));
    }

    [Fact]
    public Task It_needs_a_policy() =>
        Refused.WithoutPolicy(server, "iam:DeleteUserPolicy", server.UserArn("ghost"), new DeleteUserPolicy.Request("ghost", "p"));
}
