using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace Countersign.Clients.Tests.Api;

/// <summary>A role that wants a code, by what the SDKs have for it: they ask for the code themselves, once, and then list page by page.</summary>
public sealed class SdkRoleTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string WrongCode = "MultiFactorAuthentication failed with invalid MFA one time pass code. ";

    private const string Boto3 = """
        import json, sys
        import boto3, botocore.session
        from botocore.credentials import AssumeRoleCredentialFetcher, DeferredRefreshableCredentials
        from botocore.exceptions import ClientError
        url, role, external_id, serial, code, path = sys.argv[1:]
        asked = []
        def ask(prompt):
            asked.append(prompt)
            return code
        def client_of(session, name):
            return session.client(name, endpoint_url=url)
        def assume(session_name):
            source = botocore.session.get_session()
            fetcher = AssumeRoleCredentialFetcher(
                lambda service, **keys: source.create_client(service, endpoint_url=url, **keys), source.get_credentials(), role, mfa_prompter=ask,
                extra_args={"RoleSessionName": session_name, "ExternalId": external_id, "SerialNumber": serial, "DurationSeconds": 1800})
            session = botocore.session.Session()
            session._credentials = DeferredRefreshableCredentials(fetcher.fetch_credentials, "assume-role")
            return boto3.Session(botocore_session=session)
        session = assume("boto3")
        iam = client_of(session, "iam")
        pages = iam.get_paginator("list_users").paginate(PathPrefix=path, PaginationConfig={"PageSize": 1})
        users = [user["UserName"] for page in pages for user in page["Users"]]
        try:
            missing = bool(iam.get_user(UserName="nobody"))
        except iam.exceptions.NoSuchEntityException:
            missing = True
        caller = client_of(session, "sts").get_caller_identity()["Arn"]
        before = len(asked)
        try:
            used = client_of(assume("again"), "sts").get_caller_identity()["Arn"]
        except ClientError as e:
            used = e.response["Error"]["Message"]
        print(json.dumps({"caller": caller, "asked": before, "users": users, "missing": missing, "used": used}))
        """;

    [Fact]
    public async Task Boto3_asks_for_the_code_once()
    {
        var (auditor, team) = (await Auditor.Appoint(server), await Team.Of(3, server));
        var ran = await Tool.Run("/usr/bin/python3", ["-c", Boto3, .. await Arguments(auditor, team)], auditor.Keys.Environment(server.Scratch));
        Check(ran, "boto3", auditor, team);
    }

    [Fact]
    public async Task JavaScript_v3_asks_for_the_code_once()
    {
        var (auditor, team) = (await Auditor.Appoint(server), await Team.Of(3, server));
        var folder = await JavaScript.Installed();
        var environment = auditor.Keys.Environment(server.Scratch);
        environment.Remove("PATH");    // Node.js may be anywhere
        var ran = await Tool.Run("node", ["role.mjs", .. await Arguments(auditor, team)], environment, folder);
        Check(ran, "javascript", auditor, team);
    }

    [Fact]
    public async Task Dotnet_asks_for_the_code_once()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var auditor = await Auditor.Appoint(server);
        var (code, asked) = (await server.CodeOf(auditor.Seed), 0);
        AWSCredentials Assume(string session) => new AssumeRoleAWSCredentials(
            Sdk.Of(auditor.Keys), auditor.RoleArn, session,
            new AssumeRoleAWSCredentialsOptions
            {
                ExternalId = Auditor.ExternalId,
                MfaSerialNumber = auditor.Serial,
                DurationSeconds = 1800,
                MfaTokenCodeCallback = () =>
                {
                    asked++;
                    return code;
                },
            });

        // The client of STS behind these credentials can be told its endpoint by the environment alone.
        Environment.SetEnvironmentVariable("AWS_REGION", "us-east-1");
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_STS", server.Url);
        try
        {
            var role = Assume("dotnet");
            using var sts = Sdk.Sts(server, role);
            var caller = (await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellation)).Arn;

            Assert.Equal(Session(auditor, "dotnet"), caller);
            Assert.Equal(caller, (await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellation)).Arn);
            Assert.Equal(1, asked);
            using var again = Sdk.Sts(server, Assume("again"));
            var refused = await Assert.ThrowsAnyAsync<AmazonClientException>(() => again.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellation));
            Assert.Equal(WrongCode, Assert.IsType<AmazonSecurityTokenServiceException>(refused.InnerException).Message);
        }
        finally
        {
            Environment.SetEnvironmentVariable("AWS_REGION", null);
            Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_STS", null);
        }
    }

    [Fact]
    [Trait("Category", "Long")]    // its compiler takes a minute or more
    public async Task Go_v2_asks_for_the_code_once()
    {
        var (auditor, team) = (await Auditor.Appoint(server), await Team.Of(3, server));
        var program = await GoProgram.Built(server.Scratch);
        var ran = await Tool.Run(program, await Arguments(auditor, team), auditor.Keys.Environment(server.Scratch));
        Check(ran, "go", auditor, team);
    }

    /// <summary>Of every program: URL, role, external id, device, code, path of the users.</summary>
    private async Task<string[]> Arguments(Auditor auditor, Team team) =>
        [server.Url, auditor.RoleArn, Auditor.ExternalId, auditor.Serial, await server.CodeOf(auditor.Seed), team.Path];

    private void Check(Tool.Ran ran, string session, Auditor auditor, Team team)
    {
        Assert.True(ran.ExitCode == 0, ran.Error);
        var said = JsonNode.Parse(ran.Output)!;
        Assert.Equal(Session(auditor, session), (string)said["caller"]!);
        Assert.Equal(1, (int)said["asked"]!);
        Assert.Equal(team.Names, said["users"]!.AsArray().Select(name => (string)name!), StringComparer.Ordinal);
        Assert.True((bool)said["missing"]!);
        Assert.Equal(WrongCode, (string)said["used"]!);
    }

    private string Session(Auditor auditor, string name) => $"arn:aws:sts::{server.Admin.AccountId}:assumed-role/{auditor.RoleName}/{name}";
}
