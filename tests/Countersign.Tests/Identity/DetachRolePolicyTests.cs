using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class DetachRolePolicyTests(TestServer server)
{
    private static readonly string ReadOnly = Arn.OfBuiltInPolicy("IAMReadOnlyAccess");

    [Fact]
    public async Task What_it_allowed_is_denied_at_once()
    {
        var name = (await SomeRole.Add(server)).RoleName;
        await server.AsAdmin(new AttachRolePolicy.Request(name, ReadOnly));
        await server.Run(new InRole(name), new ListUsers.Request());

        await server.AsAdmin(new DetachRolePolicy.Request(name, ReadOnly));

        await SomeRole.Denied(() => server.Run(new InRole(name), new ListUsers.Request()));
    }

    [Fact]
    public async Task A_policy_that_the_role_does_not_have_is_named()
    {
        var name = (await SomeRole.Add(server)).RoleName;

        await Refused.With(
            "NoSuchEntity", 404, $"Policy {ReadOnly} was not found.", () => server.AsAdmin(new DetachRolePolicy.Request(name, ReadOnly)));
    }

    [Fact]
    public Task What_is_no_policy_arn_is_refused() => Refused.With(
        "ValidationError", 400, "Invalid ARN:  Could not be parsed!",
        () => server.AsAdmin(new DetachRolePolicy.Request("ghost", "IAMReadOnlyAccess-and-more-letters")));

    [Fact]
    public Task An_unknown_role_is_named() => Refused.With(
        "NoSuchEntity", 404, "The role with name ghost cannot be found.", () => server.AsAdmin(new DetachRolePolicy.Request("ghost", ReadOnly)));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:DetachRolePolicy", SomeRole.ArnOf(server, "ghost"), new DetachRolePolicy.Request("ghost", ReadOnly));
}
