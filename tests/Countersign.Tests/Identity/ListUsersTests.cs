using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class ListUsersTests(TestServer server)
{
    [Fact]
    public async Task Pages_follow_each_other_in_the_order_of_names_and_have_no_tags()
    {
        var path = $"/{server.NewName("path")}/";
        foreach (var name in new[] { "C", "a", "B" })
            await server.AsAdmin(new CreateUser.Request($"{name}-{path.Trim('/')}", path, Tags: [new Tag("k", "v")]));

        var first = await server.AsAdmin(new ListUsers.Request(path, MaxItems: 2));
        var second = await server.AsAdmin(new ListUsers.Request(path, first.Marker, 2));

        Assert.Equal(['a', 'B', 'C'], first.Users.Concat(second.Users).Select(user => user.UserName[0]));
        Assert.Equal((true, false, true), (first.IsTruncated, second.IsTruncated, second.Marker is null));
        Assert.All(first.Users, user => Assert.Null(user.Tags));
    }

    [Fact]
    public async Task A_path_prefix_matches_letter_for_letter()
    {
        var path = $"/{server.NewName("path")}/";
        await server.AsAdmin(new CreateUser.Request(server.NewName(), path));

        Assert.Empty((await server.AsAdmin(new ListUsers.Request(path.ToUpperInvariant()))).Users);
        Assert.Single((await server.AsAdmin(new ListUsers.Request(path[..^1]))).Users);
    }

    [Fact]
    public Task A_marker_that_is_not_ours_is_refused() => Refused.With(
        "ValidationError", 400, "Invalid Marker. Use the Marker of the answer before, unchanged, with the same parameters.",
        () => server.AsAdmin(new ListUsers.Request(Marker: "not a marker")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(server, "iam:ListUsers", server.UserArn(""), new ListUsers.Request());
}
