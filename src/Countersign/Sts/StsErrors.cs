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

    public static ApiError InvalidAuthorizationMessage() =>
        new("InvalidAuthorizationMessageException", 400, "This is no encoded authorization message of this account, or it is not whole.");

    public static ApiError NoSuchAccessKey(string accessKeyId) =>
        new("AccessDenied", 403, $"The access key {accessKeyId} does not belong to an account here.");

    public static ApiError PackedPolicyTooLarge(int percent) =>
        new("PackedPolicyTooLarge", 400, $"Packed policy consumes {percent}% of allotted space, please use smaller policy.");

    public static ApiError SessionPolicyMalformed(string message) => new("MalformedPolicyDocument", 400, message);

    public static ApiError SessionPoliciesTooLong(int limit) =>
        new("PackedPolicyTooLarge", 400, $"The session policies together have more than {limit} characters.");

    public static ApiError NoSuchSessionPolicy(string arn) =>
        new("ValidationError", 400, $"Policy {arn} does not exist or cannot limit a session of this account.");

    public static ApiError NoContexts() =>
        new("ValidationError", 400, "ProvidedContexts is not supported: there is no provider of contexts here. Leave it out.") { Counted = false };

    public static ApiError TooLongForRole() =>
        new("ValidationError", 400, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");

    public static ApiError TooLongForChain() =>
        new("ValidationError", 400, "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");

    public static ApiError SourceIdentityIsSet() =>
        new("AccessDenied", 403, "The source identity of this session is set already and cannot be changed.");

    public static ApiError TransitiveTagIsSet(string key) =>
        new("InvalidParameterValue", 400, $"The session tag {key} is transitive: it came along with the calling session and cannot be passed again.");

    public static ApiError TransitiveTagIsNone(string key) =>
        new("InvalidParameterValue", 400, $"TransitiveTagKeys names {key}, which is not among the Tags.");
}
