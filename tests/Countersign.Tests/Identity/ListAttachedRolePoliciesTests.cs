using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class ListAttachedRolePoliciesTests(TestServer server)
{
    [Fact]
    public async Task Attached_policies_come_in_order_page_by_page()
    {
        var name = (await SomeRole.Add(server)).RoleName;
        foreach (var policy in new[] { "SelfManageCredentials", "ForceMFA" })
            await server.AsAdmin(new AttachRolePolicy.Request(name, Arn.OfBuiltInPolicy(policy)));

        var first = await server.AsAdmin(new ListAttachedRolePolicies.Request(name, MaxItems: 1));
        var second = await server.AsAdmin(new ListAttachedRolePolicies.Request(name, Marker: first.Marker, MaxItems: 1));

        Assert.Equal([new("ForceMFA", Arn.OfBuiltInPolicy("ForceMFA"))], first.AttachedPolicies);
        Assert.Equal([new("SelfManageCredentials", Arn.OfBuiltInPolicy("SelfManageCredentials"))], second.AttachedPolicies);
        Assert.Equal((true, false), (first.IsTruncated, second.IsTruncated));
    }

    [Fact]
    public async Task A_path_that_no_policy_has_leaves_nothing()
    {
        var name = (await SomeRole.Add(server)).RoleName;
        await server.AsAdmin(new AttachRolePolicy.Request(name, Arn.OfBuiltInPolicy("ForceMFA")));

        Assert.Single((await server.AsAdmin(new ListAttachedRolePolicies.Request(name, "/"))).AttachedPolicies);
        Assert.Empty((await server.AsAdmin(new ListAttachedRolePolicies.Request(name, "/team/"))).AttachedPolicies);
    }

    [Fact]
    public Task An_unknown_role_is_named() => Refused.With(
        "NoSuchEntity", 404, "The role with name ghost cannot be found.", () => server.AsAdmin(new ListAttachedRolePolicies.Request("ghost")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:ListAttachedRolePolicies", SomeRole.ArnOf(server, "ghost"), new ListAttachedRolePolicies.Request("ghost"));
}
