using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class GetGroupTests(TestServer server)
{
    [Fact]
    public async Task Members_come_in_the_order_of_their_names_page_by_page_without_their_tags()
    {
        var (group, tail) = (await server.NewGroup(), server.NewName());
        foreach (var letter in new[] { "C", "a", "B" })
        {
            await server.AsAdmin(new CreateUser.Request($"{letter}-{tail}", Tags: [new Tag("k", "v")]));
            await server.AsAdmin(new AddUserToGroup.Request(group, $"{letter}-{tail}"));
        }

        var first = await server.AsAdmin(new GetGroup.Request(group.ToUpperInvariant(), MaxItems: 2));
        var second = await server.AsAdmin(new GetGroup.Request(group, first.Marker, 2));

        Assert.Equal((group, group), (first.Group.GroupName, second.Group.GroupName));
        Assert.Equal(['a', 'B', 'C'], first.Users.Concat(second.Users).Select(user => user.UserName[0]));
        Assert.Equal((true, false, true), (first.IsTruncated, second.IsTruncated, second.Marker is null));
        Assert.All(first.Users, user => Assert.Null(user.Tags));
    }

    [Fact]
    public Task An_unknown_group_is_named() => Refused.With(
        "NoSuchEntity", 404, "The group with name ghost cannot be found.", () => server.AsAdmin(new GetGroup.Request("ghost")));

    [Fact]
    public async Task It_needs_a_policy_and_does_not_tell_the_path()
    {
        var name = server.NewName("group");
        await server.AsAdmin(new CreateGroup.Request(name, "/secret/"));

        await Refused.WithoutPolicy(server, "iam:GetGroup", server.GroupArn(name), new GetGroup.Request(name));
    }
}
