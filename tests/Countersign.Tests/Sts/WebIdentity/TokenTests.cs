using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Countersign.Identity;

namespace Countersign.Tests.Sts.WebIdentity;

/// <summary>Which tokens are believed.</summary>
public sealed class TokenTests(FederatedServer server) : IClassFixture<FederatedServer>
{
    [Theory]
    [InlineData("RS256")]
    [InlineData("RS384")]
    [InlineData("RS512")]
    [InlineData("ES256")]
    [InlineData("ES384")]
    [InlineData("ES512")]
    public async Task A_token_of_each_algorithm_is_believed(string algorithm)
    {
        await using var issuer = await server.NewIssuer();
        using var key = new IssuersKey("other", algorithm);
        issuer.Keys = TestIssuer.SetOf(issuer.Key, key);
        var role = await server.NewRole(issuer);

        await server.Assume(role, key.Sign(issuer.Claims(server.Now)));
    }

    [Fact]
    public async Task A_token_without_a_signature_by_a_private_key_is_refused()
    {
        await using var issuer = await server.NewIssuer();
        var role = await server.NewRole(issuer);
        var claims = issuer.Claims(server.Now);
        string Unsigned(string algorithm)
        {
            var header = $$"""{"alg":"{{algorithm}}","kid":"first"}""";
            return $"{IssuersKey.Part(header)}.{IssuersKey.Part(claims)}";
        }

        var byPublicKey = HMACSHA256.HashData(Encoding.UTF8.GetBytes(issuer.Key.Jwk), Encoding.ASCII.GetBytes(Unsigned("HS256")));

        foreach (var token in new[]
        {
            Unsigned("none") + ".", Unsigned("none") + ".AAAA", Unsigned("None") + ".AAAA", Unsigned("RS256") + ".AAAA", Unsigned("ES256") + ".AAAA",
            $"{Unsigned("HS256")}.{Base64Url.EncodeToString(byPublicKey)}",
            issuer.Key.Sign(claims, """{"alg":"PS256","kid":"first"}"""),
            issuer.Key.Sign(claims, """{"alg":"RS512","kid":"first"}"""),
            issuer.Key.Sign(claims, """{"alg":"RS256","kid":"first","crit":["exp"]}"""),
            issuer.Key.Sign(claims, """{"alg":"RS256","alg":"RS256","kid":"first"}"""),
            issuer.Key.Sign(claims, """{"alg":"RS256","kid":"second"}"""),
        })
        {
            await Invalid(role, token);
        }
    }

    [Fact]
    public async Task Another_ones_signature_is_refused()
    {
        await using var issuer = await server.NewIssuer();
        var role = await server.NewRole(issuer);
        using var same = new IssuersKey("first");

        await Invalid(role, same.Sign(issuer.Claims(server.Now)));
    }

    [Fact]
    public async Task A_key_of_less_than_2048_bits_is_none()
    {
        await using var issuer = await server.NewIssuer();
        using var small = new IssuersKey("small", bits: 1024);
        issuer.Keys = TestIssuer.SetOf(small);

        await Invalid(await server.NewRole(issuer), small.Sign(issuer.Claims(server.Now)));
    }

    [Fact]
    public async Task A_key_that_is_for_something_else_is_none()
    {
        await using var issuer = await server.NewIssuer();
        issuer.Keys = TestIssuer.SetOf(issuer.Key).Replace("\"sig\"", "\"enc\"", StringComparison.Ordinal);

        await Invalid(await server.NewRole(issuer), issuer.Key.Sign(issuer.Claims(server.Now)));
    }

    [Fact]
    public async Task A_token_that_names_no_key_is_meant_for_the_only_one()
    {
        await using var issuer = await server.NewIssuer();
        var role = await server.NewRole(issuer);
        var token = issuer.Key.Sign(issuer.Claims(server.Now), """{"alg":"RS256"}""");

        await server.Assume(role, token);

        using var second = new IssuersKey("second");
        issuer.Keys = TestIssuer.SetOf(issuer.Key, second);
        server.Clock.Advance(TimeSpan.FromHours(1));
        await Invalid(role, issuer.Key.Sign(issuer.Claims(server.Now), """{"alg":"RS256"}"""));
    }

    [Theory]
    [InlineData("exp")]
    [InlineData("iat")]
    [InlineData("sub")]
    [InlineData("aud")]
    public async Task A_claim_that_is_missing_is_named(string claim)
    {
        await using var issuer = await server.NewIssuer();
        var role = await server.NewRole(issuer);

        await Refused.With(
            "InvalidIdentityToken", 400, $"Missing a required claim: {claim}", () => server.Assume(role, Signed(issuer, claims => claims.Remove(claim))));
    }

