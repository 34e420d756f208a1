namespace Countersign.Identity.OidcProviders;

/// <summary>The thumbprints of a provider's certificates: kept and shown as in AWS, and not used.</summary>
/// <remarks>TLS to the provider is checked as to any other server; a SHA-1 of one certificate would only be less than that.</remarks>
internal static class Thumbprints
{
    /// <summary>The list as it is kept.</summary>
    /// <exception cref="ApiError">InvalidInput: more than five, or not of 40 hexadecimal digits.</exception>
    public static string Write(IReadOnlyList<string>? thumbprints)
    {
        if (thumbprints is { Count: > Quotas.ThumbprintsPerOidcProvider })
            throw OidcErrors.TooManyThumbprints(Quotas.ThumbprintsPerOidcProvider);
        return (thumbprints ?? []).All(one => one.Length == 40 && one.All(char.IsAsciiHexDigit))
            ? string.Join(' ', thumbprints ?? [])
            : throw OidcErrors.BadThumbprint();
    }

    /// <summary>The list as it is shown.</summary>
    public static IReadOnlyList<string> Read(string kept) => kept.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
