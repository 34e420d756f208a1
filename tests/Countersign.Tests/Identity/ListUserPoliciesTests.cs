using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class ListUserPoliciesTests(TestServer server)
{
    [Fact]
    public async Task Names_come_in_order_page_by_page()
    {
        var name = (await server.AddUser(server.NewName())).UserName;
        foreach (var policy in new[] { "c", "a", "b" })
            await server.AsAdmin(new PutUserPolicy.Request(name, policy, Documents.AllowAll));

        var first = await server.AsAdmin(new ListUserPolicies.Request(name, MaxItems: 2));
        var second = await server.AsAdmin(new ListUserPolicies.Request(name, first.Marker, 2));

        Assert.Equal("a b c", string.Join(' ', first.PolicyNames.Concat(second.PolicyNames)));
        Assert.Equal((true, false), (first.IsTruncated, second.IsTruncated));
    }

    [Fact]
    public Task An_unknown_user_is_named() => Refused.With(
        "NoSuchEntity", 404, "The user with name ghost cannot be found.", () => server.AsAdmin(new ListUserPolicies.Request("ghost")));

    [Fact]
    public Task It_needs_a_policy() =>
        Refused.WithoutPolicy(server, "iam:ListUserPolicies", server.UserArn("ghost"), new ListUserPolicies.Request("ghost"));
}
