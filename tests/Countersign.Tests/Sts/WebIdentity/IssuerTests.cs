using Countersign.Sts;
using Countersign.Sts.WebIdentity;

namespace Countersign.Tests.Sts.WebIdentity;

/// <summary>When an issuer is asked for its keys, and what may come of it.</summary>
public sealed class IssuerTests(FederatedServer server) : IClassFixture<FederatedServer>
{
    [Fact]
    public async Task It_is_asked_once_an_hour_however_many_come()
    {
        await using var issuer = await server.NewIssuer();
        var role = await server.NewRole(issuer);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => server.Assume(role, Token(issuer))));
        server.Clock.Advance(IssuerKeys.Lifetime - TimeSpan.FromSeconds(1));
        await server.Assume(role, Token(issuer));
        Assert.Equal(1, issuer.Asked);

        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await server.Assume(role, Token(issuer));
        Assert.Equal(2, issuer.Asked);
    }

    [Fact]
    public async Task A_new_key_is_asked_for_at_most_once_a_minute()
    {
        await using var issuer = await server.NewIssuer();
        var role = await server.NewRole(issuer);
        await server.Assume(role, Token(issuer));
        using var next = new IssuersKey("next");
        issuer.Keys = TestIssuer.SetOf(issuer.Key, next);

        for (var i = 0; i < 5; i++)
            Assert.Equal("InvalidIdentityToken", (await Refused.By(() => server.Assume(role, next.Sign(issuer.Claims(server.Now))))).Code);
        Assert.Equal(1, issuer.Asked);

        server.Clock.Advance(IssuerKeys.Pause);
        await server.Assume(role, next.Sign(issuer.Claims(server.Now)));
        await server.Assume(role, Token(issuer));
        Assert.Equal(2, issuer.Asked);
    }

    [Fact]
    public async Task An_issuer_that_is_away_for_a_moment_does_not_take_its_keys_with_it()
    {
        await using var issuer = await server.NewIssuer();
        var role = await server.NewRole(issuer);
        await server.Assume(role, Token(issuer));
        issuer.Discovery = "not now";
        server.Clock.Advance(IssuerKeys.Pause);
        using var unknown = new IssuersKey("unknown");

        Assert.Equal("IDPCommunicationError", (await Refused.By(() => server.Assume(role, unknown.Sign(issuer.Claims(server.Now))))).Code);
        await server.Assume(role, Token(issuer));

        server.Clock.Advance(IssuerKeys.Lifetime);
        Assert.Equal("IDPCommunicationError", (await Refused.By(() => server.Assume(role, Token(issuer)))).Code);
    }

    [Fact]
    public async Task An_issuer_that_the_roles_account_does_not_have_is_not_asked()
    {
        await using var stranger = await TestIssuer.Start();
        await using var issuer = await server.NewIssuer();
        var role = await server.NewRole(issuer);
        await server.Run(new AsLocalOperator(), new Countersign.Identity.CreateAccount.Request("210987654321", "federated-second"));

        await Refused.With(
            "InvalidIdentityToken", 400, $"No OpenIDConnect provider found in your account for {stranger.Url}",
            () => server.Assume(role, stranger.Key.Sign(stranger.Claims(server.Now))));
        await Refused.With(
            "InvalidIdentityToken", 400, $"No OpenIDConnect provider found in your account for {issuer.Url}",
            () => server.Assume(new AssumeRoleWithWebIdentity.Request("arn:aws:iam::210987654321:role/any", "work", new WebIdentityToken(Token(issuer)))));

        Assert.Equal((0, 0), (stranger.Asked, issuer.Asked));
    }

    [Theory]
    [InlineData("""{"issuer":"https://other.example.com","jwks_uri":"URL/keys"}""")]
    [InlineData("""{"issuer":"URL/","jwks_uri":"URL/keys"}""")]
    [InlineData("""{"jwks_uri":"URL/keys"}""")]
    [InlineData("""{"issuer":"URL"}""")]
    [InlineData("""{"issuer":"URL","jwks_uri":"http://192.0.2.1/keys"}""")]
    [InlineData("""{"issuer":"URL","jwks_uri":"file:///etc/hostname"}""")]
    [InlineData("""{"issuer":"URL","jwks_uri":7}""")]
    [InlineData("""{"issuer":"URL","jwks_uri":"URL/nowhere"}""")]
    [InlineData("[]")]
    [InlineData("<html>")]
    public async Task A_discovery_document_that_is_not_right_is_no_answer(string document)
    {
        await using var issuer = await server.NewIssuer();
        issuer.Discovery = document.Replace("URL", issuer.Url, StringComparison.Ordinal);

        await Away(issuer);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"keys":7}""")]
    [InlineData("keys")]
    public async Task A_set_of_keys_that_is_none_is_no_answer(string keys)
    {
        await using var issuer = await server.NewIssuer();
        issuer.Keys = keys;

        await Away(issuer);
    }

    [Fact]
    public async Task A_key_that_cannot_be_read_does_not_spoil_the_others()
    {
        await using var issuer = await server.NewIssuer();
        issuer.Keys = $$"""{"keys":[7,{},{"kty":"RSA","n":"!","e":"AQAB"},{"kty":"EC","crv":"P-256","x":"AA","y":"AA"},{"kty":"oct","k":"AA"},{{issuer.Key.Jwk}}]}""";

        await server.Assume(await server.NewRole(issuer), Token(issuer));
    }

    [Fact]
    public async Task A_document_of_more_than_256_KiB_is_not_read()
    {
        await using var issuer = await server.NewIssuer();
        issuer.Keys = TestIssuer.SetOf(issuer.Key) + new string(' ', IssuerClient.LongestDocument);

        await Away(issuer);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var other = await TestIssuer.Start();
        await using var issuer = await server.NewIssuer();
        issuer.Instead = http =>
        {
            http.Response.Redirect(other.Url + "/.well-known/openid-configuration");
            return Task.CompletedTask;
        };

        await Away(issuer);
        Assert.Equal(0, other.Asked);
    }

    [Fact]
    public async Task One_that_does_not_answer_is_waited_for_five_seconds()
    {
        await using var issuer = await server.NewIssuer();
        var role = await server.NewRole(issuer);
        var reached = new TaskCompletionSource();
        issuer.Instead = async http =>
        {
            reached.TrySetResult();
            await new TaskCompletionSource().Task.WaitAsync(http.RequestAborted);
        };

        var asking = server.Assume(role, Token(issuer));
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.False(asking.IsCompleted);
        server.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(("IDPCommunicationError", 400), await Code(() => asking));
    }

    [Fact]
    public async Task No_more_than_64_wait_for_one_that_does_not_answer()
    {
        await using var issuer = await server.NewIssuer();
        var role = await server.NewRole(issuer);
        issuer.Instead = http => new TaskCompletionSource().Task.WaitAsync(http.RequestAborted);

        var asking = Enumerable.Range(0, IssuerKeys.MostWaiting + 1).Select(_ => server.Assume(role, Token(issuer))).ToList();
        var first = await Task.WhenAny(asking).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(("IDPCommunicationError", 400), await Code(() => first));    // the clock has not moved

        server.Clock.Advance(IssuerClient.Patience);
        foreach (var one in asking)
            Assert.Equal("IDPCommunicationError", (await Refused.By(() => one)).Code);
    }

    private string Token(TestIssuer issuer) => issuer.Key.Sign(issuer.Claims(server.Now));

    private async Task Away(TestIssuer issuer)
    {
        var role = await server.NewRole(issuer);
        Assert.Equal(("IDPCommunicationError", 400), await Code(() => server.Assume(role, Token(issuer))));
    }

    private static async Task<(string, int)> Code(Func<Task> act)
    {
        var refusal = await Refused.By(act);
        return (refusal.Code, refusal.Status);
    }
}
