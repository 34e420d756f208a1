using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class ListInstanceProfilesForRoleTests(TestServer server)
{
    [Fact]
    public async Task Those_that_have_the_role_come_in_the_order_of_their_names_page_by_page()
    {
        var (role, other) = (await SomeRole.Add(server), await SomeRole.Add(server));
        foreach (var (name, has) in new[] { ("c", role), ("a", role), ("b", role), ("d", other) })
        {
            await server.AsAdmin(new CreateInstanceProfile.Request(role.RoleName + name));
            await server.AsAdmin(new AddRoleToInstanceProfile.Request(role.RoleName + name, has.RoleName));
        }

        var first = await server.AsAdmin(new ListInstanceProfilesForRole.Request(role.RoleName, MaxItems: 2));
        var second = await server.AsAdmin(new ListInstanceProfilesForRole.Request(role.RoleName, first.Marker, 2));

        var all = first.InstanceProfiles.Concat(second.InstanceProfiles).ToList();
        Assert.Equal("a b c", string.Join(' ', all.Select(profile => profile.InstanceProfileName[role.RoleName.Length..])));
        Assert.All(all, profile => Assert.Equal(role.RoleId, Assert.Single(profile.Roles).RoleId));
        Assert.Equal((true, false), (first.IsTruncated, second.IsTruncated));
    }

    [Fact]
    public async Task A_role_in_none_has_an_empty_list()
    {
        var role = await SomeRole.Add(server);

        Assert.Empty((await server.AsAdmin(new ListInstanceProfilesForRole.Request(role.RoleName))).InstanceProfiles);
    }

    [Fact]
    public Task An_unknown_role_is_named() => Refused.With(
        "NoSuchEntity", 404, "The role with name ghost cannot be found.", () => server.AsAdmin(new ListInstanceProfilesForRole.Request("ghost")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:ListInstanceProfilesForRole", SomeRole.ArnOf(server, "ghost"), new ListInstanceProfilesForRole.Request("ghost"));
}
