using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class ListGroupsWithCountsTests(TestServer server)
{
    [Fact]
    public async Task Each_group_is_told_with_how_many_members_and_policies_it_has()
    {
        var name = server.NewName("counted");
        await server.AsAdmin(new CreateGroup.Request(name, "/teams/"));
        var user = await server.AddUser(server.NewName());
        await server.AsAdmin(new AddUserToGroup.Request(name, user.UserName));
        await server.AsAdmin(new AttachGroupPolicy.Request(name, Arn.OfBuiltInPolicy("IAMReadOnlyAccess")));
        await server.AsAdmin(new PutGroupPolicy.Request(name, "p", Documents.Allow("iam:GetUser")));

        var row = Assert.Single((await server.AsAdmin(new ListGroupsWithCounts.Request(name.ToUpperInvariant()))).Groups);

        Assert.Equal((name, "/teams/", 1, 2), (row.GroupName, row.Path, row.Members, row.Policies));
    }

    [Fact]
    public async Task What_begins_with_a_slash_is_looked_for_among_paths()
    {
        var name = server.NewName("of-path");
        await server.AsAdmin(new CreateGroup.Request(name, $"/{name}/deep/"));

        var rows = (await server.AsAdmin(new ListGroupsWithCounts.Request($"/{name}/"))).Groups;

        Assert.Equal(name, Assert.Single(rows).GroupName);
        Assert.Empty((await server.AsAdmin(new ListGroupsWithCounts.Request("/deep/"))).Groups);
    }

    [Fact]
    public async Task A_page_that_is_cut_leads_to_the_rest_and_the_total_counts_all()
    {
        var stem = server.NewName("pages");
        foreach (var end in new[] { "-a", "-b", "-c" })
            await server.AsAdmin(new CreateGroup.Request(stem + end));

        var first = await server.AsAdmin(new ListGroupsWithCounts.Request(stem, MaxItems: 2));
        var second = await server.AsAdmin(new ListGroupsWithCounts.Request(stem, first.Marker, 2));

        Assert.Equal(2, first.Groups.Count);
        Assert.True(first.Total >= 3);
        Assert.Equal(stem + "-c", Assert.Single(second.Groups).GroupName);
        Assert.Null(second.Marker);
    }

    [Fact]
    public Task It_needs_the_policy_of_ListGroups() => Refused.WithoutPolicy(
        server, "iam:ListGroups", Arn.OfGroup(server.Admin.AccountId, "/", ""), new ListGroupsWithCounts.Request());
}
