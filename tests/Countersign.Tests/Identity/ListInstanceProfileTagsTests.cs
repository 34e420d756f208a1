using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class ListInstanceProfileTagsTests(TestServer server)
{
    [Fact]
    public async Task Tags_come_in_the_order_of_their_keys_page_by_page()
    {
        var name = (await server.AsAdmin(new CreateInstanceProfile.Request(server.NewName("profile"), Tags: [new Tag("c", "3"), new Tag("a", "1"), new Tag("B", "2")]))).InstanceProfile.InstanceProfileName;

        var first = await server.AsAdmin(new ListInstanceProfileTags.Request(name, MaxItems: 2));
        var second = await server.AsAdmin(new ListInstanceProfileTags.Request(name, first.Marker, 2));

        Assert.Equal([new Tag("a", "1"), new Tag("B", "2")], first.Tags);
        Assert.Equal([new Tag("c", "3")], second.Tags);
        Assert.Equal((true, false, true), (first.IsTruncated, second.IsTruncated, second.Marker is null));
    }

    [Fact]
    public Task An_unknown_instance_profile_is_named() => Refused.With(
        "NoSuchEntity", 404, "Instance Profile ghost cannot be found.", () => server.AsAdmin(new ListInstanceProfileTags.Request("ghost")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:ListInstanceProfileTags", SomeRole.ArnOfProfile(server, "ghost"), new ListInstanceProfileTags.Request("ghost"));
}
