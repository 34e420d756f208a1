namespace Countersign.Sts.WebIdentity;

/// <summary>What somebody with a provider's token is refused with. Codes and statuses are the service model's; AWS's texts are from memory.</summary>
/// <remarks>The token is nowhere in them, nor what it says before its signature is checked, but for the issuer.</remarks>
internal static class WebIdentityErrors
{
    public static ApiError NotAuthorized(string reason) =>
        new("AccessDenied", 403, "Not authorized to perform sts:AssumeRoleWithWebIdentity") { AuditReason = reason };

    /// <param name="reason">What is wrong with it; for the audit log.</param>
    public static ApiError NoToken(string reason) =>
        Invalid("The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)", reason);

    public static ApiError NoProvider(string issuer) =>
        Invalid($"No OpenIDConnect provider found in your account for {issuer}");

    public static ApiError WrongSignature(string reason) =>
        Invalid("Couldn't verify the token's signature with a key of your identity provider.", reason);

    public static ApiError WrongAudience() => Invalid("Incorrect token audience");

    public static ApiError NotYetValid() => Invalid("The token is not valid yet. Check the clocks of this server and of the identity provider.");

    public static ApiError MissingClaim(string claim) => Invalid($"Missing a required claim: {claim}");

    public static ApiError BadClaim(string claim) => Invalid($"The claim {claim} is not of the right form.");

    public static ApiError Expired(DateTimeOffset now, DateTimeOffset end) => new(
        "ExpiredTokenException", 400,
        $"Token expired: current date/time {now.ToUnixTimeSeconds()} must be before the expiration date/time {end.ToUnixTimeSeconds()}");

    /// <param name="reason">Why its keys could not be had; for the audit log, since whoever asks may be anybody.</param>
    public static ApiError NoKeys(string reason) => new(
        "IDPCommunicationError", 400, "Couldn't retrieve verification key from your identity provider. Try again in a minute.")
    { AuditReason = reason };

    public static ApiError ProviderIdIsForAccessTokens() => new(
        "ValidationError", 400, "ProviderId is for access tokens of OAuth 2.0, which are not taken here. Leave it out.");

    private static ApiError Invalid(string message, string? reason = null) => new("InvalidIdentityToken", 400, message) { AuditReason = reason };
}
