using System.Net;
using System.Text.Json;
using Countersign.Identity.OidcProviders;

namespace Countersign.Sts.WebIdentity;

/// <summary>Asks an issuer for its keys: its discovery document, then the set that it names (OpenID Connect Discovery 1.0).</summary>
/// <remarks>Redirects are not followed, no cookie is kept, nothing of a caller is sent.</remarks>
internal sealed class IssuerClient : IDisposable
{
    /// <summary>How long both answers together may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The longest document that is read, in bytes.</summary>
    public const int LongestDocument = 256 * 1024;

    /// <summary>How the documents of issuers are read.</summary>
    public static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    private readonly ServerOptions _options;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;

    public IssuerClient(ServerOptions options, TimeProvider clock)
    {
        (_options, _clock) = (options, clock);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,    // an issuer need not know which request it was
            MaxResponseHeadersLength = 16,       // KiB
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        };
        _http = new HttpClient(handler, disposeHandler: true) { MaxResponseContentBufferSize = LongestDocument, Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The keys of an issuer, or what stood in the way.</summary>
    /// <param name="issuer">Its URL as it is registered; the discovery document must name the same.</param>
    public async Task<IssuerAnswer> Ask(string issuer)
    {
        using var patience = new CancellationTokenSource(Patience, _clock);
        try
        {
            var discovery = new Uri(issuer.TrimEnd('/') + "/.well-known/openid-configuration");
            var (named, keys) = Read(await Get(discovery, patience.Token));
            if (named != issuer)
                return Failed("its discovery document is another issuer's");
            if (!Uri.TryCreate(keys, UriKind.Absolute, out var address) || !OidcUrl.MayBeFetched(address, _options))
                return Failed("its discovery document has no jwks_uri that may be fetched");
            return new IssuerAnswer(JsonWebKeys.Read(await Get(address, patience.Token)), null, _clock.GetUtcNow());
        }
        catch (OperationCanceledException)
        {
            return Failed("it did not answer in time");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException or InvalidOperationException)
        {
            return Failed(e.Message);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<byte[]> Get(Uri address, CancellationToken cancellation)
    {
        using var answer = await _http.GetAsync(address, cancellation);
        return answer.StatusCode == HttpStatusCode.OK
            ? await answer.Content.ReadAsByteArrayAsync(cancellation)
            : throw new HttpRequestException($"{address} answered {(int)answer.StatusCode}");
    }

    private static (string? Issuer, string? Keys) Read(byte[] discovery)
    {
        using var document = JsonDocument.Parse(discovery, Strict);
        return (Text(document.RootElement, "issuer"), Text(document.RootElement, "jwks_uri"));
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private IssuerAnswer Failed(string fault) => new([], fault, _clock.GetUtcNow());
}

/// <summary>What an issuer answered.</summary>
/// <param name="Keys">Its keys; empty when it did not tell them.</param>
/// <param name="Fault">What stood in the way the last time; null when nothing did.</param>
/// <param name="ReadAt">When the keys were read.</param>
internal sealed record IssuerAnswer(IReadOnlyList<IssuerKey> Keys, string? Fault, DateTimeOffset ReadAt)
{
    /// <summary>The key that a token says it is signed with; without a name, the only one that can be meant.</summary>
    public IssuerKey? KeyOf(Jwt token)
    {
        var fitting = Keys.Where(key => key.Fits(token.Algorithm)).ToList();
        return token.KeyId is { } name ? fitting.FirstOrDefault(key => key.KeyId == name) : fitting is [var only] ? only : null;
    }
}