    [Fact]
    public async Task A_token_is_good_from_its_beginning_to_its_end()
    {
        await using var issuer = await server.NewIssuer();
        var role = await server.NewRole(issuer);
        var now = server.Now.ToUnixTimeSeconds();
        const string Early = "The token is not valid yet. Check the clocks of this server and of the identity provider.";

        await Refused.With(
            "ExpiredTokenException", 400, $"Token expired: current date/time {now} must be before the expiration date/time {now}",
            () => server.Assume(role, Signed(issuer, claims => claims["exp"] = now)));
        await server.Assume(role, Signed(issuer, claims => claims["exp"] = now + 1));
        foreach (var claim in new[] { "nbf", "iat" })
        {
            await server.Assume(role, Signed(issuer, claims => claims[claim] = now + 300));
            await Refused.With("InvalidIdentityToken", 400, Early, () => server.Assume(role, Signed(issuer, claims => claims[claim] = now + 301)));
        }
    }

    [Fact]
    public async Task A_token_is_for_one_of_the_client_ids_and_one_for_several_says_which()
    {
        await using var issuer = await server.NewIssuer("one", "two");
        var role = await server.NewRole(issuer);
        Task<Countersign.Sts.AssumeRoleWithWebIdentity.Response> For(string? azp, params string[] audiences) => server.Assume(role, Signed(issuer, claims =>
        {
            claims["aud"] = new JsonArray([.. audiences.Select(audience => (JsonNode?)audience)]);
            if (azp is not null)
                claims["azp"] = azp;
        }));

        Assert.Equal("one", (await For(null, "one")).Audience);
        Assert.Equal("two", (await For("two", "one", "two")).Audience);
        await Refused.With("InvalidIdentityToken", 400, "Incorrect token audience", () => For(null, "three"));
        await Refused.With("InvalidIdentityToken", 400, "Incorrect token audience", () => For("three", "one", "three"));
        await Refused.With("InvalidIdentityToken", 400, "Incorrect token audience", () => For("two", "one", "three"));
        await Refused.With("InvalidIdentityToken", 400, "Missing a required claim: azp", () => For(null, "one", "two"));
    }

    [Theory]
    [InlineData("""{"exp":"soon"}""")]
    [InlineData("""{"exp":1e400}""")]
    [InlineData("""{"exp":-1}""")]
    [InlineData("""{"exp":99999999999999999999}""")]
    [InlineData("""{"iss":["ISSUER"]}""")]
    [InlineData("""{"iss":7}""")]
    [InlineData("""{"iss":"ISSUER","iss":"ISSUER"}""")]
    [InlineData("""{"iss":"\ud800"}""")]
    [InlineData("""{"iss":"ISSUER","sub":"\udc00"}""")]
    [InlineData("""{"iss":"ISSUER"}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]")]
    public async Task A_payload_that_is_no_set_of_claims_is_refused(string payload)
    {
        await using var issuer = await server.NewIssuer();

        await Invalid(await server.NewRole(issuer), issuer.Key.Sign(payload.Replace("ISSUER", issuer.Url, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_token_with_anything_changed_is_refused_and_nothing_worse()
    {
        await using var issuer = await server.NewIssuer();
        var role = await server.NewRole(issuer);
        using var key = new IssuersKey("short", "ES256");
        issuer.Keys = TestIssuer.SetOf(key);
        var token = key.Sign(issuer.Claims(server.Now));
        await server.Assume(role, token);

        for (var i = 0; i < token.Length; i++)
        {
            await Invalid(role, token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..]);    // changed
            await Invalid(role, token[..i] + "=+\u00e9\0"[i % 4] + token[(i + 1)..]);             // changed to what is in no token
            await Invalid(role, token[..i] + token[(i + 1)..]);                                   // left out
            if (i >= 4)
                await Invalid(role, token[..i]);                                                  // cut off
        }
    }

    [Fact]
    public async Task A_token_of_more_than_20000_characters_is_not_read()
    {
        await using var issuer = await server.NewIssuer();
        var role = await server.NewRole(issuer);
        var refusal = await Refused.By(() => server.Assume(role, Signed(issuer, claims => claims["long"] = new string('x', 20_000))));

        Assert.Equal("ValidationError", refusal.Code);
        Assert.DoesNotContain("eyJ", refusal.Message, StringComparison.Ordinal);
    }

    private string Signed(TestIssuer issuer, Action<JsonObject> change) => issuer.Key.Sign(issuer.Claims(server.Now, change));

    private async Task Invalid(IamRole role, string token)
    {
        var refusal = await Refused.By(() => server.Assume(role, token));
        Assert.Equal(("InvalidIdentityToken", 400), (refusal.Code, refusal.Status));
    }
}
