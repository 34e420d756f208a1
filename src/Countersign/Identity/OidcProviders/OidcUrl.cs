using System.Buffers;

namespace Countersign.Identity.OidcProviders;

/// <summary>Which addresses providers may have.</summary>
internal static class OidcUrl
{
    private static readonly SearchValues<char> InName =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/");

    /// <summary>Host and path of an issuer: its name in the ARN, and before the colon of condition keys.</summary>
    /// <param name="url">In its one spelling: tokens are compared with it letter for letter.</param>
    /// <param name="options">Whether an issuer on this machine may be one, with plain HTTP and a port.</param>
    /// <exception cref="ApiError">InvalidInput.</exception>
    public static string NameOf(string url, ServerOptions options)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || (uri.AbsoluteUri != url && uri.AbsoluteUri != url + "/"))
            throw OidcErrors.BadUrl();
        var name = url[Math.Min(url.Length, uri.Scheme.Length + 3)..];
        var isLocal = options.AllowHttpIssuersOnThisMachine && IsOnThisMachine(uri);

        // A host without a dot might be called aws or sts, and its claims would pass for condition keys of ours.
        var isRight = isLocal
            ? uri.UserInfo.Length == 0 && !name.AsSpan(uri.Authority.Length).ContainsAnyExcept(InName)
            : uri.Scheme == Uri.UriSchemeHttps && uri.Host.Contains('.') && !name.AsSpan().ContainsAnyExcept(InName);
        return isRight ? name : throw OidcErrors.BadUrl();
    }

    /// <summary>Whether keys may be fetched from an address: over TLS, or from this machine where that is allowed.</summary>
    public static bool MayBeFetched(Uri address, ServerOptions options) =>
        address.Scheme == Uri.UriSchemeHttps || (options.AllowHttpIssuersOnThisMachine && IsOnThisMachine(address));

    private static bool IsOnThisMachine(Uri address) => address.Scheme == Uri.UriSchemeHttp && address.Host is "127.0.0.1" or "localhost";
}
