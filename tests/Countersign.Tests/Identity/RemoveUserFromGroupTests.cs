using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class RemoveUserFromGroupTests(TestServer server)
{
    [Fact]
    public async Task Who_is_taken_out_is_no_member_and_the_others_stay()
    {
        var group = await server.NewGroup();
        var (gone, stays) = ((await server.AddUser(server.NewName())).UserName, (await server.AddUser(server.NewName())).UserName);
        await server.AsAdmin(new AddUserToGroup.Request(group, gone));
        await server.AsAdmin(new AddUserToGroup.Request(group, stays));

        await server.AsAdmin(new RemoveUserFromGroup.Request(group, gone));

        Assert.Equal(stays, Assert.Single((await server.AsAdmin(new GetGroup.Request(group))).Users).UserName);
        Assert.Empty((await server.AsAdmin(new ListGroupsForUser.Request(gone))).Groups);
    }

    [Fact]
    public async Task A_deny_that_the_group_brought_is_gone_with_it()
    {
        var group = await server.NewGroup("""{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}""");
        var name = (await server.AddUser(server.NewName(), Documents.AllowAll)).UserName;
        await server.AsAdmin(new AddUserToGroup.Request(group, name));
        Assert.False(await server.May(name, new ListUsers.Request()));

        await server.AsAdmin(new RemoveUserFromGroup.Request(group, name));

        Assert.True(await server.May(name, new ListUsers.Request()));
    }

    // As AWS was seen to do (cloud-custodian/cloud-custodian#4730).
    [Fact]
    public async Task Who_is_no_member_is_passed_over()
    {
        var group = await server.NewGroup();
        var name = (await server.AddUser(server.NewName())).UserName;

        await server.AsAdmin(new RemoveUserFromGroup.Request(group, name));
    }

    [Fact]
    public Task An_unknown_group_is_named() => Refused.With(
        "NoSuchEntity", 404, "The group with name ghost cannot be found.", () => server.AsAdmin(new RemoveUserFromGroup.Request("ghost", "admin")));

    [Fact]
    public async Task An_unknown_user_is_named()
    {
        var group = await server.NewGroup();

        await Refused.With(
            "NoSuchEntity", 404, "The user with name ghost cannot be found.",
            () => server.AsAdmin(new RemoveUserFromGroup.Request(group, "ghost")));
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:RemoveUserFromGroup", server.GroupArn("ghost"), new RemoveUserFromGroup.Request("ghost", "ghost"));
}
