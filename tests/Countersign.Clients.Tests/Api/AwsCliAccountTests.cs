using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Countersign.Clients.Tests.Api;

/// <summary>An account as somebody with the AWS CLI sets it up: groups, roles, policies, keys, and lists of many pages.</summary>
public sealed class AwsCliAccountTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Reads =
        """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:List*","iam:Get*"],"Resource":"*"}}""";

    private readonly Aws _aws = new(server);

    private Keys Admin => Keys.Of(server.Admin);

    [Fact]
    public async Task A_group_gives_its_members_what_its_policy_allows_until_they_leave()
    {
        var (user, group) = (server.NewName("anna"), server.NewName("readers"));
        var policy = (string)(await Iam("create-policy", "--policy-name", group, "--policy-document", Reads, "--tags", "Key=team,Value=audit"))!["Policy"]!["Arn"]!;
        await Iam("create-group", "--group-name", group);
        await Iam("attach-group-policy", "--group-name", group, "--policy-arn", policy);
        var arn = (string)(await Iam("create-user", "--user-name", user, "--tags", "Key=team,Value=audit"))!["User"]!["Arn"]!;
        await Iam("add-user-to-group", "--user-name", user, "--group-name", group);
        var keys = Keys.Of((await Iam("create-access-key", "--user-name", user))!["AccessKey"]!);

        var simulated = await Iam("simulate-principal-policy", "--policy-source-arn", arn, "--action-names", "iam:ListUsers", "iam:DeleteUser");
        Assert.Equal(
            [("iam:ListUsers", "allowed"), ("iam:DeleteUser", "implicitDeny")],
            Items(simulated, "EvaluationResults").Select(result => ((string)result["EvalActionName"]!, (string)result["EvalDecision"]!)));
        var mine = await _aws.Ask(keys, "iam", "list-groups-for-user", "--user-name", user);
        Assert.Equal([group], Items(mine, "Groups").Select(found => (string)found["GroupName"]!), StringComparer.Ordinal);

        await Iam("remove-user-from-group", "--user-name", user, "--group-name", group);
        Assert.Equal(
            $"An error occurred (AccessDenied) when calling the ListGroupsForUser operation: User: {arn} is not authorized to perform: iam:ListGroupsForUser on resource: {arn} because no identity-based policy allows the iam:ListGroupsForUser action",
            await _aws.Refusal(keys, "iam", "list-groups-for-user", "--user-name", user));
    }

    [Fact]
    public async Task A_role_is_assumed_with_a_code_does_no_more_than_its_boundary_and_is_kept_by_its_instance_profile()
    {
        var auditor = await Auditor.Appoint(server);
        var name = server.NewName("deployer");
        var trust = Auditor.Trust($"arn:aws:iam::{server.Admin.AccountId}:user/{auditor.UserName}");
        var made = await Iam(
            "create-role", "--role-name", name, "--assume-role-policy-document", trust, "--max-session-duration", "7200",
            "--permissions-boundary", "arn:aws:iam::aws:policy/IAMReadOnlyAccess", "--tags", "Key=team,Value=audit");
        var arn = (string)made!["Role"]!["Arn"]!;
        await Iam("attach-role-policy", "--role-name", name, "--policy-arn", "arn:aws:iam::aws:policy/AdministratorAccess");
        await Iam("create-instance-profile", "--instance-profile-name", name);
        await Iam("add-role-to-instance-profile", "--instance-profile-name", name, "--role-name", name);
        await Iam("wait", "instance-profile-exists", "--instance-profile-name", name);

        var without = AssumeRole(arn, "--external-id", Auditor.ExternalId);
        Assert.Contains($"is not authorized to perform: sts:AssumeRole on resource: {arn} ", await _aws.Refusal(auditor.Keys, without), StringComparison.Ordinal);
        var assumed = await _aws.Ask(
            auditor.Keys, [.. without, "--duration-seconds", "7200", "--serial-number", auditor.Serial, "--token-code", await server.CodeOf(auditor.Seed)]);
        var session = Keys.Of(assumed!["Credentials"]!);
        Assert.NotNull(await _aws.Ask(session, "iam", "list-users", "--max-items", "1"));
        Assert.EndsWith(
            "because no permissions boundary allows the iam:CreateUser action",
            await _aws.Refusal(session, "iam", "create-user", "--user-name", name), StringComparison.Ordinal);

        var profile = await Iam("get-instance-profile", "--instance-profile-name", name);
        Assert.Equal([arn], Items(profile!["InstanceProfile"], "Roles").Select(role => (string)role["Arn"]!), StringComparer.Ordinal);
        await Iam("detach-role-policy", "--role-name", name, "--policy-arn", "arn:aws:iam::aws:policy/AdministratorAccess");
        Assert.Contains("(DeleteConflict)", await _aws.Refusal(Admin, "iam", "delete-role", "--role-name", name), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_SSH_key_given_as_PEM_is_read_as_a_line_of_OpenSSH()
    {
        using var rsa = RSA.Create(2048);
        var user = server.NewName("ssh");
        await Iam("create-user", "--user-name", user);

        var uploaded = await Iam("upload-ssh-public-key", "--user-name", user, "--ssh-public-key-body", rsa.ExportSubjectPublicKeyInfoPem());
        var id = (string)uploaded!["SSHPublicKey"]!["SSHPublicKeyId"]!;
        await Iam("update-ssh-public-key", "--user-name", user, "--ssh-public-key-id", id, "--status", "Inactive");
        var read = (await Iam("get-ssh-public-key", "--user-name", user, "--ssh-public-key-id", id, "--encoding", "SSH"))!["SSHPublicKey"]!;

        Assert.StartsWith("ssh-rsa AAAA", (string)read["SSHPublicKeyBody"]!, StringComparison.Ordinal);
        Assert.Equal("Inactive", (string)read["Status"]!);
        Assert.Contains("(DeleteConflict)", await _aws.Refusal(Admin, "iam", "delete-user", "--user-name", user), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_account_is_known_by_an_alias()
    {
        var alias = server.NewName("example");
        await Iam("create-account-alias", "--account-alias", alias);
        var listed = await Iam("list-account-aliases");
        await Iam("delete-account-alias", "--account-alias", alias);

        Assert.Equal([alias], listed!["AccountAliases"]!.AsArray().Select(found => (string)found!), StringComparer.Ordinal);
        Assert.Empty((await Iam("list-account-aliases"))!["AccountAliases"]!.AsArray());
    }

    [Fact]
    public async Task A_long_list_is_one_list_or_goes_on_where_it_was_left()
    {
        var team = await Team.Of(5, server);
        string[] list = ["list-users", "--path-prefix", team.Path];

        var whole = await Iam([.. list, "--page-size", "2"]);
        var first = await Iam([.. list, "--max-items", "2"]);
        var rest = await Iam([.. list, "--max-items", "10", "--starting-token", (string)first!["NextToken"]!]);

        Assert.Equal(team.Names, Names(whole, "Users"), StringComparer.Ordinal);
        Assert.Equal(team.Names.Take(2), Names(first, "Users"), StringComparer.Ordinal);
        Assert.Equal(team.Names.Skip(2), Names(rest, "Users"), StringComparer.Ordinal);
        Assert.Null(rest!["NextToken"]);
    }

    [Fact]
    public async Task The_authorization_details_of_many_pages_are_those_of_one()
    {
        var team = await Team.Of(3, server);

        var whole = await Iam("get-account-authorization-details", "--filter", "User", "Role");
        var pages = await Iam("get-account-authorization-details", "--filter", "User", "Role", "--page-size", "2");

        Assert.Equal(whole!.ToJsonString(), pages!.ToJsonString());
        Assert.Empty(team.Names.Except(Names(pages, "UserDetailList"), StringComparer.Ordinal));
    }

    private static string[] AssumeRole(string role, params string[] more) =>
        ["sts", "assume-role", "--role-arn", role, "--role-session-name", "work", .. more];

    private static IEnumerable<JsonNode> Items(JsonNode? answer, string list) => answer![list]!.AsArray().Select(item => item!);

    private static IEnumerable<string> Names(JsonNode? answer, string list) => Items(answer, list).Select(item => (string)item["UserName"]!);

    private Task<JsonNode?> Iam(params string[] arguments) => _aws.Ask(Admin, ["iam", .. arguments]);
}
