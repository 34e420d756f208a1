using Countersign.Identity;
using Countersign.Identity.OidcProviders;
using Countersign.Storage;
using Countersign.Sts;
using Countersign.Tests.Identity;
using Countersign.Tests.RouteMatrix;
using Countersign.Tests.Sts.WebIdentity;

namespace Countersign.Tests.Sts;

public sealed class AssumeRoleWithWebIdentityTests(FederatedServer server) : IClassFixture<FederatedServer>
{
    private const string Denied = "Not authorized to perform sts:AssumeRoleWithWebIdentity";

    [Fact]
    public async Task Whom_a_provider_vouches_for_gets_a_session_of_a_role_that_lets_them_in()
    {
        await using var issuer = await server.NewIssuer();
        var role = await server.NewRole(issuer, may: Allow("iam:ListUsers", "StringEquals", "aws:FederatedProvider", server.ArnOf(issuer)));

        var answer = await server.Assume(role, issuer.Key.Sign(issuer.Claims(server.Now)));

        Assert.Equal(
            (TestIssuer.Subject, TestIssuer.Audience, issuer.Url, (string?)null, (int?)null),
            (answer.SubjectFromWebIdentityToken, answer.Audience, answer.Provider, answer.SourceIdentity, answer.PackedPolicySize));
        Assert.Equal($"arn:aws:sts::{server.Admin.AccountId}:assumed-role/{role.RoleName}/work", answer.AssumedRoleUser.Arn);
        Assert.Equal(server.Now.AddHours(1), answer.Credentials.Expiration);
        var session = new AsSigned(server, answer.Credentials);
        Assert.Equal($"{role.RoleId}:work", (await server.Run(session, new GetCallerIdentity.Request())).UserId);
        await server.Run(session, new ListUsers.Request());
        await Refused.By(() => server.Run(session, new CreateUser.Request("x")));
    }

