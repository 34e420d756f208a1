using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class ListPoliciesWithUseTests(TestServer server)
{
    [Fact]
    public async Task The_accounts_own_come_first_and_each_is_told_with_who_has_it()
    {
        var name = server.NewName("IAMRead");
        var arn = (await server.AsAdmin(new CreatePolicy.Request(name, Documents.Allow("iam:GetUser"), Description: "for tests"))).Policy.Arn;
        var user = await server.AddUser(server.NewName());
        await server.AsAdmin(new AttachUserPolicy.Request(user.UserName, arn));
        await server.AsAdmin(new PutUserPermissionsBoundary.Request(user.UserName, arn));

        var rows = (await server.AsAdmin(new ListPoliciesWithUse.Request("iamread"))).Policies;

        var own = rows.Single(row => row.Arn == arn);
        Assert.Equal((name, "for tests", false, 1, 1), (own.PolicyName, own.Description, own.IsBuiltIn, own.Attachments, own.Bounds));
        Assert.Equal(("IAMReadOnlyAccess", true), (rows[^1].PolicyName, rows[^1].IsBuiltIn));
        Assert.DoesNotContain(rows, row => row.PolicyName == "AdministratorAccess");
    }

    [Fact]
    public async Task Where_they_come_from_can_be_chosen()
    {
        var name = server.NewName("scoped");
        await server.AsAdmin(new CreatePolicy.Request(name, Documents.Allow("iam:GetUser"), $"/{name}/"));

        var builtIn = (await server.AsAdmin(new ListPoliciesWithUse.Request(Scope: ListPolicies.PolicyScope.AWS))).Policies;
        var own = (await server.AsAdmin(new ListPoliciesWithUse.Request($"/{name}/", ListPolicies.PolicyScope.Local))).Policies;

        Assert.All(builtIn, row => Assert.True(row.IsBuiltIn));
        Assert.Equal(name, Assert.Single(own).PolicyName);
    }

    [Fact]
    public async Task A_page_that_is_cut_leads_to_the_rest()
    {
        var first = await server.AsAdmin(new ListPoliciesWithUse.Request(Scope: ListPolicies.PolicyScope.AWS, MaxItems: 3));
        var second = await server.AsAdmin(new ListPoliciesWithUse.Request(Scope: ListPolicies.PolicyScope.AWS, Marker: first.Marker));

        Assert.Equal(3, first.Policies.Count);
        Assert.NotEmpty(second.Policies);
        Assert.Empty(first.Policies.Select(row => row.Arn).Intersect(second.Policies.Select(row => row.Arn), StringComparer.Ordinal));
    }

    [Fact]
    public Task It_needs_the_policy_of_ListPolicies() => Refused.WithoutPolicy(server, "iam:ListPolicies", "*", new ListPoliciesWithUse.Request());
}
