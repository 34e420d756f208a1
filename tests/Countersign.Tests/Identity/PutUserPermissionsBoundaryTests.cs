using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class PutUserPermissionsBoundaryTests(TestServer server)
{
    private static readonly string ReadOnly = Arn.OfBuiltInPolicy("IAMReadOnlyAccess");

    [Fact]
    public async Task A_boundary_limits_at_once_whatever_other_policies_allow()
    {
        var user = await server.AddUser(server.NewName(), Documents.AllowAll);
        var boundary = await server.NewPolicy(Documents.Allow("iam:GetUser"));
        Assert.True(await server.May(user.UserName, new ListUsers.Request()));

        await server.AsAdmin(new PutUserPermissionsBoundary.Request(user.UserName, boundary));

        Assert.True(await server.May(user.UserName, new GetUser.Request()));
        await Refused.With(
            "AccessDenied", 403,
            $"User: {user.Arn} is not authorized to perform: iam:ListUsers on resource: {server.UserArn("")} because no permissions boundary allows the iam:ListUsers action",
            () => server.Run(new AsUser(user.UserName), new ListUsers.Request()));
    }

    [Fact]
    public async Task A_boundary_limits_what_groups_allow_and_allows_nothing_itself()
    {
        var (group, name) = (await server.NewGroup(Documents.Allow("iam:*User*")), (await server.AddUser(server.NewName())).UserName);
        await server.AsAdmin(new PutUserPermissionsBoundary.Request(name, ReadOnly));
        Assert.False(await server.May(name, new ListUsers.Request()));

        await server.AsAdmin(new AddUserToGroup.Request(group, name));

        Assert.True(await server.May(name, new ListUsers.Request()));
        Assert.False(await server.May(name, new CreateUser.Request(server.NewName())));
    }

    [Fact]
    public async Task The_user_shows_the_boundary_that_was_put_last_and_lists_show_none()
    {
        var (path, name) = ($"/{server.NewName("path")}/", server.NewName());
        await server.AsAdmin(new CreateUser.Request(name, path));
        await server.AsAdmin(new PutUserPermissionsBoundary.Request(name, Arn.OfBuiltInPolicy("IAMFullAccess")));

        await server.AsAdmin(new PutUserPermissionsBoundary.Request(name, ReadOnly));

        Assert.Equal(
            new AttachedBoundary("PermissionsBoundaryPolicy", ReadOnly), (await server.AsAdmin(new GetUser.Request(name))).User.PermissionsBoundary);
        Assert.Null(Assert.Single((await server.AsAdmin(new ListUsers.Request(path))).Users).PermissionsBoundary);
    }

    [Fact]
    public async Task An_unknown_policy_and_another_accounts_are_named()
    {
        var name = (await server.AddUser(server.NewName())).UserName;
        var foreign = await server.NewPolicy(Documents.AllowAll, accountId: await server.NewAccount());

        foreach (var arn in new[] { foreign, Arn.OfBuiltInPolicy("NoSuchPolicy") })
        {
            await Refused.With(
                "NoSuchEntity", 404, $"Scope ARN: {arn} does not exist or is not attachable.",
                () => server.AsAdmin(new PutUserPermissionsBoundary.Request(name, arn)));
        }

        Assert.Null((await server.AsAdmin(new GetUser.Request(name))).User.PermissionsBoundary);
    }

    [Fact]
    public async Task What_is_no_policy_arn_is_refused()
    {
        var name = (await server.AddUser(server.NewName())).UserName;

        await Refused.With(
            "ValidationError", 400, "Invalid ARN:  Could not be parsed!",
            () => server.AsAdmin(new PutUserPermissionsBoundary.Request(name, "IAMReadOnlyAccess-and-more-letters")));
    }

    [Fact]
    public Task An_unknown_user_is_named() => Refused.With(
        "NoSuchEntity", 404, "The user with name ghost cannot be found.",
        () => server.AsAdmin(new PutUserPermissionsBoundary.Request("ghost", ReadOnly)));

    [Fact]
    public async Task A_policy_can_say_with_what_users_may_be_bounded()
    {
        var name = (await server.AddUser(server.NewName())).UserName;
        var boss = (await server.AddUser(server.NewName(), """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:PutUserPermissionsBoundary","Resource":"*","Condition":{"ArnEquals":{"iam:PermissionsBoundary":"arn:aws:iam::aws:policy/IAMReadOnlyAccess"}}}}
            """)).UserName;

        Assert.True(await server.May(boss, new PutUserPermissionsBoundary.Request(name, ReadOnly)));
        Assert.False(await server.May(boss, new PutUserPermissionsBoundary.Request(name, Arn.OfBuiltInPolicy("IAMFullAccess"))));
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:PutUserPermissionsBoundary", server.UserArn("ghost"), new PutUserPermissionsBoundary.Request("ghost", ReadOnly));
}
