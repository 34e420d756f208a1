using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class DeleteInstanceProfileTests(TestServer server)
{
    [Fact]
    public async Task Its_role_must_go_first_and_then_it_is_gone_with_its_tags()
    {
        var (role, name) = (await SomeRole.Add(server), server.NewName("profile"));
        var made = (await server.AsAdmin(new CreateInstanceProfile.Request(name, Tags: [new Tag("a", "1")]))).InstanceProfile;
        await server.AsAdmin(new AddRoleToInstanceProfile.Request(name, role.RoleName));
        await Refused.With(
            "DeleteConflict", 409, "Cannot delete entity, must remove roles from instance profile first.",
            () => server.AsAdmin(new DeleteInstanceProfile.Request(name)));
        await server.AsAdmin(new RemoveRoleFromInstanceProfile.Request(name, role.RoleName));

        await server.AsAdmin(new DeleteInstanceProfile.Request(name));

        await Refused.With(
            "NoSuchEntity", 404, $"Instance Profile {name} cannot be found.", () => server.AsAdmin(new GetInstanceProfile.Request(name)));
        Assert.Empty(await server.Stored(store => store.Tags.Of(made.InstanceProfileId)));
    }

    [Fact]
    public Task An_unknown_instance_profile_is_named() => Refused.With(
        "NoSuchEntity", 404, "Instance Profile ghost cannot be found.", () => server.AsAdmin(new DeleteInstanceProfile.Request("ghost")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:DeleteInstanceProfile", SomeRole.ArnOfProfile(server, "ghost"), new DeleteInstanceProfile.Request("ghost"));
}
