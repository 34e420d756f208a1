using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class ListRolesWithUseTests(TestServer server)
{
    private string Trust => $$$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{{server.Admin.AccountId}}}:root"},"Action":"sts:AssumeRole"}}""";

    [Fact]
    public async Task Each_role_is_told_with_its_policies_its_boundary_and_its_last_use()
    {
        var name = server.NewName("used");
        await server.AsAdmin(new CreateRole.Request(name, Trust, "/teams/", "for tests"));
        await server.AsAdmin(new AttachRolePolicy.Request(name, Arn.OfBuiltInPolicy("IAMReadOnlyAccess")));
        await server.AsAdmin(new PutRolePolicy.Request(name, "p", Documents.Allow("iam:GetUser")));
        await server.AsAdmin(new PutRolePermissionsBoundary.Request(name, Arn.OfBuiltInPolicy("IAMReadOnlyAccess")));

        var row = Assert.Single((await server.AsAdmin(new ListRolesWithUse.Request(name))).Roles);

        Assert.Equal((name, "/teams/", "for tests", 2, true, null), (row.RoleName, row.Path, row.Description, row.Policies, row.IsBounded, row.LastUsed));
    }

    [Fact]
    public async Task What_begins_with_a_slash_is_looked_for_among_paths()
    {
        var name = server.NewName("of-path");
        await server.AsAdmin(new CreateRole.Request(name, Trust, $"/{name}/"));

        Assert.Equal(name, Assert.Single((await server.AsAdmin(new ListRolesWithUse.Request($"/{name}/"))).Roles).RoleName);
    }

    [Fact]
    public async Task A_page_that_is_cut_leads_to_the_rest()
    {
        var stem = server.NewName("pages");
        foreach (var end in new[] { "-a", "-b", "-c" })
            await server.AsAdmin(new CreateRole.Request(stem + end, Trust));

        var first = await server.AsAdmin(new ListRolesWithUse.Request(stem, MaxItems: 2));
        var second = await server.AsAdmin(new ListRolesWithUse.Request(stem, first.Marker, 2));

        Assert.Equal(2, first.Roles.Count);
        Assert.Equal(stem + "-c", Assert.Single(second.Roles).RoleName);
        Assert.Null(second.Marker);
    }

    [Fact]
    public Task It_needs_the_policy_of_ListRoles() => Refused.WithoutPolicy(
        server, "iam:ListRoles", Arn.OfRole(server.Admin.AccountId, "/", ""), new ListRolesWithUse.Request());
}
