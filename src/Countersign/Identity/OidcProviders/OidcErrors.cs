namespace Countersign.Identity.OidcProviders;

/// <summary>What the operations on OpenID Connect providers refuse. Codes and statuses are the service model's; AWS's texts are not recorded.</summary>
internal static class OidcErrors
{
    public static ApiError BadUrl() => new(
        "InvalidInput", 400,
        "Invalid Open ID Connect Provider URL. It is the issuer as its tokens name it: https://, a host name with a dot in lower case, and a path if there is one; no port, no query.");

    public static ApiError Exists(string url) =>
        new("EntityAlreadyExists", 409, $"Provider with url {url} already exists.");

    public static ApiError NotFound(string arn) =>
        new("NoSuchEntity", 404, $"OpenIDConnect Provider not found for arn {arn}");

    public static ApiError BadThumbprint() =>
        new("InvalidInput", 400, "A thumbprint has 40 hexadecimal digits: the SHA-1 of a certificate.");

    public static ApiError TooManyThumbprints(int limit) =>
        new("InvalidInput", 400, $"A provider has {limit} thumbprints at most.");
}
