namespace Countersign.Otp;

/// <summary>What an authenticator counts.</summary>
public enum OathKind
{
    /// <summary>Time (RFC 6238).</summary>
    Totp,

    /// <summary>Button presses (RFC 4226).</summary>
    Hotp,
}
