namespace Countersign.SignIn;

/// <summary>What people are told at sign-in: what to do next, and nothing that helps somebody else.</summary>
internal static class SignInErrors
{
    /// <summary>One answer for an unknown account, an unknown user, no password, and a wrong one.</summary>
    public static ApiError Refused() =>
        new("SignInRefused", 403, "Account, user name or password is not right.");

    /// <summary>Too many wrong passwords from here: the same words as <see cref="Refused"/> would hide why the right one fails.</summary>
    public static ApiError TooManyPasswords(TimeSpan? wait) =>
        new("SignInRefused", 403, $"Too many wrong passwords. Try again in {IamErrors.InWords(wait ?? Attempt.LongestWait)}.") { RetryAfter = wait };

    public static ApiError WrongCode() =>
        new("InvalidAuthenticationCode", 403, "That code was not right or has been used. Wait for the next one.");

    public static ApiError CodeAlreadyUsed() =>
        new("InvalidAuthenticationCode", 403, "That code was not right or has been used. Wait for the next one.") { Counted = false };

    /// <summary>Not right, used, replaced or over: one text for all.</summary>
    public static ApiError WrongRecoveryCode() =>
        new("InvalidAuthenticationCode", 403, "That code was not right, has been used, or is over. Each works once.") { Member = "RecoveryCode" };

    public static ApiError NotARecoveryCode() => new(
        "ValidationError", 400, "A recovery code has 16 letters and digits, one from your administrator has 12.")
    { Member = "RecoveryCode", Counted = false };

    public static ApiError NoDeviceToRecover() =>
        new("InvalidInput", 400, "Assign an MFA device first: recovery codes stand in for one.");

    public static ApiError TooManyCodes(TimeSpan? wait) =>
        new("InvalidAuthenticationCode", 403, IamErrors.WaitOrUnlock(wait)) { RetryAfter = wait };

    public static ApiError NotACode() =>
        new("ValidationError", 400, "An MFA code is six digits (eight on some tokens), as the device shows them.") { Counted = false };

    /// <summary>The five minutes are over, or the step was taken already: start again.</summary>
    public static ApiError Over() =>
        new("SignInExpired", 401, "This sign-in took too long or was continued elsewhere. Start again.");

    public static ApiError SessionEnded() =>
        new("SessionExpired", 401, "Your session has ended. Sign in again.");

    public static ApiError FreshProofNeeded() =>
        new("FreshProofNeeded", 401, "Confirm that it is you: this needs your password again.");

    /// <summary>The password was right, and the account lets only an administrator replace it.</summary>
    public static ApiError PasswordExpired() =>
        new("PasswordExpired", 403, "Your password has expired. Ask an administrator for a new one.") { Counted = false };

    public static ApiError WrongPassword() =>
        new("SignInRefused", 403, "That password is not right.") { Member = "Password" };

    /// <summary>Nothing was judged, so nothing is counted: who is turned away in a crowd has made no mistake.</summary>
    public static ApiError Busy() =>
        new("ServiceUnavailable", 503, "Too many people are signing in at this moment. Try again in a few seconds.")
        {
            RetryAfter = TimeSpan.FromSeconds(3),
            Counted = false,
        };
}
