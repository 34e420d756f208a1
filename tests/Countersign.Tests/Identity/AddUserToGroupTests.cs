using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class AddUserToGroupTests(TestServer server)
{
    [Fact]
    public async Task A_groups_policies_decide_for_a_member_at_once_and_no_longer_after_removal()
    {
        var group = await server.NewGroup(Documents.Allow("iam:ListUsers"));
        await server.AsAdmin(new AttachGroupPolicy.Request(group, Arn.OfBuiltInPolicy("IAMUserChangePassword")));
        var name = (await server.AddUser(server.NewName())).UserName;
        Assert.False(await server.May(name, new ListUsers.Request()));
        Assert.False(await server.May(name, new GetAccountPasswordPolicy.Request()));

        await server.AsAdmin(new AddUserToGroup.Request(group, name));

        Assert.True(await server.May(name, new ListUsers.Request()));
        await Refused.With(
            "NoSuchEntity", 404, $"The Password Policy with domain name {server.Admin.AccountId} cannot be found.",
            () => server.Run(new AsUser(name), new GetAccountPasswordPolicy.Request()));
        await server.AsAdmin(new RemoveUserFromGroup.Request(group, name));
        Assert.False(await server.May(name, new ListUsers.Request()));
        Assert.False(await server.May(name, new GetAccountPasswordPolicy.Request()));
    }

    [Fact]
    public async Task A_deny_in_a_group_wins()
    {
        var group = await server.NewGroup("""{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:ListUsers","Resource":"*"}}""");
        var user = await server.AddUser(server.NewName(), Documents.AllowAll);
        Assert.True(await server.May(user.UserName, new ListUsers.Request()));

        await server.AsAdmin(new AddUserToGroup.Request(group, user.UserName));

        await Refused.With(
            "AccessDenied", 403,
            $"User: {user.Arn} is not authorized to perform: iam:ListUsers on resource: {server.UserArn("")} with an explicit deny in an identity-based policy",
            () => server.Run(new AsUser(user.UserName), new ListUsers.Request()));
    }

    [Fact]
    public async Task Who_is_a_member_already_stays_one_even_with_ten_groups_and_an_eleventh_is_refused()
    {
        var name = (await server.AddUser(server.NewName())).UserName;
        var groups = new List<string>();
        for (var i = 0; i < Quotas.GroupsPerUser; i++)
        {
            groups.Add(await server.NewGroup());
            await server.AsAdmin(new AddUserToGroup.Request(groups[i], name));
        }

        await server.AsAdmin(new AddUserToGroup.Request(groups[0], name));

        Assert.Single((await server.AsAdmin(new GetGroup.Request(groups[0]))).Users);
        var eleventh = await server.NewGroup();
        await Refused.With(
            "LimitExceeded", 409, "Cannot exceed quota for GroupsPerUser: 10",
            () => server.AsAdmin(new AddUserToGroup.Request(eleventh, name)));
    }

    [Fact]
    public Task An_unknown_group_is_named() => Refused.With(
        "NoSuchEntity", 404, "The group with name ghost cannot be found.", () => server.AsAdmin(new AddUserToGroup.Request("ghost", "admin")));

    [Fact]
    public async Task An_unknown_user_is_named()
    {
        var group = await server.NewGroup();

        await Refused.With(
            "NoSuchEntity", 404, "The user with name ghost cannot be found.",
            () => server.AsAdmin(new AddUserToGroup.Request(group, "ghost")));
    }

    [Fact]
    public async Task A_policy_can_say_which_group()
    {
        var (open, closed) = (await server.NewGroup(), await server.NewGroup());
        var lead = (await server.AddUser(server.NewName(), Documents.Allow("iam:AddUserToGroup", $"arn:aws:iam::*:group/{open}"))).UserName;

        Assert.True(await server.May(lead, new AddUserToGroup.Request(open, lead)));
        Assert.False(await server.May(lead, new AddUserToGroup.Request(closed, lead)));
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:AddUserToGroup", server.GroupArn("ghost"), new AddUserToGroup.Request("ghost", "ghost"));
}
