using Countersign.Identity;
using Countersign.Storage;
using Countersign.Sts;
using Countersign.Tests.Identity;

namespace Countersign.Tests.Sts;

public sealed class AssumeRoleTests(TestServer server) : IClassFixture<TestServer>
{
    private const string OtherAccount = "210987654321";

    private DateTimeOffset Now => server.Clock.GetUtcNow();

    private string Account => $"arn:aws:iam::{server.Admin.AccountId}:root";

    [Fact]
    public async Task Whom_the_trust_policy_names_gets_a_session_that_may_what_the_role_may()
    {
        var user = await server.AddUser(server.NewName());
        var role = await NewRole(Trust(user.Arn), Documents.Allow("iam:List*"));

        var answer = await Assume(user, role);

        Assert.Equal(($"{role.RoleId}:work", $"arn:aws:sts::{server.Admin.AccountId}:assumed-role/{role.RoleName}/work"), (answer.AssumedRoleUser.AssumedRoleId, answer.AssumedRoleUser.Arn));
        Assert.Equal(Now.AddHours(1), answer.Credentials.Expiration);
        var session = new AsSigned(server, answer.Credentials);
        var who = await server.Run(session, new GetCallerIdentity.Request());
        Assert.Equal((answer.AssumedRoleUser.AssumedRoleId, server.Admin.AccountId, answer.AssumedRoleUser.Arn), (who.UserId, who.Account, who.Arn));
        await server.Run(session, new ListUsers.Request());
        await Refused.With(
            "AccessDenied", 403,
            $"User: {who.Arn} is not authorized to perform: iam:CreateUser on resource: {server.UserArn("x")} because no identity-based policy allows the iam:CreateUser action",
            () => server.Run(session, new CreateUser.Request("x")));
        await Refused.With(
            "ValidationError", 400, "Must specify userName when calling with non-User credentials", () => server.Run(session, new ListAccessKeys.Request()));
    }

    [Fact]
    public async Task Where_it_names_the_account_the_callers_own_policies_must_allow_as_well()
    {
        var role = await NewRole(Trust(Account));
        var without = await server.AddUser(server.NewName());
        var with = await server.AddUser(server.NewName(), Documents.Allow("sts:AssumeRole", role.Arn));

        await Refused.With(
            "AccessDenied", 403,
            $"User: {without.Arn} is not authorized to perform: sts:AssumeRole on resource: {role.Arn} because no identity-based policy allows the sts:AssumeRole action",
            () => Assume(without, role));
        await Assume(with, role);
    }

    [Fact]
    public async Task Nobody_else_gets_in_however_much_may_be_done_otherwise()
    {
        var friend = await server.AddUser(server.NewName());
        var role = await NewRole(Trust(friend.Arn));
        var stranger = await server.AddUser(server.NewName(), Documents.AllowAll);
        var words = (string arn) => $"User: {stranger.Arn} is not authorized to perform: sts:AssumeRole on resource: {arn} because no role trust policy allows the sts:AssumeRole action";

        await Refused.With("AccessDenied", 403, words(role.Arn), () => Assume(stranger, role));
        foreach (var arn in new[] { $"arn:aws:iam::{server.Admin.AccountId}:role/nowhere", $"arn:aws:iam::{OtherAccount}:role/nowhere", role.Arn + "x" })
            await Refused.With("AccessDenied", 403, words(arn), () => server.Run(new AsUser(stranger.UserName), new AssumeRole.Request(arn, "work")));
    }

