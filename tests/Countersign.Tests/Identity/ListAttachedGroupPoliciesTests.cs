using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class ListAttachedGroupPoliciesTests(TestServer server)
{
    [Fact]
    public async Task Attached_policies_come_in_order_page_by_page()
    {
        var group = await server.NewGroup();
        foreach (var policy in new[] { "SelfManageCredentials", "ForceMFA" })
            await server.AsAdmin(new AttachGroupPolicy.Request(group, Arn.OfBuiltInPolicy(policy)));

        var first = await server.AsAdmin(new ListAttachedGroupPolicies.Request(group, MaxItems: 1));
        var second = await server.AsAdmin(new ListAttachedGroupPolicies.Request(group, Marker: first.Marker, MaxItems: 1));

        Assert.Equal([new("ForceMFA", Arn.OfBuiltInPolicy("ForceMFA"))], first.AttachedPolicies);
        Assert.Equal([new("SelfManageCredentials", Arn.OfBuiltInPolicy("SelfManageCredentials"))], second.AttachedPolicies);
        Assert.Equal((true, false), (first.IsTruncated, second.IsTruncated));
    }

    [Fact]
    public async Task The_accounts_own_policies_are_found_by_their_path()
    {
        var group = await server.NewGroup();
        var own = await server.NewPolicy(Documents.AllowAll, "/team/ops/");
        await server.AsAdmin(new AttachGroupPolicy.Request(group, own));
        await server.AsAdmin(new AttachGroupPolicy.Request(group, Arn.OfBuiltInPolicy("ForceMFA")));

        Assert.Equal(2, (await server.AsAdmin(new ListAttachedGroupPolicies.Request(group))).AttachedPolicies.Count);
        var under = Assert.Single((await server.AsAdmin(new ListAttachedGroupPolicies.Request(group, "/team/"))).AttachedPolicies);
        Assert.Equal((own, own[(own.LastIndexOf('/') + 1)..]), (under.PolicyArn, under.PolicyName));
        Assert.Empty((await server.AsAdmin(new ListAttachedGroupPolicies.Request(group, "/ops/"))).AttachedPolicies);
    }

    [Fact]
    public Task An_unknown_group_is_named() => Refused.With(
        "NoSuchEntity", 404, "The group with name ghost cannot be found.", () => server.AsAdmin(new ListAttachedGroupPolicies.Request("ghost")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:ListAttachedGroupPolicies", server.GroupArn("ghost"), new ListAttachedGroupPolicies.Request("ghost"));
}
