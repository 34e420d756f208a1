using System.Buffers;

namespace Countersign.Query;

/// <summary>What a signing key is good for: one day, one region, one service.</summary>
/// <param name="Date">The day, <c>yyyyMMdd</c>.</param>
/// <param name="Region">Whatever the client was told; we serve any.</param>
/// <param name="Service"><c>iam</c> or <c>sts</c>.</param>
internal readonly record struct CredentialScope(string Date, string Region, string Service)
{
    /// <summary>The last part of every scope.</summary>
    public const string Terminator = "aws4_request";

    private const int LongestRegion = 64;

    private static readonly SearchValues<char> InRegion =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    private static readonly SearchValues<char> InAccessKeyId =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    /// <summary>Reads a credential, <c>keyid/date/region/service/aws4_request</c>.</summary>
    /// <param name="credential">As sent.</param>
    /// <param name="signed">When the request says that it was signed; the scope must be of that day.</param>
    /// <param name="services">The services that are served here.</param>
    /// <exception cref="ApiError">IncompleteSignature, SignatureDoesNotMatch: says which part is wrong; InvalidClientTokenId.</exception>
    public static (string AccessKeyId, CredentialScope Scope) Read(
        string credential, DateTimeOffset signed, ReadOnlySpan<string> services)
    {
        var parts = credential.Split('/');
        if (parts.Length != 5)
            throw QueryErrors.MalformedCredential(credential);

        var (id, date, region, service) = (parts[0], parts[1], parts[2], parts[3]);
        if (!services.Contains(service))
            throw QueryErrors.WrongService(services[0]);
        if (!parts[4].Equals(Terminator, StringComparison.Ordinal))
            throw QueryErrors.WrongTerminator();
        if (region.Length is 0 or > LongestRegion || region.AsSpan().ContainsAnyExcept(InRegion))
            throw QueryErrors.WrongRegion(region);
        if (!SigningTime.Print(signed).AsSpan(0, 8).Equals(date, StringComparison.Ordinal))
            throw QueryErrors.WrongScopeDate(date, signed);

        // An id that cannot be one is answered like one that nobody has.
        if (id.Length is 0 or > 128 || id.AsSpan().ContainsAnyExcept(InAccessKeyId))
            throw QueryErrors.InvalidClientTokenId(service);
        return (id, new CredentialScope(date, region, service));
    }

    /// <summary>Adds the scope as strings to sign have it.</summary>
    public void AppendTo(ref ByteBuilder text)
    {
        text.Append(Date);
        text.Append("/"u8);
        text.Append(Region);
        text.Append("/"u8);
        text.Append(Service);
        text.Append("/"u8);
        text.Append(Terminator);
    }
}
