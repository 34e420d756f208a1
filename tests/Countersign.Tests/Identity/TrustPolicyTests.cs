using Countersign.Identity;
using Countersign.Sts;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class TrustPolicyTests(TestServer server)
{
    [Fact]
    public async Task Who_has_the_name_of_somebody_deleted_is_not_let_in()
    {
        var user = await server.AddUser(server.NewName());
        var role = await SomeRole.Add(server, SomeRole.Trust(user.Arn));
        await Assume(new AsUser(user.UserName), role);

        await server.AsAdmin(new DeleteUser.Request(user.UserName));
        await server.AsAdmin(new CreateUser.Request(user.UserName));

        await SomeRole.Denied(() => Assume(new AsUser(user.UserName), role));
        Assert.Equal(SomeRole.Trust(user.UserId), await SomeRole.TrustOf(server, role.RoleName));
    }

    [Fact]
    public async Task Who_gets_another_name_stays_trusted_and_is_shown_by_it()
    {
        var user = await server.AddUser(server.NewName());
        var role = await SomeRole.Add(server, SomeRole.Trust(user.Arn));
        var name = server.NewName() + "+x";

        await server.AsAdmin(new UpdateUser.Request(user.UserName, "/moved/", name));

        await Assume(new AsUser(name), role);
        Assert.Equal(SomeRole.Trust(Arn.OfUser(user.AccountId, "/moved/", name)), await SomeRole.TrustOf(server, role.RoleName));
    }

    [Fact]
    public async Task A_role_that_was_deleted_and_made_anew_is_not_let_in()
    {
        var first = await SomeRole.Add(server);
        var second = await SomeRole.Add(server, SomeRole.Trust(first.Arn));
        await server.AsAdmin(new PutRolePolicy.Request(first.RoleName, "p", Documents.Allow("sts:AssumeRole")));
        await Assume(new InRole(first.RoleName), second);

        await server.AsAdmin(new DeleteRolePolicy.Request(first.RoleName, "p"));
        await server.AsAdmin(new DeleteRole.Request(first.RoleName));
        await server.AsAdmin(new CreateRole.Request(first.RoleName, SomeRole.Trust(Arn.OfRoot(server.Admin.AccountId))));
        await server.AsAdmin(new PutRolePolicy.Request(first.RoleName, "p", Documents.Allow("sts:AssumeRole")));

        await SomeRole.Denied(() => Assume(new InRole(first.RoleName), second));
        Assert.Equal(SomeRole.Trust(first.RoleId), await SomeRole.TrustOf(server, second.RoleName));
    }

    [Fact]
    public async Task Lists_show_the_same()
    {
        var (user, path) = (await server.AddUser(server.NewName()), $"/{server.NewName("path")}/");
        var trust = SomeRole.Trust(user.Arn);
        await SomeRole.Add(server, trust, path);
        await SomeRole.Add(server, trust, path);

        var roles = (await server.AsAdmin(new ListRoles.Request(path))).Roles;

        Assert.Equal([trust, trust], roles.Select(role => Uri.UnescapeDataString(role.AssumeRolePolicyDocument)), StringComparer.Ordinal);
    }

    [Fact]
    public async Task All_but_the_names_stays_as_it_was_written()
    {
        var (user, trusted) = (await server.AddUser(server.NewName()), await SomeRole.Add(server));
        var trust = $$$"""
            {
              "Version": "2012-10-17",
              "Statement": [
                { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" },
                { "Effect": "Allow", "Action": ["sts:AssumeRole"], "Sid": "Both",
                  "Principal": { "AWS": [ "{{{user.Arn}}}" , "{{{server.Admin.AccountId}}}", "{{{trusted.Arn}}}","{{{Arn.OfRoot(server.Admin.AccountId)}}}" ] } }
              ]
            }
            """;

        var role = await SomeRole.Add(server, trust);

        Assert.Equal(trust, await SomeRole.TrustOf(server, role.RoleName));
    }

    [Theory]
    [InlineData("user/ghost")]
    [InlineData("role/ghost")]
    [InlineData("user/nowhere/admin")]
    [InlineData("user/Admin")]
    [InlineData("role/admin")]
    public async Task A_principal_that_there_is_not_is_refused(string who)
    {
        var arn = $"arn:aws:iam::{server.Admin.AccountId}:{who}";

        await Refused.With(
            "MalformedPolicyDocument", 400, $"Invalid principal in policy: \"AWS\":\"{arn}\"", () => SomeRole.Add(server, SomeRole.Trust(arn)));
    }

    [Fact]
    public async Task It_has_2048_characters_and_white_space_is_free()
    {
        await SomeRole.Add(server, OfLength(2048) + new string(' ', 500));

        await Refused.With(
            "LimitExceeded", 409, "Cannot exceed quota for ACLSizePerRole: 2048", () => SomeRole.Add(server, OfLength(2049)));
    }

    private Task<AssumeRole.Response> Assume(IProof who, IamRole role) => server.Run(who, new AssumeRole.Request(role.Arn, "session"));

    private static string OfLength(int length)
    {
        var document = """{"Version":"2012-10-17","Statement":{"Sid":"","Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}}""";
        return document.Replace("\"Sid\":\"\"", $"\"Sid\":\"{new string('x', length - document.Length)}\"", StringComparison.Ordinal);
    }
}
