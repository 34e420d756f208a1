using Countersign.Identity;

namespace Countersign.Tests.Identity;

/// <summary>With a server of its own, whose first administrator is the only one.</summary>
public sealed class IsLastAdministratorTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly string Administrator = Arn.OfBuiltInPolicy("AdministratorAccess");

    [Fact]
    public async Task Who_is_an_administrator_through_a_group_counts_in_every_way_out()
    {
        var group = server.NewName("bosses");
        var boss = (await server.AddUser(server.NewName("boss"))).UserName;
        await server.AsAdmin(new CreateGroup.Request(group));
        await server.AsAdmin(new AttachGroupPolicy.Request(group, Administrator));
        Assert.True(await IsLast(new("admin")));    // nobody is in the group yet
        Assert.True(await IsLast(new("admin", IsDeleted: true)));

        await server.AsAdmin(new AddUserToGroup.Request(group, boss));
        Assert.False(await IsLast(new("admin")));
        Assert.False(await IsLast(new(GroupName: group)));

        await server.AsAdmin(new AddUserToGroup.Request(group, "admin"));
        await server.AsAdmin(new DetachUserPolicy.Request("admin", Administrator));
        Assert.True(await IsLast(new(GroupName: group)));
        Assert.False(await IsLast(new("admin", group)));    // the boss stays

        await server.AsAdmin(new RemoveUserFromGroup.Request(group, boss));
        Assert.True(await IsLast(new("admin", group)));
        Assert.False(await IsLast(new(boss, group)));    // who is not in it
    }

    [Fact]
    public Task It_needs_the_policy_of_ListEntitiesForPolicy() => Refused.WithoutPolicy(
        server, "iam:ListEntitiesForPolicy", "arn:aws:iam::aws:policy/AdministratorAccess", new IsLastAdministrator.Request("admin"));

    private async Task<bool> IsLast(IsLastAdministrator.Request request) => (await server.AsAdmin(request)).IsLast;
}