    [Fact]
    public async Task A_trust_policy_that_wants_MFA_wants_a_right_code_with_the_call_and_the_session_knows_nothing_of_it()
    {
        var user = await server.AddUser(server.NewName());
        var phone = await server.AddDevice(user.UserName);
        var role = await NewRole(
            $$$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"{{{user.Arn}}}"},"Action":"sts:AssumeRole","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"},"NumericLessThan":{"aws:MultiFactorAuthAge":"5"} } } }""",
            """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:ListUsers","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}}""");
        var code = phone.CodeAt(Now);
        var request = new AssumeRole.Request(role.Arn, "work", SerialNumber: phone.Serial.Value, TokenCode: code);

        var (another, open) = (await server.AddUser(server.NewName(), Documents.AllowAll), await NewRole(Trust(Account)));
        await Refused.By(() => Assume(user, role));
        await Refused.With(
            "AccessDenied", 403, "MultiFactorAuthentication failed with invalid MFA one time pass code. ",
            () => server.Run(new AsUser(user.UserName), request with { TokenCode = phone.WrongCodeAt(Now) }));
        await Refused.With(
            "AccessDenied", 403, "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.",
            () => server.Run(new AsUser(another.UserName), new AssumeRole.Request(open.Arn, "work", SerialNumber: phone.Serial.Value)));
        var answer = await server.Run(new AsUser(user.UserName), request);
        await Refused.With(
            "AccessDenied", 403, "MultiFactorAuthentication failed with invalid MFA one time pass code. ", () => server.Run(new AsUser(user.UserName), request));

        Assert.Equal("AccessDenied", (await Refused.By(() => server.Run(new AsSigned(server, answer.Credentials), new ListUsers.Request()))).Code);
    }

    [Fact]
    public async Task Another_users_device_and_a_session_without_one_buy_nothing()
    {
        var user = await server.AddUser(server.NewName(), Documents.AllowAll);
        var phone = await server.AddDevice((await server.AddUser(server.NewName())).UserName);
        var role = await NewRole(Trust(Account), Documents.AllowAll);
        const string Unknown = "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.";

        await Refused.With(
            "AccessDenied", 403, Unknown,
            () => server.Run(new AsUser(user.UserName), new AssumeRole.Request(role.Arn, "work", SerialNumber: phone.Serial.Value, TokenCode: phone.CodeAt(Now))));
        var session = new AsSigned(server, (await Assume(user, role)).Credentials);
        await Refused.With(
            "AccessDenied", 403, Unknown,
            () => server.Run(session, new AssumeRole.Request(role.Arn, "work", SerialNumber: phone.Serial.Value, TokenCode: phone.CodeAt(Now))));
    }

    [Fact]
    public async Task An_external_id_and_a_session_name_are_conditions()
    {
        var user = await server.AddUser(server.NewName());
        var role = await NewRole(
            $$$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"{{{user.Arn}}}"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"4711","sts:RoleSessionName":"${aws:username}"} } } }""");
        var request = new AssumeRole.Request(role.Arn, user.UserName, ExternalId: "4711");

        await server.Run(new AsUser(user.UserName), request);
        await Refused.By(() => server.Run(new AsUser(user.UserName), request with { ExternalId = null }));
        await Refused.By(() => server.Run(new AsUser(user.UserName), request with { RoleSessionName = "other" }));
    }

    [Fact]
    public async Task Session_policies_limit_what_the_role_may_and_are_checked_first()
    {
        var user = await server.AddUser(server.NewName());
        var role = await NewRole(Trust(user.Arn), Documents.AllowAll);
        var request = new AssumeRole.Request(role.Arn, "work", Policy: Documents.Allow("iam:ListUsers"));

        var answer = await server.Run(new AsUser(user.UserName), request);
        var session = new AsSigned(server, answer.Credentials);
        Assert.InRange(answer.PackedPolicySize!.Value, 1, 99);
        await server.Run(session, new ListUsers.Request());
        Assert.EndsWith(
            "because no session policy allows the iam:ListPolicies action", (await Refused.By(() => server.Run(session, new ListPolicies.Request()))).Message, StringComparison.Ordinal);

        var managed = await server.Run(new AsUser(user.UserName), request with { Policy = null, PolicyArns = [new SessionPolicy(Arn.OfBuiltInPolicy("IAMReadOnlyAccess"))] });
        await server.Run(new AsSigned(server, managed.Credentials), new ListPolicies.Request());
        await Refused.By(() => server.Run(new AsSigned(server, managed.Credentials), new CreateUser.Request("x")));

        Assert.Equal("MalformedPolicyDocument", (await Refused.By(() => server.Run(new AsUser(user.UserName), request with { Policy = "{}" }))).Code);
        Assert.Equal("ValidationError", (await Refused.By(() => server.Run(new AsUser(user.UserName), request with { PolicyArns = [new SessionPolicy("arn:aws:iam::aws:policy/None")] }))).Code);
        var tags = Enumerable.Range(0, 50).Select(i => new Tag($"{i}", new string('x', 256))).ToList();
        var tagger = await NewRole(Trust(user.Arn, "sts:AssumeRole", "sts:TagSession"));
        Assert.Equal("PackedPolicyTooLarge", (await Refused.By(() => server.Run(new AsUser(user.UserName), new AssumeRole.Request(tagger.Arn, "work", Tags: tags)))).Code);
    }

    [Fact]
    public async Task A_session_lasts_as_long_as_the_role_allows_and_an_hour_when_roles_are_chained()
    {
        var user = await server.AddUser(server.NewName());
        var first = await NewRole(Trust(user.Arn), Documents.Allow("sts:AssumeRole"), seconds: 7200);
        var second = await NewRole(Trust(first.Arn), Documents.AllowAll, seconds: 7200);

        await Refused.With(
            "ValidationError", 400, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.", () => Assume(user, first, seconds: 7201));
        var answer = await Assume(user, first, seconds: 7200);
        Assert.Equal(Now.AddHours(2), answer.Credentials.Expiration);
        var session = new AsSigned(server, answer.Credentials);
        await Refused.With(
            "ValidationError", 400, "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
            () => server.Run(session, new AssumeRole.Request(second.Arn, "next", DurationSeconds: 3601)));
        await server.Run(session, new AssumeRole.Request(second.Arn, "next", DurationSeconds: 3600));

        await Refused.With("AccessDenied", 403, "Cannot call GetSessionToken with session credentials", () => server.Run(session, new GetSessionToken.Request()));
        server.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal("ExpiredToken", (await Refused.By(() => server.Run(session, new GetCallerIdentity.Request()))).Code);
    }

    [Fact]
    public async Task Tags_need_a_permission_lie_over_the_roles_own_and_go_along_only_if_transitive()
    {
        var user = await server.AddUser(server.NewName());
        var mine = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:*","Resource":"*"},{"Effect":"Allow","Action":"iam:ListUsers","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/team":"blue"}}}]}""";
        var first = await NewRole(Trust(user.Arn, "sts:AssumeRole", "sts:TagSession"), mine);
        var untagged = await NewRole(Trust(user.Arn), mine);
        await server.Database.Write(async store =>
        {
            await store.Tags.Set(first.AccountId, first.RoleId, [new Tag("team", "red")]);
            await store.Accounts.BumpRevision(first.AccountId);
            return Nothing.Value;
        }, TestContext.Current.CancellationToken);
        Tag[] blue = [new Tag("team", "blue")];

        var red = new AsSigned(server, (await Assume(user, first)).Credentials);
        await Refused.By(() => server.Run(red, new ListUsers.Request()));
        await Refused.With(
            "AccessDenied", 403,
            $"User: {user.Arn} is not authorized to perform: sts:TagSession on resource: {untagged.Arn} because no role trust policy allows the sts:TagSession action",
            () => Assumed(user, new AssumeRole.Request(untagged.Arn, "work", Tags: blue)));
        var tagged = new AsSigned(server, (await Assumed(user, new AssumeRole.Request(first.Arn, "work", Tags: blue))).Credentials);
        await server.Run(tagged, new ListUsers.Request());

        var next = await NewRole(Trust(first.Arn, "sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"), mine);
        var along = new AsSigned(server, (await Assumed(user, new AssumeRole.Request(first.Arn, "work", Tags: blue, TransitiveTagKeys: ["Team"]))).Credentials);
        await Refused.By(async () => await server.Run(new AsSigned(server, (await server.Run(tagged, new AssumeRole.Request(next.Arn, "next"))).Credentials), new ListUsers.Request()));
        await server.Run(new AsSigned(server, (await server.Run(along, new AssumeRole.Request(next.Arn, "next"))).Credentials), new ListUsers.Request());
        Assert.Equal("InvalidParameterValue", (await Refused.By(() => server.Run(along, new AssumeRole.Request(next.Arn, "next", Tags: [new Tag("TEAM", "green")])))).Code);
        Assert.Equal("InvalidParameterValue", (await Refused.By(() => Assumed(user, new AssumeRole.Request(first.Arn, "work", Tags: blue, TransitiveTagKeys: ["other"])))).Code);
    }

    [Fact]
    public async Task Contexts_of_other_providers_are_refused_rather_than_ignored()
    {
        var user = await server.AddUser(server.NewName());
        var role = await NewRole(Trust(user.Arn));

        await Refused.With(
            "ValidationError", 400, "ProvidedContexts is not supported: there is no provider of contexts here. Leave it out.",
            () => Assumed(user, new AssumeRole.Request(role.Arn, "work", ProvidedContexts: [new ProvidedContext("arn:aws:iam::aws:contextProvider/IdentityCenter", "assertion")])));
    }

    [Fact]
    public async Task A_source_identity_goes_along_and_cannot_be_changed()
    {
        var user = await server.AddUser(server.NewName());
        string[] actions = ["sts:AssumeRole", "sts:SetSourceIdentity"];
        var first = await NewRole(Trust(user.Arn, actions), Documents.Allow("sts:*"));
        var second = await NewRole(Trust(first.Arn, actions));

        var answer = await Assumed(user, new AssumeRole.Request(first.Arn, "work", SourceIdentity: "alice"));
        Assert.Equal("alice", answer.SourceIdentity);
        var session = new AsSigned(server, answer.Credentials);
        Assert.Equal("alice", (await server.Run(session, new AssumeRole.Request(second.Arn, "next"))).SourceIdentity);
        await Refused.With(
            "AccessDenied", 403, "The source identity of this session is set already and cannot be changed.",
            () => server.Run(session, new AssumeRole.Request(second.Arn, "next", SourceIdentity: "bob")));
    }

    [Fact]
    public async Task Across_accounts_both_sides_must_allow()
    {
        await server.Database.Write(async store =>
        {
            if (await store.Accounts.Find(OtherAccount) is null)
                await store.Accounts.Add(OtherAccount, Now.AddSeconds(1));
            return Nothing.Value;
        }, TestContext.Current.CancellationToken);
        var allowed = await server.AddUser(server.NewName(), Documents.Allow("sts:AssumeRole"));
        var named = await server.AddUser(server.NewName());
        var role = await NewRole(Trust($"{allowed.Arn}\",\"{named.Arn}"), Documents.Allow("iam:ListUsers"), account: OtherAccount);
        var closed = await NewRole(Trust($"arn:aws:iam::{OtherAccount}:root"), account: OtherAccount);

        var answer = await Assume(allowed, role);

        var session = new AsSigned(server, answer.Credentials);
        Assert.Equal(OtherAccount, (await server.Run(session, new GetCallerIdentity.Request())).Account);
        Assert.Empty((await server.Run(session, new ListUsers.Request())).Users);    // of the role's account, which has none
        await Refused.By(() => Assume(named, role));
        await Refused.By(() => Assume(allowed, closed));
    }

    [Fact]
    public async Task A_session_is_dead_when_its_role_is_gone_or_was_revoked()
    {
        var user = await server.AddUser(server.NewName());
        var role = await NewRole(Trust(user.Arn));
        var session = new AsSigned(server, (await Assume(user, role)).Credentials);

        await server.Database.Write(async store =>
        {
            await store.InlinePolicies.Remove(role.RoleId, "test");
            await store.Roles.Remove(role.RoleId);
            return Nothing.Value;
        }, TestContext.Current.CancellationToken);

        Assert.Equal("InvalidClientTokenId", (await Refused.By(() => server.Run(session, new GetCallerIdentity.Request()))).Code);
    }

    [Fact]
    public async Task A_permissions_boundary_limits_the_role()
    {
        var user = await server.AddUser(server.NewName());
        var role = await NewRole(Trust(user.Arn), Documents.AllowAll, boundary: Arn.OfBuiltInPolicy("IAMReadOnlyAccess"));
        var session = new AsSigned(server, (await Assume(user, role)).Credentials);

        await server.Run(session, new ListUsers.Request());
        Assert.EndsWith(
            "because no permissions boundary allows the iam:CreateUser action", (await Refused.By(() => server.Run(session, new CreateUser.Request("x")))).Message, StringComparison.Ordinal);
    }

    private Task<AssumeRole.Response> Assume(User user, Role role, int? seconds = null) => Assumed(user, new AssumeRole.Request(role.Arn, "work", DurationSeconds: seconds));

    private Task<AssumeRole.Response> Assumed(User user, AssumeRole.Request request) => server.Run(new AsUser(user.UserName), request);

    private static string Trust(string arn, params string[] actions) =>
        $$$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":["{{{arn}}}"]},"Action":["{{{(actions is [] ? "sts:AssumeRole" : string.Join("\",\"", actions))}}}"]}}""";

    private async Task<Role> NewRole(string trust, string? document = null, int seconds = 3600, string? account = null, string? boundary = null)
    {
        var name = server.NewName("role");
        return await server.Database.Write(async store =>
        {
            var role = new Role
            {
                RoleId = UniqueId.OfEntity("AROA"),
                AccountId = account ?? server.Admin.AccountId,
                RoleName = name,
                Path = "/",
                MaxSessionSeconds = seconds,
                TrustDocument = await TrustPolicy.Store(trust, store),
                BoundaryArn = boundary,
                CreatedAt = Now,
                NotBeforeMs = 0,
            };
            Assert.True(await store.Roles.Add(role));
            if (document is not null)
                await store.InlinePolicies.Put(role.AccountId, role.RoleId, "test", document);
            await store.Accounts.BumpRevision(role.AccountId);
            return role;
        }, TestContext.Current.CancellationToken);
    }
}
