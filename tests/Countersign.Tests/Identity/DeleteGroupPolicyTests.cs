using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class DeleteGroupPolicyTests(TestServer server)
{
    [Fact]
    public async Task What_it_allowed_is_denied_at_once()
    {
        var (group, name) = (await server.NewGroup(), (await server.AddUser(server.NewName())).UserName);
        await server.AsAdmin(new AddUserToGroup.Request(group, name));
        await server.AsAdmin(new PutGroupPolicy.Request(group, "p", Documents.Allow("iam:ListUsers")));
        Assert.True(await server.May(name, new ListUsers.Request()));

        await server.AsAdmin(new DeleteGroupPolicy.Request(group, "p"));

        Assert.False(await server.May(name, new ListUsers.Request()));
    }

    [Fact]
    public async Task An_unknown_policy_is_named()
    {
        var group = await server.NewGroup();

        await Refused.With(
            "NoSuchEntity", 404, "The group policy with name p cannot be found.", () => server.AsAdmin(new DeleteGroupPolicy.Request(group, "p")));
    }

    [Fact]
    public Task An_unknown_group_is_named() => Refused.With(
        "NoSuchEntity", 404, "The group with name ghost cannot be found.", () => server.AsAdmin(new DeleteGroupPolicy.Request("ghost", "p")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:DeleteGroupPolicy", server.GroupArn("ghost"), new DeleteGroupPolicy.Request("ghost", "p"));
}
