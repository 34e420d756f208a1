using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class ListGroupPoliciesTests(TestServer server)
{
    [Fact]
    public async Task Names_come_in_order_page_by_page()
    {
        var group = await server.NewGroup();
        foreach (var policy in new[] { "c", "a", "b" })
            await server.AsAdmin(new PutGroupPolicy.Request(group, policy, Documents.AllowAll));

        var first = await server.AsAdmin(new ListGroupPolicies.Request(group, MaxItems: 2));
        var second = await server.AsAdmin(new ListGroupPolicies.Request(group, first.Marker, 2));

        Assert.Equal("a b c", string.Join(' ', first.PolicyNames.Concat(second.PolicyNames)));
        Assert.Equal((true, false), (first.IsTruncated, second.IsTruncated));
    }

    [Fact]
    public Task An_unknown_group_is_named() => Refused.With(
        "NoSuchEntity", 404, "The group with name ghost cannot be found.", () => server.AsAdmin(new ListGroupPolicies.Request("ghost")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:ListGroupPolicies", server.GroupArn("ghost"), new ListGroupPolicies.Request("ghost"));
}
