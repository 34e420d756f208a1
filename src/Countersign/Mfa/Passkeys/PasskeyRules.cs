using Countersign.Storage;

namespace Countersign.Mfa.Passkeys;

/// <summary>What an account demands of new passkeys.</summary>
/// <param name="AttestationRequired">Whether the model must be attested with a certificate.</param>
/// <param name="AllowedModels">AAGUIDs that may be registered; empty for any.</param>
internal sealed record PasskeyRules(bool AttestationRequired, IReadOnlyList<Guid> AllowedModels)
{
    /// <summary>Nothing is demanded, so nothing is asked that could tell one person's keys from another's.</summary>
    public static PasskeyRules None { get; } = new(false, []);

    public static PasskeyRules Of(MfaSettings settings) => new(
        settings.AttestationRequired,
        [.. settings.Aaguids.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => Guid.Parse(text, System.Globalization.CultureInfo.InvariantCulture))]);

    /// <summary>Whether the browser must be asked what the authenticator is.</summary>
    public bool AsksForModel => AttestationRequired || AllowedModels.Count > 0;
}
