using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class GetInstanceProfileTests(TestServer server)
{
    [Fact]
    public async Task Its_role_is_shown_as_lists_show_roles()
    {
        var (role, name) = (await SomeRole.Add(server, tags: new Tag("a", "1")), server.NewName("profile"));
        await server.AsAdmin(new CreateInstanceProfile.Request(name));
        await server.AsAdmin(new AddRoleToInstanceProfile.Request(name, role.RoleName));

        var told = (await server.AsAdmin(new GetInstanceProfile.Request(name.ToUpperInvariant()))).InstanceProfile;

        Assert.Equivalent(role with { Tags = null }, Assert.Single(told.Roles), strict: true);
        Assert.Null(told.Tags);
    }

    [Fact]
    public Task An_unknown_instance_profile_is_named() => Refused.With(
        "NoSuchEntity", 404, "Instance Profile ghost cannot be found.", () => server.AsAdmin(new GetInstanceProfile.Request("ghost")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:GetInstanceProfile", SomeRole.ArnOfProfile(server, "ghost"), new GetInstanceProfile.Request("ghost"));
}
