using Countersign.Identity;
using Countersign.Sts;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class UpdateAssumeRolePolicyTests(TestServer server)
{
    [Fact]
    public async Task Who_is_let_in_is_in_force_at_once()
    {
        var (before, after) = (await server.AddUser(server.NewName()), await server.AddUser(server.NewName()));
        var role = await SomeRole.Add(server, SomeRole.Trust(before.Arn));
        await Assume(before.UserName, role);

        await server.AsAdmin(new UpdateAssumeRolePolicy.Request(role.RoleName, SomeRole.Trust(after.Arn)));

        await Assume(after.UserName, role);
        await SomeRole.Denied(() => Assume(before.UserName, role));
        Assert.Equal(SomeRole.Trust(after.Arn), await SomeRole.TrustOf(server, role.RoleName));
    }

    [Fact]
    public async Task What_is_refused_changes_nothing()
    {
        var role = await SomeRole.Add(server);
        var ghost = server.UserArn("ghost");

        await Refused.With(
            "MalformedPolicyDocument", 400, "This policy contains invalid Json",
            () => server.AsAdmin(new UpdateAssumeRolePolicy.Request(role.RoleName, "nothing")));
        await Refused.With(
            "MalformedPolicyDocument", 400, $"Invalid principal in policy: \"AWS\":\"{ghost}\"",
            () => server.AsAdmin(new UpdateAssumeRolePolicy.Request(role.RoleName, SomeRole.Trust(ghost))));
        var tooLong = SomeRole.Trust(role.Arn).Replace("\"Effect\"", $"\"Sid\":\"{new string('x', 2048)}\",\"Effect\"", StringComparison.Ordinal);
        await Refused.With(
            "LimitExceeded", 409, "Cannot exceed quota for ACLSizePerRole: 2048",
            () => server.AsAdmin(new UpdateAssumeRolePolicy.Request(role.RoleName, tooLong)));

        Assert.Equal(Uri.UnescapeDataString(role.AssumeRolePolicyDocument), await SomeRole.TrustOf(server, role.RoleName));
    }

    [Fact]
    public async Task A_role_can_trust_itself()
    {
        var role = await SomeRole.Add(server);

        await server.AsAdmin(new UpdateAssumeRolePolicy.Request(role.RoleName, SomeRole.Trust(role.Arn)));

        Assert.Equal(SomeRole.Trust(role.Arn), await SomeRole.TrustOf(server, role.RoleName));
    }

    [Fact]
    public Task An_unknown_role_is_named() => Refused.With(
        "NoSuchEntity", 404, "The role with name ghost cannot be found.", () => server.AsAdmin(new UpdateAssumeRolePolicy.Request("ghost", SomeRole.Trust("*"))));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:UpdateAssumeRolePolicy", SomeRole.ArnOf(server, "ghost"), new UpdateAssumeRolePolicy.Request("ghost", SomeRole.Trust("*")));

    private Task<AssumeRole.Response> Assume(string userName, IamRole role) => server.Run(new AsUser(userName), new AssumeRole.Request(role.Arn, "session"));
}
