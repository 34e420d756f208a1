namespace Countersign.Mfa.Passkeys;

/// <summary>What people are told when a passkey does not do. One text for whatever was wrong; the audit log has the reason.</summary>
internal static class PasskeyErrors
{
    /// <summary>The code of <see cref="PossiblyCloned"/>.</summary>
    public const string PossiblyClonedKey = "PossiblyClonedKey";

    /// <summary>The answer of browser or key was not right.</summary>
    /// <param name="reason">Why, for the audit log: never in the caller's own words.</param>
    public static ApiError Refused(string reason) =>
        new("PasskeyRefused", 403, "That passkey or security key was not accepted. Try again; if it goes on, use another way to sign in and ask your administrator.")
        {
            AuditReason = reason,
        };

    /// <summary>The counter of a key went back: two of the same key are about.</summary>
    public static ApiError PossiblyCloned(long stored, uint received) =>
        new(PossiblyClonedKey, 403, "This security key was refused, since its counter went back: there may be a copy of it. Use another way to sign in, and ask your administrator to remove this key.")
        {
            AuditReason = $"signature counter {received} after {stored}",
        };

    /// <summary>The page was open for too long, in another browser, or was sent twice: nothing was judged.</summary>
    public static ApiError Over() =>
        new("PasskeyRefused", 403, "This page was open for too long, or was sent already. Try again.")
        {
            Counted = false,
            AuditReason = "challenge unknown, expired or used",
        };

    public static ApiError Malformed() =>
        new("ValidationError", 400, "The browser sent no answer of a passkey or security key. Try again, with another browser if it goes on.")
        {
            Counted = false,
        };

    /// <summary>The address of the console does not let browsers use passkeys.</summary>
    public static ApiError CannotWork(string problem) => new("ValidationError", 400, problem) { Counted = false };

    public static ApiError TooMany(TimeSpan? wait) =>
        new("PasskeyRefused", 403, wait is { } time
            ? $"This key was refused too often. Try again in {IamErrors.InWords(time)}, or use another way to sign in."
            : $"This key is disabled after {Attempt.LockedAt} refusals in a row. An administrator, or another device of yours, can enable it.")
        {
            RetryAfter = wait,
        };

    public static ApiError RegisteredAlready() =>
        new("EntityAlreadyExists", 409, "This passkey or security key is registered already. Use another one.");

    /// <summary>The account wants to know the maker and the model of a key, and this one (or the browser) does not tell.</summary>
    public static ApiError NotAttested() =>
        new("PasskeyNotAllowed", 403, "Your account accepts only security keys that prove their model, and this one did not. Use another key, or let the browser pass on what it asks about.")
        {
            AuditReason = "no attestation by a certificate",
        };

    /// <summary>The account's list of models does not have this one.</summary>
    public static ApiError ModelNotAllowed(Guid aaguid) =>
        new("PasskeyNotAllowed", 403, "Your account does not accept this model of passkey or security key. Ask your administrator which ones it accepts.")
        {
            AuditReason = $"AAGUID {aaguid:D} is not on the account's list",
        };

    public static ApiError PasswordlessNotAllowed() =>
        new("PasskeyRefused", 403, "Signing in with a passkey alone is not allowed here. Sign in with your password.");
}
