using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class DetachGroupPolicyTests(TestServer server)
{
    private static readonly string ReadOnly = Arn.OfBuiltInPolicy("IAMReadOnlyAccess");

    [Fact]
    public async Task What_it_allowed_is_denied_to_members_at_once()
    {
        var (group, name) = (await server.NewGroup(), (await server.AddUser(server.NewName())).UserName);
        await server.AsAdmin(new AddUserToGroup.Request(group, name));
        await server.AsAdmin(new AttachGroupPolicy.Request(group, ReadOnly));
        Assert.True(await server.May(name, new ListUsers.Request()));

        await server.AsAdmin(new DetachGroupPolicy.Request(group, ReadOnly));

        Assert.False(await server.May(name, new ListUsers.Request()));
    }

    [Fact]
    public async Task A_policy_that_the_group_does_not_have_is_named()
    {
        var group = await server.NewGroup();

        await Refused.With(
            "NoSuchEntity", 404, $"Policy {ReadOnly} was not found.", () => server.AsAdmin(new DetachGroupPolicy.Request(group, ReadOnly)));
    }

    [Fact]
    public Task What_is_no_policy_arn_is_refused() => Refused.With(
        "ValidationError", 400, "Invalid ARN:  Could not be parsed!",
        () => server.AsAdmin(new DetachGroupPolicy.Request("ghost", "IAMReadOnlyAccess-and-more-letters")));

    [Fact]
    public Task An_unknown_group_is_named() => Refused.With(
        "NoSuchEntity", 404, "The group with name ghost cannot be found.", () => server.AsAdmin(new DetachGroupPolicy.Request("ghost", ReadOnly)));

    [Fact]
    public async Task A_policy_can_say_which_policies_may_not_be_taken_away()
    {
        var group = await server.NewGroup();
        await server.AsAdmin(new AttachGroupPolicy.Request(group, ReadOnly));
        await server.AsAdmin(new AttachGroupPolicy.Request(group, Arn.OfBuiltInPolicy("ForceMFA")));
        var boss = (await server.AddUser(server.NewName(), """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:DetachGroupPolicy","Resource":"*","Condition":{"ArnNotEquals":{"iam:PolicyARN":"arn:aws:iam::aws:policy/ForceMFA"}}}}
            """)).UserName;

        Assert.True(await server.May(boss, new DetachGroupPolicy.Request(group, ReadOnly)));
        Assert.False(await server.May(boss, new DetachGroupPolicy.Request(group, Arn.OfBuiltInPolicy("ForceMFA"))));
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:DetachGroupPolicy", server.GroupArn("ghost"), new DetachGroupPolicy.Request("ghost", ReadOnly));
}
