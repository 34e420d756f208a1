using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class AttachGroupPolicyTests(TestServer server)
{
    private static readonly string ReadOnly = Arn.OfBuiltInPolicy("IAMReadOnlyAccess");

    [Fact]
    public async Task What_it_allows_is_allowed_to_members_at_once()
    {
        var (group, name) = (await server.NewGroup(), (await server.AddUser(server.NewName())).UserName);
        await server.AsAdmin(new AddUserToGroup.Request(group, name));
        Assert.False(await server.May(name, new ListUsers.Request()));

        await server.AsAdmin(new AttachGroupPolicy.Request(group, ReadOnly));
        await server.AsAdmin(new AttachGroupPolicy.Request(group, ReadOnly));

        Assert.True(await server.May(name, new ListUsers.Request()));
    }

    [Fact]
    public async Task A_policy_of_the_accounts_own_can_be_attached_and_another_accounts_is_none()
    {
        var (group, name) = (await server.NewGroup(), (await server.AddUser(server.NewName())).UserName);
        await server.AsAdmin(new AddUserToGroup.Request(group, name));
        var own = await server.NewPolicy(Documents.Allow("iam:ListUsers"));
        var foreign = await server.NewPolicy(Documents.AllowAll, accountId: await server.NewAccount());

        await server.AsAdmin(new AttachGroupPolicy.Request(group, own));

        Assert.True(await server.May(name, new ListUsers.Request()));
        await Refused.With(
            "NoSuchEntity", 404, $"Policy {foreign} does not exist or is not attachable.",
            () => server.AsAdmin(new AttachGroupPolicy.Request(group, foreign)));
    }

    [Fact]
    public async Task An_unknown_policy_is_named()
    {
        var group = await server.NewGroup();

        await Refused.With(
            "NoSuchEntity", 404, "Policy arn:aws:iam::111111111111:policy/NAME does not exist or is not attachable.",
            () => server.AsAdmin(new AttachGroupPolicy.Request(group, "arn:aws:iam::111111111111:policy/NAME")));
    }

    [Fact]
    public Task What_is_no_policy_arn_is_refused() => Refused.With(
        "ValidationError", 400, "Invalid ARN:  Could not be parsed!",
        () => server.AsAdmin(new AttachGroupPolicy.Request("ghost", "IAMReadOnlyAccess-and-more-letters")));

    [Fact]
    public async Task An_eleventh_policy_is_refused_and_one_of_the_ten_stays()
    {
        var group = await server.NewGroup();
        for (var i = 0; i < Quotas.AttachedPolicies - 1; i++)
            await server.AsAdmin(new AttachGroupPolicy.Request(group, await server.NewPolicy(Documents.AllowAll)));
        await server.AsAdmin(new AttachGroupPolicy.Request(group, ReadOnly));

        await server.AsAdmin(new AttachGroupPolicy.Request(group, ReadOnly));
        await Refused.With(
            "LimitExceeded", 409, "Cannot exceed quota for PoliciesPerGroup: 10",
            () => server.AsAdmin(new AttachGroupPolicy.Request(group, Arn.OfBuiltInPolicy("ForceMFA"))));
    }

    [Fact]
    public Task An_unknown_group_is_named() => Refused.With(
        "NoSuchEntity", 404, "The group with name ghost cannot be found.", () => server.AsAdmin(new AttachGroupPolicy.Request("ghost", ReadOnly)));

    [Fact]
    public async Task A_policy_can_say_which_policies_may_be_attached()
    {
        var group = await server.NewGroup();
        var boss = (await server.AddUser(server.NewName(), """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:AttachGroupPolicy","Resource":"*","Condition":{"ArnEquals":{"iam:PolicyARN":"arn:aws:iam::aws:policy/IAMReadOnlyAccess"}}}}
            """)).UserName;

        Assert.True(await server.May(boss, new AttachGroupPolicy.Request(group, ReadOnly)));
        Assert.False(await server.May(boss, new AttachGroupPolicy.Request(group, Arn.OfBuiltInPolicy("AdministratorAccess"))));
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:AttachGroupPolicy", server.GroupArn("ghost"), new AttachGroupPolicy.Request("ghost", ReadOnly));
}
