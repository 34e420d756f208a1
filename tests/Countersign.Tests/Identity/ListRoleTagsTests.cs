using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class ListRoleTagsTests(TestServer server)
{
    [Fact]
    public async Task Tags_come_in_the_order_of_their_keys_page_by_page()
    {
        var name = (await SomeRole.Add(server, tags: [new Tag("c", "3"), new Tag("a", "1"), new Tag("B", "2")])).RoleName;

        var first = await server.AsAdmin(new ListRoleTags.Request(name, MaxItems: 2));
        var second = await server.AsAdmin(new ListRoleTags.Request(name, first.Marker, 2));

        Assert.Equal([new Tag("a", "1"), new Tag("B", "2")], first.Tags);
        Assert.Equal([new Tag("c", "3")], second.Tags);
        Assert.Equal((true, false, true), (first.IsTruncated, second.IsTruncated, second.Marker is null));
    }

    [Fact]
    public Task An_unknown_role_is_named() => Refused.With(
        "NoSuchEntity", 404, "The role with name ghost cannot be found.", () => server.AsAdmin(new ListRoleTags.Request("ghost")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:ListRoleTags", SomeRole.ArnOf(server, "ghost"), new ListRoleTags.Request("ghost"));
}
