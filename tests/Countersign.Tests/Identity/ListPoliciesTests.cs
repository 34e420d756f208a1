using Countersign.Identity;

namespace Countersign.Tests.Identity;

public sealed class ListPoliciesTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Pages_have_every_policy_that_comes_with_the_server_once()
    {
        var all = await server.AsAdmin(new ListPolicies.Request());

        var names = new List<string>();
        string? marker = null;
        do
        {
            var page = await server.AsAdmin(new ListPolicies.Request(Marker: marker, MaxItems: 4));
            names.AddRange(page.Policies.Select(policy => policy.PolicyName));
            marker = page.Marker;
        }
        while (marker is not null);

        Assert.Equal(
            "AdministratorAccess ForceMFA IAMFullAccess IAMReadOnlyAccess IAMUserChangePassword SelfManageCredentials", string.Join(' ', names));
        Assert.Equal(names.Count, all.Policies.Count);
    }

    [Theory]
    [InlineData(ListPolicies.PolicyScope.All, 6)]
    [InlineData(ListPolicies.PolicyScope.AWS, 6)]
    [InlineData(ListPolicies.PolicyScope.Local, 0)]
    public async Task A_scope_leaves_those_of_one_origin(ListPolicies.PolicyScope scope, int count)
    {
        Assert.Equal(count, (await server.AsAdmin(new ListPolicies.Request(scope))).Policies.Count);
    }

    [Fact]
    public async Task Only_attached_means_that_somebody_has_it()
    {
        var before = await server.AsAdmin(new ListPolicies.Request(OnlyAttached: true));
        await server.AsAdmin(new AttachUserPolicy.Request((await server.AddUser(server.NewName())).UserName, Arn.OfBuiltInPolicy("ForceMFA")));

        var after = await server.AsAdmin(new ListPolicies.Request(OnlyAttached: true));

        Assert.DoesNotContain(before.Policies, policy => policy.PolicyName == "ForceMFA");
        Assert.Equal(1, Assert.Single(after.Policies, policy => policy.PolicyName == "ForceMFA").AttachmentCount);
    }

    [Fact]
    public async Task No_policy_is_a_boundary_or_has_another_path()
    {
        Assert.Empty((await server.AsAdmin(new ListPolicies.Request(PolicyUsageFilter: ListPolicies.PolicyUsage.PermissionsBoundary))).Policies);
        Assert.Empty((await server.AsAdmin(new ListPolicies.Request(PathPrefix: "/team/"))).Policies);
        Assert.Equal(6, (await server.AsAdmin(new ListPolicies.Request(PathPrefix: "/"))).Policies.Count);
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(server, "iam:ListPolicies", "*", new ListPolicies.Request());
}
