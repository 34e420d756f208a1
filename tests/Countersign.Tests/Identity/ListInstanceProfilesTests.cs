using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class ListInstanceProfilesTests(TestServer server)
{
    [Fact]
    public async Task Instance_profiles_of_a_path_come_with_their_roles_in_the_order_of_their_names_page_by_page()
    {
        var (role, path) = (await SomeRole.Add(server), $"/{server.NewName("path")}/");
        foreach (var name in new[] { "c", "a", "B" })
            await server.AsAdmin(new CreateInstanceProfile.Request(path.Trim('/') + name, path, [new Tag("a", "1")]));
        foreach (var name in new[] { "b", "c" })
            await server.AsAdmin(new AddRoleToInstanceProfile.Request(path.Trim('/') + name, role.RoleName));

        var first = await server.AsAdmin(new ListInstanceProfiles.Request(path, MaxItems: 2));
        var second = await server.AsAdmin(new ListInstanceProfiles.Request(path, first.Marker, 2));

        var all = first.InstanceProfiles.Concat(second.InstanceProfiles).ToList();
        Assert.Equal("a B c", string.Join(' ', all.Select(profile => profile.InstanceProfileName[(path.Length - 2)..])));
        Assert.Equal([0, 1, 1], all.Select(profile => profile.Roles.Count));
        Assert.Equivalent(role, all[1].Roles[0], strict: true);
        Assert.All(all, profile => Assert.Equal((path, null), (profile.Path, profile.Tags)));
        Assert.Equal((true, false, true), (first.IsTruncated, second.IsTruncated, second.Marker is null));
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:ListInstanceProfiles", SomeRole.ArnOfProfile(server, ""), new ListInstanceProfiles.Request());
}
