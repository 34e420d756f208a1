namespace Countersign.Sts;

/// <summary>What STS answers about MFA: an AccessDenied each, with the texts that tools match (trailing and double blanks are AWS's).</summary>
internal static class StsErrors
{
    public static ApiError WrongCode() =>
        new("AccessDenied", 403, "MultiFactorAuthentication failed with invalid MFA one time pass code. ");

    public static ApiError CodeAlreadyUsed() =>
        new("AccessDenied", 403, "MultiFactorAuthentication failed with invalid MFA one time pass code. ") { Counted = false };

    public static ApiError UnknownDevice() =>
        new("AccessDenied", 403, "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.");

    public static ApiError BothOrNone() =>
        new("AccessDenied", 403, "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.");

    public static ApiError TooManyCodes(TimeSpan? wait) =>
        new("AccessDenied", 403, "MultiFactorAuthentication failed. " + IamErrors.WaitOrUnlock(wait)) { RetryAfter = wait };

    public static ApiError SessionCredentials(string operation) =>
        new("AccessDenied", 403, $"Cannot call {operation} with session credentials");

    public static ApiError NoSuchAccessKey(string accessKeyId) =>
        new("AccessDenied", 403, $"The access key {accessKeyId} does not belong to an account here.");
}
