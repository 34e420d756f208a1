using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class ListGroupsForUserTests(TestServer server)
{
    [Fact]
    public async Task A_users_groups_come_in_the_order_of_their_names_page_by_page()
    {
        var (name, tail) = ((await server.AddUser(server.NewName())).UserName, server.NewName("group"));
        foreach (var letter in new[] { "C", "a", "B" })
        {
            await server.AsAdmin(new CreateGroup.Request($"{letter}-{tail}"));
            await server.AsAdmin(new AddUserToGroup.Request($"{letter}-{tail}", name));
        }

        await server.NewGroup();    // of others

        var first = await server.AsAdmin(new ListGroupsForUser.Request(name, MaxItems: 2));
        var second = await server.AsAdmin(new ListGroupsForUser.Request(name, first.Marker, 2));

        Assert.Equal(['a', 'B', 'C'], first.Groups.Concat(second.Groups).Select(group => group.GroupName[0]));
        Assert.Equal((true, false, true), (first.IsTruncated, second.IsTruncated, second.Marker is null));
    }

    [Fact]
    public Task An_unknown_user_is_named() => Refused.With(
        "NoSuchEntity", 404, "The user with name ghost cannot be found.", () => server.AsAdmin(new ListGroupsForUser.Request("ghost")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:ListGroupsForUser", server.UserArn("ghost"), new ListGroupsForUser.Request("ghost"));
}
