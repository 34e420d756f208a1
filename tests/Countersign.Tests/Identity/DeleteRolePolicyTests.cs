using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class DeleteRolePolicyTests(TestServer server)
{
    [Fact]
    public async Task What_it_allowed_is_denied_at_once()
    {
        var name = (await SomeRole.Add(server)).RoleName;
        await server.AsAdmin(new PutRolePolicy.Request(name, "p", Documents.Allow("iam:ListUsers")));
        await server.Run(new InRole(name), new ListUsers.Request());

        await server.AsAdmin(new DeleteRolePolicy.Request(name, "p"));

        await SomeRole.Denied(() => server.Run(new InRole(name), new ListUsers.Request()));
    }

    [Fact]
    public async Task An_unknown_policy_is_named()
    {
        var name = (await SomeRole.Add(server)).RoleName;

        await Refused.With(
            "NoSuchEntity", 404, "The role policy with name p cannot be found.", () => server.AsAdmin(new DeleteRolePolicy.Request(name, "p")));
    }

    [Fact]
    public Task An_unknown_role_is_named() => Refused.With(
        "NoSuchEntity", 404, "The role with name ghost cannot be found.", () => server.AsAdmin(new DeleteRolePolicy.Request("ghost", "p")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:DeleteRolePolicy", SomeRole.ArnOf(server, "ghost"), new DeleteRolePolicy.Request("ghost", "p"));
}
