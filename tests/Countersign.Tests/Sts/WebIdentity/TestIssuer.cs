using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Countersign.Tests.Sts.WebIdentity;

/// <summary>An OpenID Connect provider on this machine, which a test can let say anything.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    public const string Audience = "sts.example.com";
    public const string Subject = "repo:example/app:ref:refs/heads/main";

    private readonly WebApplication _app;

    private TestIssuer(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    /// <summary>As in ARNs and condition keys.</summary>
    public string Name => Url["http://".Length..];

    public IssuersKey Key { get; } = new("first");

    /// <summary>What its discovery document is, if not the right one.</summary>
    public string? Discovery { get; set; }

    /// <summary>What its set of keys is, if not the one key.</summary>
    public string? Keys { get; set; }

    /// <summary>What it answers with in the place of its keys.</summary>
    public RequestDelegate? Instead { get; set; }

    /// <summary>How often somebody asked for its discovery document.</summary>
    public int Asked { get; private set; }

    public static async Task<TestIssuer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var issuer = new TestIssuer(app);
        app.MapGet("/.well-known/openid-configuration", async http =>
        {
            issuer.Asked++;
            await http.Response.WriteAsync(issuer.Discovery ?? $$"""{"issuer":"{{issuer.Url}}","jwks_uri":"{{issuer.Url}}/keys"}""");
        });
        app.MapGet("/keys", async http =>
        {
            if (issuer.Instead is { } instead)
                await instead(http);
            else
                await http.Response.WriteAsync(issuer.Keys ?? SetOf(issuer.Key));
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return issuer;
    }

    public static string SetOf(params IssuersKey[] keys) => $$"""{"keys":[{{string.Join(',', keys.Select(key => key.Jwk))}}]}""";

    /// <summary>The claims of a right token, or of one that is wrong in one thing.</summary>
    public string Claims(DateTimeOffset now, Action<JsonObject>? change = null)
    {
        var claims = new JsonObject
        {
            ["iss"] = Url,
            ["sub"] = Subject,
            ["aud"] = Audience,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(10).ToUnixTimeSeconds(),
        };
        change?.Invoke(claims);
        return claims.ToJsonString();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        Key.Dispose();
    }
}
