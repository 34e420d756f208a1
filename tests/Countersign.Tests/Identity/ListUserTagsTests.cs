using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class ListUserTagsTests(TestServer server)
{
    [Fact]
    public async Task Tags_come_in_the_order_of_their_keys_page_by_page()
    {
        var name = server.NewName();
        await server.AsAdmin(new CreateUser.Request(name, Tags: [new Tag("c", "3"), new Tag("a", "1"), new Tag("B", "2")]));

        var first = await server.AsAdmin(new ListUserTags.Request(name, MaxItems: 2));
        var second = await server.AsAdmin(new ListUserTags.Request(name, first.Marker, 2));

        Assert.Equal([new Tag("a", "1"), new Tag("B", "2")], first.Tags);
        Assert.Equal([new Tag("c", "3")], second.Tags);
        Assert.Equal((true, false, true), (first.IsTruncated, second.IsTruncated, second.Marker is null));
    }

    [Fact]
    public Task An_unknown_user_is_named() => Refused.With(
        "NoSuchEntity", 404, "The user with name ghost cannot be found.", () => server.AsAdmin(new ListUserTags.Request("ghost")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:ListUserTags", server.UserArn("ghost"), new ListUserTags.Request("ghost"));
}
