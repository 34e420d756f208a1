using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class CreateGroupTests(TestServer server)
{
    [Fact]
    public async Task A_new_group_has_path_id_and_arn_and_no_members()
    {
        var name = server.NewName("group");

        var made = (await server.AsAdmin(new CreateGroup.Request(name, "/team/"))).Group;

        Assert.Equal(
            (name, "/team/", Arn.OfGroup(server.Admin.AccountId, "/team/", name), server.Clock.GetUtcNow()),
            (made.GroupName, made.Path, made.Arn, made.CreateDate));
        Assert.Matches("^AGPA[A-Z2-7]{17}$", made.GroupId);
        var seen = await server.AsAdmin(new GetGroup.Request(name));
        Assert.Equal(made, seen.Group);
        Assert.Empty(seen.Users);
    }

    [Fact]
    public async Task A_name_is_taken_whatever_its_case_and_whatever_the_path()
    {
        var shouted = (await server.NewGroup()).ToUpperInvariant();

        await Refused.With(
            "EntityAlreadyExists", 409, $"Group with name {shouted} already exists.",
            () => server.AsAdmin(new CreateGroup.Request(shouted, "/other/")));
    }

    [Fact]
    public async Task A_user_and_a_group_may_have_one_name()
    {
        var name = (await server.AddUser(server.NewName())).UserName;

        Assert.Equal(name, (await server.AsAdmin(new CreateGroup.Request(name))).Group.GroupName);
    }

    [Fact]
    public Task It_needs_a_policy() =>
        Refused.WithoutPolicy(server, "iam:CreateGroup", server.GroupArn("new"), new CreateGroup.Request("new"));

    [Fact]
    public async Task A_policy_can_say_under_which_path()
    {
        var lead = await server.AddUser(server.NewName(), Documents.Allow("iam:CreateGroup", "arn:aws:iam::*:group/team/*"));

        Assert.True(await server.May(lead.UserName, new CreateGroup.Request(server.NewName("group"), "/team/")));
        Assert.False(await server.May(lead.UserName, new CreateGroup.Request(server.NewName("group"))));
    }
}

/// <summary>Fills a server of its own.</summary>
public sealed class CreateGroupQuotaTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task The_account_has_300_groups_at_most()
    {
        for (var count = 0; count < Quotas.Groups; count++)
            await server.NewGroup();

        await Refused.With(
            "LimitExceeded", 409, "Cannot exceed quota for GroupsPerAccount: 300",
            () => server.AsAdmin(new CreateGroup.Request("one-too-many")));
    }
}
