using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class DeleteRolePermissionsBoundaryTests(TestServer server)
{
    private static readonly string ReadOnly = Arn.OfBuiltInPolicy("IAMReadOnlyAccess");

    [Fact]
    public async Task A_session_may_do_again_whatever_its_policies_allow()
    {
        var name = (await SomeRole.Add(server)).RoleName;
        await server.AsAdmin(new AttachRolePolicy.Request(name, Arn.OfBuiltInPolicy("AdministratorAccess")));
        await server.AsAdmin(new PutRolePermissionsBoundary.Request(name, ReadOnly));
        await SomeRole.Denied(() => server.Run(new InRole(name), new CreateUser.Request(server.NewName())));

        await server.AsAdmin(new DeleteRolePermissionsBoundary.Request(name));

        await server.Run(new InRole(name), new CreateUser.Request(server.NewName()));
        Assert.Null((await server.AsAdmin(new GetRole.Request(name))).Role.PermissionsBoundary);
    }

    [Fact]
    public async Task A_role_that_has_none_says_so()
    {
        var name = (await SomeRole.Add(server)).RoleName;

        await Refused.With(
            "NoSuchEntity", 404, $"The role {name} has no permissions boundary.", () => server.AsAdmin(new DeleteRolePermissionsBoundary.Request(name)));
    }

    [Fact]
    public async Task A_policy_can_keep_a_boundary_where_it_is()
    {
        var (bound, other) = ((await SomeRole.Add(server)).RoleName, (await SomeRole.Add(server)).RoleName);
        await server.AsAdmin(new PutRolePermissionsBoundary.Request(bound, ReadOnly));
        await server.AsAdmin(new PutRolePermissionsBoundary.Request(other, Arn.OfBuiltInPolicy("ForceMFA")));
        var boss = await server.AddUser(server.NewName(), """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:DeleteRolePermissionsBoundary","Resource":"*","Condition":{"StringNotEquals":{"iam:PermissionsBoundary":"arn:aws:iam::aws:policy/IAMReadOnlyAccess"}}}}
            """);

        await server.Run(new AsUser(boss.UserName), new DeleteRolePermissionsBoundary.Request(other));

        await SomeRole.Denied(() => server.Run(new AsUser(boss.UserName), new DeleteRolePermissionsBoundary.Request(bound)));
    }

    [Fact]
    public Task An_unknown_role_is_named() => Refused.With(
        "NoSuchEntity", 404, "The role with name ghost cannot be found.", () => server.AsAdmin(new DeleteRolePermissionsBoundary.Request("ghost")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:DeleteRolePermissionsBoundary", SomeRole.ArnOf(server, "ghost"), new DeleteRolePermissionsBoundary.Request("ghost"));
}
