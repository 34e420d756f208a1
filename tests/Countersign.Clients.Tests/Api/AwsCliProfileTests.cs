using System.Globalization;
using System.Text.Json.Nodes;

namespace Countersign.Clients.Tests.Api;

/// <summary>Profiles of the AWS CLI that stand for a role: the CLI asks for the code at its terminal, and keeps the session.</summary>
public sealed class AwsCliProfileTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1800);

    /// <summary>Runs a program at a terminal, and types a code when it is asked for one. What the terminal showed is printed.</summary>
    private const string AtTerminal = """
        import os, pty, sys
        code, command = sys.argv[1], sys.argv[2:]
        pid, terminal = pty.fork()
        if pid == 0:
            os.execv(command[0], command)
        shown, typed = b"", False
        while True:
            try:
                more = os.read(terminal, 4096)
            except OSError:    # the other side is closed
                break
            if not more:
                break
            shown += more
            if not typed and b"Enter MFA code for " in shown and shown.endswith(b": "):
                typed = True
                os.write(terminal, code.encode() + b"\n")
        sys.stdout.write(shown.decode().replace("\r\n", "\n"))
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        """;

    [Fact]
    public async Task The_code_is_asked_for_once_and_the_session_serves_the_calls_after()
    {
        var (auditor, home) = await NewHome();

        var first = await Run(home, await server.CodeOf(auditor.Seed), "sts", "get-caller-identity", "--profile", "audit");
        var second = await Run(home, "000000", "iam", "get-user", "--user-name", auditor.UserName, "--profile", "audit");

        Assert.True(first.ExitCode == 0, first.Output);
        var prompt = $"Enter MFA code for {auditor.Serial}: ";
        Assert.StartsWith(prompt, first.Output, StringComparison.Ordinal);
        Assert.Equal(
            $"arn:aws:sts::{server.Admin.AccountId}:assumed-role/{auditor.RoleName}/quarterly", (string)JsonNode.Parse(first.Output[prompt.Length..])!["Arn"]!);
        Assert.True(second.ExitCode == 0, second.Output);
        Assert.Equal(auditor.UserName, (string)JsonNode.Parse(second.Output)!["User"]!["UserName"]!);
        Assert.InRange(await KeptUntil(home) - server.Clock.GetUtcNow(), Lifetime - TimeSpan.FromMinutes(1), Lifetime);
    }

    [Fact]
    public async Task A_wrong_code_is_refused_in_the_words_of_AWS()
    {
        var (auditor, home) = await NewHome();
        var code = await server.CodeOf(auditor.Seed, -1);    // used up when the app was enabled

        var refused = await Run(home, code, "sts", "get-caller-identity", "--profile", "audit");

        Assert.NotEqual(0, refused.ExitCode);
        Assert.EndsWith(
            "An error occurred (AccessDenied) when calling the AssumeRole operation: MultiFactorAuthentication failed with invalid MFA one time pass code.",
            refused.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-code")]
    [InlineData("no-external-id")]
    public async Task Without_the_code_or_the_external_id_the_role_stays_closed(string profile)
    {
        var (auditor, home) = await NewHome();

        var refused = await Run(home, await server.CodeOf(auditor.Seed), "sts", "get-caller-identity", "--profile", profile);

        Assert.NotEqual(0, refused.ExitCode);
        Assert.EndsWith(
            $"is not authorized to perform: sts:AssumeRole on resource: {auditor.RoleArn} because no role trust policy allows the sts:AssumeRole action",
            refused.Output.TrimEnd(), StringComparison.Ordinal);
    }

    private static Task<Tool.Ran> Run(string home, string code, params string[] arguments) => Tool.Run(
        "/usr/bin/python3", ["-c", AtTerminal, code, "/usr/bin/aws", .. arguments, "--output", "json"],
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = "/usr/bin:/bin",
            ["HOME"] = home,
            ["AWS_PAGER"] = "",
            ["AWS_EC2_METADATA_DISABLED"] = "true",
            ["AWS_DATA_PATH"] = Path.Combine(home, "endpoints"),
        });

    private static async Task<DateTimeOffset> KeptUntil(string home)
    {
        var file = Assert.Single(Directory.GetFiles(Path.Combine(home, ".aws", "cli", "cache"), "*.json"));
        var kept = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
        return DateTimeOffset.Parse((string)kept["Credentials"]!["Expiration"]!, CultureInfo.InvariantCulture);
    }

    /// <summary>The files of docs/aws-cli.md, for a new auditor.</summary>
    private async Task<(Auditor Auditor, string Home)> NewHome()
    {
        var auditor = await Auditor.Appoint(server);
        var home = Path.Combine(server.Scratch, auditor.UserName);
        var role = $"""
            region = us-east-1
            source_profile = me
            role_arn = {auditor.RoleArn}
            role_session_name = quarterly
            duration_seconds = 1800
            """;
        await Write(home, ".aws/credentials", $"""
            [me]
            aws_access_key_id = {auditor.Keys.Id}
            aws_secret_access_key = {auditor.Keys.Secret}
            """);
        await Write(home, ".aws/config", $"""
            [profile me]
            region = us-east-1

            [profile audit]
            {role}
            mfa_serial = {auditor.Serial}
            external_id = {Auditor.ExternalId}

            [profile no-code]
            {role}
            external_id = {Auditor.ExternalId}

            [profile no-external-id]
            {role}
            mfa_serial = {auditor.Serial}
            """);

        // Debian's CLI has no other way to be told an endpoint that holds for the call behind a profile as well.
        var rules = $$$"""{"version":"1.0","parameters":{},"rules":[{"type":"endpoint","conditions":[],"endpoint":{"url":"{{{server.Url}}}"}}]}""";
        await Write(home, "endpoints/iam/2010-05-08/endpoint-rule-set-1.json", rules);
        await Write(home, "endpoints/sts/2011-06-15/endpoint-rule-set-1.json", rules);
        return (auditor, home);
    }

    private static async Task Write(string home, string name, string text)
    {
        var file = Path.Combine(home, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, text + "\n", TestContext.Current.CancellationToken);
    }
}
