using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class ExplainTests(TestServer server)
{
    [Fact]
    public async Task What_is_allowed_names_the_statement_and_where_it_is_attached()
    {
        var user = await server.AddUser(server.NewName(), Documents.Allow("s3:GetObject", "arn:aws:s3:::reports/*"));

        var answer = await server.AsAdmin(new Explain.Request(user.UserName, "s3:GetObject", "arn:aws:s3:::reports/q3"));

        Assert.True(answer.Allowed);
        Assert.Equal($"Allowed: statement 1 of test-0 (attached to user {user.UserName}) allows s3:GetObject.", answer.Verdict);
        var reason = Assert.Single(answer.Statements);
        Assert.Equal(("test-0", $"user {user.UserName}", "Identity", true), (reason.PolicyId, reason.AttachedTo, reason.Layer, reason.Applies));
    }

    [Fact]
    public async Task A_near_miss_tells_the_one_thing_that_failed_and_what_would_change_it()
    {
        var user = await server.AddUser(
            server.NewName(),
            """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"shop:Refund","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}}""");

        var withKey = await server.AsAdmin(new Explain.Request(user.UserName, "shop:Refund"));

        Assert.False(withKey.Allowed);
        Assert.Contains("it is absent, because", Assert.Single(withKey.Statements).Sentence, StringComparison.Ordinal);
        Assert.Contains(withKey.Advice, advice => advice.StartsWith("Use MFA", StringComparison.Ordinal));
        Assert.False((await server.AsAdmin(new Explain.Request(user.UserName, "shop:Refund", Mfa: false))).Allowed);
        Assert.True((await server.AsAdmin(new Explain.Request(user.UserName, "shop:Refund", Mfa: true))).Allowed);
    }

    [Fact]
    public async Task What_temporary_credentials_may_never_do_is_said_as_the_rule_it_is()
    {
        var user = await server.AddUser(server.NewName(), Documents.AllowAll);
        var role = await SomeRole.Add(server);

        var withoutMfa = await server.AsAdmin(new Explain.Request(user.UserName, "iam:ListUsers", Mfa: false));
        Assert.Equal(
            (false, "Denied: temporary credentials without MFA may not call IAM, whatever policies say. "
                + "The call is answered InvalidClientTokenId: The security token included in the request is invalid"),
            (withoutMfa.Allowed, withoutMfa.Verdict));
        Assert.StartsWith("Use MFA", Assert.Single(withoutMfa.Advice), StringComparison.Ordinal);
        Assert.True((await server.AsAdmin(new Explain.Request(user.UserName, "iam:ListUsers", Mfa: true))).Allowed);
        Assert.True((await server.AsAdmin(new Explain.Request(user.UserName, "s3:GetObject", "arn:aws:s3:::b/k", Mfa: false))).Allowed);

        foreach (var request in new[] { new Explain.Request(role.RoleName, "sts:GetSessionToken", IsRole: true), new Explain.Request(user.UserName, "sts:getsessiontoken", Mfa: true) })
        {
            Assert.Equal(
                "Denied: sessions of any kind may not call GetSessionToken, whatever policies say. The call is answered AccessDenied: Cannot call GetSessionToken with session credentials",
                (await server.AsAdmin(request)).Verdict);
        }
    }

    [Fact]
    public async Task GetSessionToken_needs_no_permission_and_no_deny_stops_it()
    {
        var user = await server.AddUser(server.NewName(), Documents.AllowAll.Replace("Allow", "Deny", StringComparison.Ordinal));

        var answer = await server.AsAdmin(new Explain.Request(user.UserName, "sts:GetSessionToken"));

        Assert.Equal((true, "Allowed: sts:GetSessionToken needs no permission."), (answer.Allowed, answer.Verdict));
    }

    [Fact]
    public async Task A_role_that_is_to_be_assumed_is_asked_whom_it_trusts()
    {
        var (friend, stranger) = (await server.AddUser(server.NewName()), await server.AddUser(server.NewName(), Documents.AllowAll));
        var role = await SomeRole.Add(server, SomeRole.Trust(friend.Arn));

        var let = await server.AsAdmin(new Explain.Request(friend.UserName, "sts:AssumeRole", role.Arn));
        Assert.Equal(
            (true, $"Allowed: statement 1 of trust policy (attached to role {role.RoleName}) allows sts:AssumeRole."), (let.Allowed, let.Verdict));
        Assert.Equal("Resource", Assert.Single(let.Statements).Layer);
        var kept = await server.AsAdmin(new Explain.Request(stranger.UserName, "sts:AssumeRole", role.Arn));
        Assert.Equal((false, $"Denied: no role trust policy allows sts:AssumeRole on {role.Arn}."), (kept.Allowed, kept.Verdict));
    }

    [Fact]
    public async Task What_the_account_lets_everybody_do_is_named()
    {
        var user = await server.AddUser(server.NewName());
        await server.AsAdmin(new UpdateAccountPasswordPolicy.Request(AllowUsersToChangePassword: true));
        try
        {
            var answer = await server.AsAdmin(new Explain.Request(user.UserName, "iam:ChangePassword"));

            Assert.Equal(
                (true, "Allowed: the account's password policy lets users change their own password, and nothing denies iam:ChangePassword."),
                (answer.Allowed, answer.Verdict));
        }
        finally
        {
            await server.AsAdmin(new DeleteAccountPasswordPolicy.Request());
        }
    }

    [Fact]
    public async Task Who_or_what_there_is_not_is_named()
    {
        await Refused.With("NoSuchEntity", 404, "The user with name ghost cannot be found.", () => server.AsAdmin(new Explain.Request("ghost", "iam:GetUser")));
        await Refused.With("NoSuchEntity", 404, "The role with name ghost cannot be found.", () => server.AsAdmin(new Explain.Request("ghost", "iam:GetUser", IsRole: true)));
        await Refused.With(
            "ValidationError", 400, "'GetUser' is no action. It looks like iam:CreateUser: a service, a colon, a name.",
            () => server.AsAdmin(new Explain.Request("admin", "GetUser")));
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(server, "countersign:Explain", server.UserArn("ghost"), new Explain.Request("ghost", "iam:GetUser"));
}
