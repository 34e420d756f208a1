using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class UpdateRoleDescriptionTests(TestServer server)
{
    [Fact]
    public async Task The_role_is_answered_as_it_is_now()
    {
        var role = await SomeRole.Add(server, tags: new Tag("a", "1"));

        var answer = (await server.AsAdmin(new UpdateRoleDescription.Request(role.RoleName, "For tests."))).Role;

        Assert.Equivalent(role with { Description = "For tests." }, answer, strict: true);
        Assert.Equal("For tests.", (await server.AsAdmin(new GetRole.Request(role.RoleName))).Role.Description);
    }

    [Fact]
    public Task An_unknown_role_is_named() => Refused.With(
        "NoSuchEntity", 404, "The role with name ghost cannot be found.", () => server.AsAdmin(new UpdateRoleDescription.Request("ghost", "x")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:UpdateRoleDescription", SomeRole.ArnOf(server, "ghost"), new UpdateRoleDescription.Request("ghost", "x"));
}
