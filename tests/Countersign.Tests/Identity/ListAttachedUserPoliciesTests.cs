using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class ListAttachedUserPoliciesTests(TestServer server)
{
    [Fact]
    public async Task Attached_policies_come_in_order_page_by_page()
    {
        var name = (await server.AddUser(server.NewName())).UserName;
        foreach (var policy in new[] { "SelfManageCredentials", "ForceMFA" })
            await server.AsAdmin(new AttachUserPolicy.Request(name, Arn.OfBuiltInPolicy(policy)));

        var first = await server.AsAdmin(new ListAttachedUserPolicies.Request(name, MaxItems: 1));
        var second = await server.AsAdmin(new ListAttachedUserPolicies.Request(name, Marker: first.Marker, MaxItems: 1));

        Assert.Equal([new("ForceMFA", Arn.OfBuiltInPolicy("ForceMFA"))], first.AttachedPolicies);
        Assert.Equal([new("SelfManageCredentials", Arn.OfBuiltInPolicy("SelfManageCredentials"))], second.AttachedPolicies);
        Assert.Equal((true, false), (first.IsTruncated, second.IsTruncated));
    }

    [Fact]
    public async Task A_path_that_no_policy_has_leaves_nothing()
    {
        Assert.NotEmpty((await server.AsAdmin(new ListAttachedUserPolicies.Request("admin", "/"))).AttachedPolicies);
        Assert.Empty((await server.AsAdmin(new ListAttachedUserPolicies.Request("admin", "/team/"))).AttachedPolicies);
    }

    [Fact]
    public async Task The_accounts_own_policies_are_found_by_their_path()
    {
        var name = (await server.AddUser(server.NewName())).UserName;
        var own = await server.NewPolicy(Documents.AllowAll, "/team/");
        await server.AsAdmin(new AttachUserPolicy.Request(name, own));
        await server.AsAdmin(new AttachUserPolicy.Request(name, Arn.OfBuiltInPolicy("ForceMFA")));

        var under = Assert.Single((await server.AsAdmin(new ListAttachedUserPolicies.Request(name, "/team/"))).AttachedPolicies);
        Assert.Equal((own, own[(own.LastIndexOf('/') + 1)..]), (under.PolicyArn, under.PolicyName));
    }

    [Fact]
    public Task An_unknown_user_is_named() => Refused.With(
        "NoSuchEntity", 404, "The user with name ghost cannot be found.",
        () => server.AsAdmin(new ListAttachedUserPolicies.Request("ghost")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:ListAttachedUserPolicies", server.UserArn("ghost"), new ListAttachedUserPolicies.Request("ghost"));
}
