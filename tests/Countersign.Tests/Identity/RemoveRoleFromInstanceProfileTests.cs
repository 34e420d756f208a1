using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class RemoveRoleFromInstanceProfileTests(TestServer server)
{
    [Fact]
    public async Task The_instance_profile_is_free_for_another_role()
    {
        var (one, two, profile) = (await SomeRole.Add(server), await SomeRole.Add(server), await NewProfile());
        await server.AsAdmin(new AddRoleToInstanceProfile.Request(profile, one.RoleName));

        await server.AsAdmin(new RemoveRoleFromInstanceProfile.Request(profile, one.RoleName));

        Assert.Empty((await server.AsAdmin(new GetInstanceProfile.Request(profile))).InstanceProfile.Roles);
        await server.AsAdmin(new AddRoleToInstanceProfile.Request(profile, two.RoleName));
    }

    [Fact]
    public async Task A_role_that_is_not_in_it_and_one_that_there_is_not_are_named()
    {
        var (role, profile) = (await SomeRole.Add(server), await NewProfile());

        await Refused.With(
            "NoSuchEntity", 404, $"The role with name {role.RoleName} cannot be found in Instance Profile {profile}.",
            () => server.AsAdmin(new RemoveRoleFromInstanceProfile.Request(profile, role.RoleName)));
        await Refused.With(
            "NoSuchEntity", 404, "The role with name ghost cannot be found.",
            () => server.AsAdmin(new RemoveRoleFromInstanceProfile.Request(profile, "ghost")));
    }

    [Fact]
    public Task An_unknown_instance_profile_is_named() => Refused.With(
        "NoSuchEntity", 404, "Instance Profile ghost cannot be found.", () => server.AsAdmin(new RemoveRoleFromInstanceProfile.Request("ghost", "ghost")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:RemoveRoleFromInstanceProfile", SomeRole.ArnOfProfile(server, "ghost"), new RemoveRoleFromInstanceProfile.Request("ghost", "ghost"));

    private async Task<string> NewProfile() =>
        (await server.AsAdmin(new CreateInstanceProfile.Request(server.NewName("profile")))).InstanceProfile.InstanceProfileName;
}
