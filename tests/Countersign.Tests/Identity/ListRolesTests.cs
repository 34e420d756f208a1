using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class ListRolesTests(TestServer server)
{
    [Fact]
    public async Task Roles_of_a_path_come_in_the_order_of_their_names_page_by_page()
    {
        var (path, trust) = ($"/{server.NewName("path")}/", SomeRole.Trust(Arn.OfRoot(server.Admin.AccountId)));
        foreach (var name in new[] { "c", "a", "B" })
            await server.AsAdmin(new CreateRole.Request(path.Trim('/') + name, trust, path, Tags: [new Tag("a", "1")]));

        var first = await server.AsAdmin(new ListRoles.Request(path, MaxItems: 2));
        var second = await server.AsAdmin(new ListRoles.Request(path, first.Marker, 2));

        Assert.Equal("a B c", string.Join(' ', first.Roles.Concat(second.Roles).Select(role => role.RoleName[(path.Length - 2)..])));
        Assert.Equal((true, false, true), (first.IsTruncated, second.IsTruncated, second.Marker is null));
        Assert.All(first.Roles, role => Assert.Equal((path, trust, null, null), (role.Path, Uri.UnescapeDataString(role.AssumeRolePolicyDocument), role.Tags, role.RoleLastUsed)));
    }

    [Fact]
    public Task A_marker_that_is_not_ours_is_refused() => Refused.With(
        "ValidationError", 400, "Invalid Marker. Use the Marker of the answer before, unchanged, with the same parameters.",
        () => server.AsAdmin(new ListRoles.Request(Marker: "!")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(server, "iam:ListRoles", SomeRole.ArnOf(server, ""), new ListRoles.Request());
}
