using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class ListGroupsTests(TestServer server)
{
    [Fact]
    public async Task Pages_follow_each_other_in_the_order_of_names()
    {
        var path = $"/{server.NewName("path")}/";
        foreach (var letter in new[] { "C", "a", "B" })
            await server.AsAdmin(new CreateGroup.Request($"{letter}-{path.Trim('/')}", path));

        var first = await server.AsAdmin(new ListGroups.Request(path, MaxItems: 2));
        var second = await server.AsAdmin(new ListGroups.Request(path, first.Marker, 2));

        Assert.Equal(['a', 'B', 'C'], first.Groups.Concat(second.Groups).Select(group => group.GroupName[0]));
        Assert.Equal((true, false, true), (first.IsTruncated, second.IsTruncated, second.Marker is null));
    }

    [Fact]
    public async Task A_path_prefix_matches_letter_for_letter()
    {
        var path = $"/{server.NewName("path")}/";
        await server.AsAdmin(new CreateGroup.Request(server.NewName("group"), path));

        Assert.Empty((await server.AsAdmin(new ListGroups.Request(path.ToUpperInvariant()))).Groups);
        Assert.Single((await server.AsAdmin(new ListGroups.Request(path[..^1]))).Groups);
    }

    [Fact]
    public Task A_marker_that_is_not_ours_is_refused() => Refused.With(
        "ValidationError", 400, "Invalid Marker. Use the Marker of the answer before, unchanged, with the same parameters.",
        () => server.AsAdmin(new ListGroups.Request(Marker: "not a marker")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:ListGroups", server.GroupArn(""), new ListGroups.Request());
}
