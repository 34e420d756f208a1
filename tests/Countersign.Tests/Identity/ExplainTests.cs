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
