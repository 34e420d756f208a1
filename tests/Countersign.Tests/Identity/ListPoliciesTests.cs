using Countersign.Identity;

namespace Countersign.Tests.Identity;

public sealed class ListPoliciesTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Pages_have_every_policy_that_comes_with_the_server_once()
    {
        var all = await server.AsAdmin(new ListPolicies.Request(ListPolicies.PolicyScope.AWS));

        var names = new List<string>();
        string? marker = null;
        do
        {
            var page = await server.AsAdmin(new ListPolicies.Request(ListPolicies.PolicyScope.AWS, Marker: marker, MaxItems: 4));
            names.AddRange(page.Policies.Select(policy => policy.PolicyName));
            marker = page.Marker;
        }
        while (marker is not null);

        Assert.Equal(
            "AdministratorAccess ForceMFA IAMFullAccess IAMReadOnlyAccess IAMUserChangePassword ReadOnlyAccess SecurityAudit SelfManageCredentials", string.Join(' ', names));
        Assert.Equal(names.Count, all.Policies.Count);
    }

    [Fact]
    public async Task Pages_go_over_the_accounts_own_and_those_that_come_with_the_server()
    {
        var own = new List<string>();
        for (var i = 0; i < 3; i++)
            own.Add(await server.AddPolicy());

        var arns = new List<string>();
        string? marker = null;
        do
        {
            var page = await server.AsAdmin(new ListPolicies.Request(Marker: marker, MaxItems: 2));
            Assert.InRange(page.Policies.Count, 1, 2);
            arns.AddRange(page.Policies.Select(policy => policy.Arn));
            marker = page.Marker;
        }
        while (marker is not null);

        Assert.Equal(arns.Order(StringComparer.Ordinal), arns, StringComparer.Ordinal);
        Assert.Equal(arns.Count, arns.Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(own.Concat(server.Service<ManagedPolicies>().All.Select(policy => policy.Arn)).Except(arns, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_scope_leaves_those_of_one_origin()
    {
        var own = await server.AddPolicy();

        var all = await Arns(new ListPolicies.Request(ListPolicies.PolicyScope.All));
        var local = await Arns(new ListPolicies.Request(ListPolicies.PolicyScope.Local));
        var built = await Arns(new ListPolicies.Request(ListPolicies.PolicyScope.AWS));

        Assert.Contains(own, local, StringComparer.Ordinal);
        Assert.All(local, arn => Assert.StartsWith($"arn:aws:iam::{server.Admin.AccountId}:policy/", arn, StringComparison.Ordinal));
        Assert.All(built, arn => Assert.StartsWith("arn:aws:iam::aws:policy/", arn, StringComparison.Ordinal));
        Assert.Equal(all, [.. local, .. built], StringComparer.Ordinal);
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
    public async Task What_bounds_somebody_is_found_by_that()
    {
        var (own, unused) = (await server.AddPolicy(), await server.AddPolicy());
        await server.AsAdmin(new CreateUser.Request(server.NewName(), PermissionsBoundary: own));
        await server.AsAdmin(new CreateUser.Request(server.NewName(), PermissionsBoundary: Arn.OfBuiltInPolicy("ReadOnlyAccess")));

        var bounding = (await server.AsAdmin(new ListPolicies.Request(PolicyUsageFilter: PolicyUsage.PermissionsBoundary))).Policies;
        var attached = await Arns(new ListPolicies.Request(OnlyAttached: true));

        Assert.Equal([own, Arn.OfBuiltInPolicy("ReadOnlyAccess")], bounding.Select(policy => policy.Arn), StringComparer.Ordinal);
        Assert.All(bounding, policy => Assert.Equal((0, 1), (policy.AttachmentCount, policy.PermissionsBoundaryUsageCount)));
        Assert.DoesNotContain(own, attached, StringComparer.Ordinal);
        Assert.DoesNotContain(unused, attached, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_path_leaves_those_below_it()
    {
        var name = server.NewName("policy");
        await server.AsAdmin(new CreatePolicy.Request(name, Documents.AllowAll, "/team/red/"));

        Assert.Equal([name], (await server.AsAdmin(new ListPolicies.Request(PathPrefix: "/team/"))).Policies.Select(policy => policy.PolicyName), StringComparer.Ordinal);
        Assert.Empty((await server.AsAdmin(new ListPolicies.Request(ListPolicies.PolicyScope.AWS, PathPrefix: "/team/"))).Policies);
        Assert.Equal(8, (await server.AsAdmin(new ListPolicies.Request(ListPolicies.PolicyScope.AWS, PathPrefix: "/"))).Policies.Count);
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(server, "iam:ListPolicies", "*", new ListPolicies.Request());

    private async Task<List<string>> Arns(ListPolicies.Request request) =>
        (await server.AsAdmin(request with { MaxItems = 1000 })).Policies.Select(policy => policy.Arn).ToList();
}
