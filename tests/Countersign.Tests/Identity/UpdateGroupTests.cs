using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class UpdateGroupTests(TestServer server)
{
    [Fact]
    public async Task A_group_with_a_new_name_and_path_keeps_id_members_and_policies()
    {
        var (group, name) = (await server.NewGroup(Documents.Allow("iam:ListUsers")), server.NewName("group"));
        var member = await server.AddUser(server.NewName());
        await server.AsAdmin(new AddUserToGroup.Request(group, member.UserName));
        var before = (await server.AsAdmin(new GetGroup.Request(group))).Group;

        await server.AsAdmin(new UpdateGroup.Request(group, "/moved/", name));

        var after = (await server.AsAdmin(new GetGroup.Request(name))).Group;
        Assert.Equal((before.GroupId, Arn.OfGroup(server.Admin.AccountId, "/moved/", name)), (after.GroupId, after.Arn));
        Assert.True(await server.May(member.UserName, new ListUsers.Request()));
        await Refused.With(
            "NoSuchEntity", 404, $"The group with name {group} cannot be found.", () => server.AsAdmin(new GetGroup.Request(group)));
    }

    [Fact]
    public async Task The_case_of_a_name_can_be_changed_and_the_path_stays_when_left_out()
    {
        var name = server.NewName("group");
        await server.AsAdmin(new CreateGroup.Request(name, "/team/"));
        var shouted = name.ToUpperInvariant();

        await server.AsAdmin(new UpdateGroup.Request(name, NewGroupName: shouted));

        var seen = (await server.AsAdmin(new GetGroup.Request(name))).Group;
        Assert.Equal((shouted, "/team/"), (seen.GroupName, seen.Path));
    }

    [Fact]
    public async Task Another_groups_name_is_taken_whatever_its_case()
    {
        var (group, other) = (await server.NewGroup(), (await server.NewGroup()).ToUpperInvariant());

        await Refused.With(
            "EntityAlreadyExists", 409, $"Group with name {other} already exists.",
            () => server.AsAdmin(new UpdateGroup.Request(group, NewGroupName: other)));
    }

    [Fact]
    public Task An_unknown_group_is_named() => Refused.With(
        "NoSuchEntity", 404, "The group with name ghost cannot be found.", () => server.AsAdmin(new UpdateGroup.Request("ghost", "/a/")));

    [Fact]
    public async Task Both_the_old_and_the_new_arn_must_be_allowed()
    {
        var (team, name) = (server.NewName("team"), server.NewName("group"));
        await server.AsAdmin(new CreateGroup.Request(team));
        await server.AsAdmin(new CreateGroup.Request(name));
        var lead = await server.AddUser(server.NewName(), Documents.Allow("iam:UpdateGroup", "arn:aws:iam::*:group/team-*"));

        Assert.False(await server.May(lead.UserName, new UpdateGroup.Request(team, NewGroupName: "boss")));
        Assert.False(await server.May(lead.UserName, new UpdateGroup.Request(team, "/other/")));
        Assert.False(await server.May(lead.UserName, new UpdateGroup.Request(name, NewGroupName: team + "-b")));
        Assert.True(await server.May(lead.UserName, new UpdateGroup.Request(team, NewGroupName: team + "-b")));
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:UpdateGroup", server.GroupArn("ghost"), new UpdateGroup.Request("ghost", "/a/"));
}
