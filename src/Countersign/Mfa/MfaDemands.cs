using System.Globalization;
using Countersign.Storage;

namespace Countersign.Mfa;

/// <summary>What an account demands of second factors.</summary>
/// <param name="RequiredFrom">From then on nobody signs in to the console without MFA; null: never.</param>
/// <param name="PasswordlessSignIn">Whether a passkey that has verified its user signs in without a password.</param>
/// <param name="AttestationRequired">Whether a new security key must attest what it is.</param>
/// <param name="AllowedAaguids">The models of security keys that may be registered, by AAGUID (a UUID); empty: any.</param>
public sealed record MfaDemands(
    DateTimeOffset? RequiredFrom, bool PasswordlessSignIn, bool AttestationRequired, IReadOnlyList<string> AllowedAaguids)
{
    /// <summary>As it stands in the database.</summary>
    internal static MfaDemands Of(MfaSettings stored) => new(
        stored.RequiredFrom, stored.PasswordlessSignIn, stored.AttestationRequired,
        stored.Aaguids.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>For the database: AAGUIDs in lower case, each once, in order; the moment in whole seconds.</summary>
    /// <exception cref="ApiError">ValidationError: an AAGUID is no UUID, or there are more than 100.</exception>
    internal MfaSettings ToStored()
    {
        const int most = 100;
        if (AllowedAaguids.Count > most)
            throw MfaErrors.TooManyModels(most);
        var models = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var text in AllowedAaguids)
        {
            if (!Guid.TryParseExact(text, "D", out var aaguid))
                throw MfaErrors.NoAaguid();
            models.Add(aaguid.ToString("D"));
        }

        return new MfaSettings
        {
            RequiredFrom = RequiredFrom is { } from ? DateTimeOffset.FromUnixTimeSeconds(from.ToUnixTimeSeconds()) : null,
            PasswordlessSignIn = PasswordlessSignIn,
            AttestationRequired = AttestationRequired,
            Aaguids = string.Join(' ', models),
        };
    }

    /// <summary>In words, for the audit log.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        MFA required: {(RequiredFrom is { } from ? $"from {from.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}" : "no")}; passwordless sign-in: {YesOrNo(PasswordlessSignIn)}; attestation required: {YesOrNo(AttestationRequired)}; allowed models: {(AllowedAaguids.Count == 0 ? "any" : string.Join(", ", AllowedAaguids))}
        """);

    private static string YesOrNo(bool value) => value ? "yes" : "no";
}
