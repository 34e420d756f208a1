using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class DeleteUserPermissionsBoundaryTests(TestServer server)
{
    private static readonly string ReadOnly = Arn.OfBuiltInPolicy("IAMReadOnlyAccess");

    [Fact]
    public async Task Without_it_policies_decide_alone_at_once()
    {
        var name = (await server.AddUser(server.NewName(), Documents.AllowAll)).UserName;
        await server.AsAdmin(new PutUserPermissionsBoundary.Request(name, ReadOnly));
        Assert.False(await server.May(name, new CreateGroup.Request(server.NewName("group"))));

        await server.AsAdmin(new DeleteUserPermissionsBoundary.Request(name));

        Assert.True(await server.May(name, new CreateGroup.Request(server.NewName("group"))));
        Assert.Null((await server.AsAdmin(new GetUser.Request(name))).User.PermissionsBoundary);
    }

    [Fact]
    public async Task A_user_who_has_none_is_named()
    {
        var name = (await server.AddUser(server.NewName())).UserName;

        await Refused.With(
            "NoSuchEntity", 404, $"The user {name} has no permissions boundary.",
            () => server.AsAdmin(new DeleteUserPermissionsBoundary.Request(name)));
    }

    [Fact]
    public Task An_unknown_user_is_named() => Refused.With(
        "NoSuchEntity", 404, "The user with name ghost cannot be found.",
        () => server.AsAdmin(new DeleteUserPermissionsBoundary.Request("ghost")));

    [Fact]
    public async Task A_policy_can_say_which_boundary_must_stay()
    {
        var (bound, other) = ((await server.AddUser(server.NewName())).UserName, (await server.AddUser(server.NewName())).UserName);
        await server.AsAdmin(new PutUserPermissionsBoundary.Request(bound, ReadOnly));
        await server.AsAdmin(new PutUserPermissionsBoundary.Request(other, Arn.OfBuiltInPolicy("IAMFullAccess")));
        var boss = (await server.AddUser(server.NewName(), """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:DeleteUserPermissionsBoundary","Resource":"*","Condition":{"ArnNotEquals":{"iam:PermissionsBoundary":"arn:aws:iam::aws:policy/IAMReadOnlyAccess"}}}}
            """)).UserName;

        Assert.False(await server.May(boss, new DeleteUserPermissionsBoundary.Request(bound)));
        Assert.True(await server.May(boss, new DeleteUserPermissionsBoundary.Request(other)));
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:DeleteUserPermissionsBoundary", server.UserArn("ghost"), new DeleteUserPermissionsBoundary.Request("ghost"));
}