    [Fact]
    public async Task It_is_called_without_a_signature()
    {
        await using var issuer = await server.NewIssuer();
        var role = await server.NewRole(issuer);
        using var client = new ApiClient(server);

        var (status, text) = await client.Post(
            "sts:AssumeRoleWithWebIdentity", null,
            ("RoleArn", role.Arn), ("RoleSessionName", "work"), ("WebIdentityToken", issuer.Key.Sign(issuer.Claims(server.Now))));

        Assert.True(status == 200, text);
        Assert.Contains($"<SubjectFromWebIdentityToken>{TestIssuer.Subject}</SubjectFromWebIdentityToken>", text, StringComparison.Ordinal);
        Assert.Contains($"<Provider>{issuer.Url}</Provider>", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("StringEquals", "ISSUER:sub", TestIssuer.Subject, true)]
    [InlineData("StringEquals", "ISSUER:sub", "repo:example/other:ref:refs/heads/main", false)]
    [InlineData("StringLike", "ISSUER:sub", "repo:example/*", true)]
    [InlineData("StringEquals", "ISSUER:aud", TestIssuer.Audience, true)]
    [InlineData("StringEquals", "ISSUER:aud", "other", false)]
    [InlineData("StringEquals", "ISSUER:azp", "runner", true)]
    [InlineData("StringEquals", "ISSUER:azp", "other", false)]
    [InlineData("ForAnyValue:StringEquals", "ISSUER:amr", "mfa", true)]
    [InlineData("ForAnyValue:StringEquals", "ISSUER:amr", "sms", false)]
    [InlineData("StringEquals", "ISSUER:repository", "example/app", true)]
    [InlineData("StringEquals", "ISSUER:nothing", "x", false)]
    [InlineData("StringEquals", "other.example.com:sub", TestIssuer.Subject, false)]
    [InlineData("StringEquals", "sts:RoleSessionName", "work", true)]
    [InlineData("StringEquals", "sts:RoleSessionName", "play", false)]
    [InlineData("Bool", "aws:MultiFactorAuthPresent", "true", false)]
    public async Task The_tokens_claims_are_conditions_of_the_trust_policy(string condition, string key, string value, bool allowed)
    {
        await using var issuer = await server.NewIssuer();
        var role = await server.NewRole(issuer, If(condition, key.Replace("ISSUER", issuer.Name, StringComparison.Ordinal), value));
        var token = issuer.Key.Sign(issuer.Claims(server.Now, claims =>
        {
            (claims["azp"], claims["repository"]) = ("runner", "example/app");
            claims["amr"] = new System.Text.Json.Nodes.JsonArray("pwd", "mfa");
        }));

        if (allowed)
            await server.Assume(role, token);
        else
            await Refused.With("AccessDenied", 403, Denied, () => server.Assume(role, token));
    }

    [Fact]
    public async Task Nobody_gets_in_whose_provider_the_trust_policy_does_not_name()
    {
        await using var issuer = await server.NewIssuer();
        var token = issuer.Key.Sign(issuer.Claims(server.Now));
        foreach (var trust in new[]
        {
            FederatedServer.Trust(Arn.OfOidcProvider(server.Admin.AccountId, "other.example.com")),
            SomeRole.Trust(Arn.OfRoot(server.Admin.AccountId)),
            FederatedServer.Trust(server.ArnOf(issuer)).Replace("Federated", "AWS", StringComparison.Ordinal).Replace(server.ArnOf(issuer), "*", StringComparison.Ordinal),
            FederatedServer.Trust(server.ArnOf(issuer), action: "sts:AssumeRoleWithSAML"),
        })
        {
            var role = await SomeRole.Add(server, trust);
            await Refused.With("AccessDenied", 403, Denied, () => server.Assume(role, token));
        }

        await Refused.With("AccessDenied", 403, Denied, () => server.Assume(new AssumeRoleWithWebIdentity.Request(
            Arn.OfRole(server.Admin.AccountId, "/", "ghost"), "work", new WebIdentityToken(token))));
    }

    [Theory]
    [InlineData("Federated")]
    [InlineData("AWS")]
    public async Task An_explicit_deny_wins_also_one_for_everybody(string type)
    {
        await using var issuer = await server.NewIssuer();
        var allow = FederatedServer.Trust(server.ArnOf(issuer));
        var statement = allow[allow.IndexOf("{\"Effect", StringComparison.Ordinal)..allow.LastIndexOf('}')];
        var deny = statement.Replace("Allow", "Deny", StringComparison.Ordinal);
        if (type == "AWS")
            deny = deny.Replace("Federated", "AWS", StringComparison.Ordinal).Replace(server.ArnOf(issuer), "*", StringComparison.Ordinal);
        var role = await SomeRole.Add(server, "{\"Version\":\"2012-10-17\",\"Statement\":[" + statement + "," + deny + "]}");

        await Refused.With("AccessDenied", 403, Denied, () => server.Assume(role, issuer.Key.Sign(issuer.Claims(server.Now))));
    }

    [Fact]
    public async Task A_session_is_as_long_and_as_narrow_as_asked_for_within_the_roles_limits()
    {
        await using var issuer = await server.NewIssuer();
        var role = await server.NewRole(issuer, may: Documents.AllowAll);
        var request = new AssumeRoleWithWebIdentity.Request(role.Arn, "work", new WebIdentityToken(issuer.Key.Sign(issuer.Claims(server.Now))));

        Assert.Equal(server.Now.AddMinutes(15), (await server.Assume(request with { DurationSeconds = 900 })).Credentials.Expiration);
        await Refused.With(
            "ValidationError", 400, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
            () => server.Assume(request with { DurationSeconds = 3601 }));
        foreach (var limited in new[]
        {
            request with { Policy = Documents.Allow("iam:ListUsers") },
            request with { PolicyArns = [new SessionPolicy(Arn.OfBuiltInPolicy("IAMReadOnlyAccess"))] },
        })
        {
            var answer = await server.Assume(limited);
            var session = new AsSigned(server, answer.Credentials);
            await server.Run(session, new ListUsers.Request());
            await SomeRole.Denied(() => server.Run(session, new CreateUser.Request(server.NewName())));
            Assert.NotNull(answer.PackedPolicySize);
        }

        await Refused.With(
            "ValidationError", 400, "ProviderId is for access tokens of OAuth 2.0, which are not taken here. Leave it out.",
            () => server.Assume(request with { ProviderId = "www.amazon.com" }));
    }

    [Fact]
    public async Task A_web_identity_is_no_MFA()
    {
        await using var issuer = await server.NewIssuer();
        var role = await server.NewRole(issuer, may: Allow("iam:ListUsers", "Bool", "aws:MultiFactorAuthPresent", "true"));
        var token = issuer.Key.Sign(issuer.Claims(server.Now, claims => claims["amr"] = new System.Text.Json.Nodes.JsonArray("mfa")));

        var session = new AsSigned(server, (await server.Assume(role, token)).Credentials);

        await SomeRole.Denied(() => server.Run(session, new ListUsers.Request()));
    }

    [Fact]
    public async Task A_source_identity_needs_a_permission_and_goes_along()
    {
        await using var issuer = await server.NewIssuer();
        var token = issuer.Key.Sign(issuer.Claims(server.Now, claims => claims["https://aws.amazon.com/source_identity"] = "alice"));
        var without = await server.NewRole(issuer);
        var with = await SomeRole.Add(server, FederatedServer.Trust(
            server.ArnOf(issuer), If("StringEquals", "sts:SourceIdentity", "alice"), """["sts:AssumeRoleWithWebIdentity","sts:SetSourceIdentity"]"""));
        await server.AsAdmin(new PutRolePolicy.Request(with.RoleName, "test", Allow("iam:ListUsers", "StringEquals", "aws:SourceIdentity", "alice")));

        await Refused.With("AccessDenied", 403, Denied, () => server.Assume(without, token));
        var answer = await server.Assume(with, token);

        Assert.Equal("alice", answer.SourceIdentity);
        await server.Run(new AsSigned(server, answer.Credentials), new ListUsers.Request());
    }

    [Fact]
    public async Task A_provider_or_an_audience_that_is_gone_lets_nobody_in_from_then_on()
    {
        await using var issuer = await server.NewIssuer(TestIssuer.Audience, "second");
        var role = await server.NewRole(issuer);
        var token = issuer.Key.Sign(issuer.Claims(server.Now));
        await server.Assume(role, token);

        await server.AsAdmin(new RemoveClientIDFromOpenIDConnectProvider.Request(server.ArnOf(issuer), TestIssuer.Audience));
        await Refused.With("InvalidIdentityToken", 400, "Incorrect token audience", () => server.Assume(role, token));
        await server.AsAdmin(new DeleteOpenIDConnectProvider.Request(server.ArnOf(issuer)));
        await Refused.With(
            "InvalidIdentityToken", 400, $"No OpenIDConnect provider found in your account for {issuer.Url}", () => server.Assume(role, token));
    }

    [Fact]
    public async Task The_audit_log_tells_who_it_was_and_neither_it_nor_the_log_the_token()
    {
        await using var issuer = await server.NewIssuer();
        var role = await server.NewRole(issuer);
        var token = issuer.Key.Sign(issuer.Claims(server.Now));
        await server.Assume(role, token);
        await Refused.By(() => server.Assume(role, token + "AAAA"));
        await server.Service<WriteBehind>().Flush();

        var events = (await server.Stored(store => store.AuditEvents.Latest(server.Admin.AccountId, 20)))
            .Where(happened => happened.Action == "sts:AssumeRoleWithWebIdentity" && happened.Record.Contains(role.RoleName, StringComparison.Ordinal)).ToList();

        Assert.Equal(["InvalidIdentityToken", "Success"], events.Select(happened => happened.Outcome).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Contains(TestIssuer.Subject, events.Single(happened => happened.Outcome == "Success").Record, StringComparison.Ordinal);
        Assert.All(token.Split('.'), part =>
        {
            Assert.All(events, happened => Assert.DoesNotContain(part, happened.Record, StringComparison.Ordinal));
            Assert.DoesNotContain(part, server.Log.Text, StringComparison.Ordinal);
        });
    }

    private static string If(string condition, string key, string value) => $$$"""{"{{{condition}}}":{"{{{key}}}":"{{{value}}}"} }""";

    private static string Allow(string action, string condition, string key, string value) =>
        $$$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"{{{action}}}","Resource":"*","Condition":{{{If(condition, key, value)}}} } }""";
}
