using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class ListRolePoliciesTests(TestServer server)
{
    [Fact]
    public async Task Names_come_in_order_page_by_page()
    {
        var name = (await SomeRole.Add(server)).RoleName;
        foreach (var policy in new[] { "c", "a", "b" })
            await server.AsAdmin(new PutRolePolicy.Request(name, policy, Documents.AllowAll));

        var first = await server.AsAdmin(new ListRolePolicies.Request(name, MaxItems: 2));
        var second = await server.AsAdmin(new ListRolePolicies.Request(name, first.Marker, 2));

        Assert.Equal("a b c", string.Join(' ', first.PolicyNames.Concat(second.PolicyNames)));
        Assert.Equal((true, false), (first.IsTruncated, second.IsTruncated));
    }

    [Fact]
    public Task An_unknown_role_is_named() => Refused.With(
        "NoSuchEntity", 404, "The role with name ghost cannot be found.", () => server.AsAdmin(new ListRolePolicies.Request("ghost")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:ListRolePolicies", SomeRole.ArnOf(server, "ghost"), new ListRolePolicies.Request("ghost"));
}
