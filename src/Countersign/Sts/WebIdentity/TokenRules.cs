using Countersign.Storage;

namespace Countersign.Sts.WebIdentity;

/// <summary>What a token whose signature is right must say besides (OpenID Connect Core 1.0, section 3.1.3.7).</summary>
internal static class TokenRules
{
    /// <summary>How far an issuer's clock may be ahead of this one.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private const string SourceIdentity = "https://aws.amazon.com/source_identity";

    /// <summary>Whom the token vouches for.</summary>
    /// <param name="token">Signed by the provider.</param>
    /// <param name="provider">Whose token it is.</param>
    /// <param name="clientIds">The audiences that the provider's tokens may be for.</param>
    /// <param name="now">The moment of the call; an end is kept to the second, a beginning may be a little ahead.</param>
    /// <exception cref="ApiError">ExpiredTokenException, InvalidIdentityToken.</exception>
    public static VouchedFor Check(Jwt token, OidcProvider provider, IReadOnlyList<string> clientIds, DateTimeOffset now)
    {
        var expires = token.Expires ?? throw WebIdentityErrors.MissingClaim("exp");
        var issued = token.IssuedAt ?? throw WebIdentityErrors.MissingClaim("iat");
        if (now >= expires)
            throw WebIdentityErrors.Expired(now, expires);
        if (issued - now > ClockSkew || token.NotBefore - now > ClockSkew)
            throw WebIdentityErrors.NotYetValid();
        var subject = token.Find("sub") ?? throw WebIdentityErrors.MissingClaim("sub");
        if (subject.Length > 255)
            throw WebIdentityErrors.BadClaim("sub");
        var audience = AudienceOf(token);
        if (!clientIds.Contains(audience, StringComparer.Ordinal))
            throw WebIdentityErrors.WrongAudience();
        var source = token.Find(SourceIdentity);
        if (source is not null && (source.Length is < 2 or > 64 || !source.All(IsInSourceIdentity)))
            throw WebIdentityErrors.BadClaim(SourceIdentity);
        return new VouchedFor(provider.Url, subject, audience, source, KeysOf(token, provider.Name, audience));
    }

    // A token for several is for the one that was given it: azp says who that is.
    private static string AudienceOf(Jwt token)
    {
        if (!token.Claims.TryGetValue("aud", out var audiences) || audiences is [])
            throw WebIdentityErrors.MissingClaim("aud");
        if (audiences is [var only])
            return only;
        var authorized = token.Find("azp") ?? throw WebIdentityErrors.MissingClaim("azp");
        return audiences.Contains(authorized, StringComparer.Ordinal) ? authorized : throw WebIdentityErrors.WrongAudience();
    }

    private static Dictionary<string, IReadOnlyList<string>> KeysOf(Jwt token, string name, string audience)
    {
        var keys = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (claim, values) in token.Claims)
        {
            // Keys are one whatever their case, claims are not: what could be two things is no key at all.
            if (!keys.TryAdd($"{name}:{claim}", values))
                throw WebIdentityErrors.BadClaim(claim);
        }

        keys[$"{name}:aud"] = [audience];
        return keys;
    }

    private static bool IsInSourceIdentity(char one) => char.IsAsciiLetterOrDigit(one) || one is '_' or '+' or '=' or ',' or '.' or '@' or '-';
}

/// <summary>Whom a token vouches for.</summary>
/// <param name="Issuer">Who does.</param>
/// <param name="Subject">1 to 255 characters.</param>
/// <param name="Audience">For whom the token was made.</param>
/// <param name="SourceIdentity">Who stands behind it; null when the token does not say.</param>
/// <param name="Keys">The condition keys: each claim behind the provider's name and a colon.</param>
internal sealed record VouchedFor(
    string Issuer, string Subject, string Audience, string? SourceIdentity, IReadOnlyDictionary<string, IReadOnlyList<string>> Keys);
