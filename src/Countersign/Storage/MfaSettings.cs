namespace Countersign.Storage;

/// <summary>What an account demands of second factors.</summary>
internal sealed record MfaSettings
{
    /// <summary>From then on nobody signs in to the console without MFA; null: never.</summary>
    public DateTimeOffset? RequiredFrom { get; init; }

    /// <summary>Whether a passkey that has verified its user signs in without a password.</summary>
    public bool PasswordlessSignIn { get; init; }

    /// <summary>Whether a new security key must attest what it is.</summary>
    public bool AttestationRequired { get; init; }

    /// <summary>The models (AAGUIDs) of security keys that may be registered, one blank between two; empty: any.</summary>
    public string Aaguids { get; init; } = "";

    /// <summary>Whether sign-in lets nobody through without MFA at a moment.</summary>
    public bool IsRequired(DateTimeOffset now) => RequiredFrom <= now;
}
