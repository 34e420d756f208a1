using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class PutRolePermissionsBoundaryTests(TestServer server)
{
    private static readonly string ReadOnly = Arn.OfBuiltInPolicy("IAMReadOnlyAccess");

    [Fact]
    public async Task A_session_may_do_at_most_what_it_allows_at_once()
    {
        var name = (await SomeRole.Add(server)).RoleName;
        await server.AsAdmin(new AttachRolePolicy.Request(name, Arn.OfBuiltInPolicy("AdministratorAccess")));
        await server.Run(new InRole(name), new CreateUser.Request(server.NewName()));

        await server.AsAdmin(new PutRolePermissionsBoundary.Request(name, ReadOnly));

        await server.Run(new InRole(name), new GetRole.Request(name));
        await SomeRole.Denied(() => server.Run(new InRole(name), new CreateUser.Request(server.NewName())));
        Assert.Equal(
            new AttachedBoundary("PermissionsBoundaryPolicy", ReadOnly), (await server.AsAdmin(new GetRole.Request(name))).Role.PermissionsBoundary);
    }

    [Fact]
    public async Task It_grants_nothing_by_itself()
    {
        var name = (await SomeRole.Add(server)).RoleName;

        await server.AsAdmin(new PutRolePermissionsBoundary.Request(name, Arn.OfBuiltInPolicy("AdministratorAccess")));

        await SomeRole.Denied(() => server.Run(new InRole(name), new ListUsers.Request()));
    }

    [Fact]
    public async Task What_is_no_policy_arn_and_an_unknown_policy_are_refused()
    {
        var name = (await SomeRole.Add(server)).RoleName;

        await Refused.With(
            "ValidationError", 400, "Invalid ARN:  Could not be parsed!",
            () => server.AsAdmin(new PutRolePermissionsBoundary.Request(name, "IAMReadOnlyAccess-and-more-letters")));
        await Refused.With(
            "NoSuchEntity", 404, "Scope ARN: arn:aws:iam::aws:policy/NoSuchPolicy does not exist or is not attachable.",
            () => server.AsAdmin(new PutRolePermissionsBoundary.Request(name, "arn:aws:iam::aws:policy/NoSuchPolicy")));
    }

    [Fact]
    public async Task A_policy_can_say_which_boundaries_may_be_set()
    {
        var name = (await SomeRole.Add(server)).RoleName;
        await server.AsAdmin(new PutRolePermissionsBoundary.Request(name, ReadOnly));
        var boss = await server.AddUser(server.NewName(), """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:PutRolePermissionsBoundary","Resource":"*","Condition":{"StringEquals":{"iam:PermissionsBoundary":"arn:aws:iam::aws:policy/IAMReadOnlyAccess"}}}}
            """);

        await server.Run(new AsUser(boss.UserName), new PutRolePermissionsBoundary.Request(name, ReadOnly));

        await SomeRole.Denied(() => server.Run(
            new AsUser(boss.UserName), new PutRolePermissionsBoundary.Request(name, Arn.OfBuiltInPolicy("AdministratorAccess"))));
    }

    [Fact]
    public Task An_unknown_role_is_named() => Refused.With(
        "NoSuchEntity", 404, "The role with name ghost cannot be found.", () => server.AsAdmin(new PutRolePermissionsBoundary.Request("ghost", ReadOnly)));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:PutRolePermissionsBoundary", SomeRole.ArnOf(server, "ghost"), new PutRolePermissionsBoundary.Request("ghost", ReadOnly));
}
