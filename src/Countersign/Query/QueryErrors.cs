using System.Globalization;

namespace Countersign.Query;

/// <summary>Every refusal of the Query protocol itself: authentication, form, dispatch. Operations have their own catalogue.</summary>
/// <remarks>
/// Codes and texts as AWS answers ("Common Errors" of the IAM API Reference, "Troubleshooting Signature Version 4", and
/// answers recorded from the services): clients match them, and correct their clocks by some.
/// </remarks>
internal static class QueryErrors
{
    private const int LongestRepeated = 256;

    // --- who is calling

    public static ApiError MissingAuthenticationToken() =>
        new("MissingAuthenticationToken", 403, "Request is missing Authentication Token");

    public static ApiError UnsupportedAlgorithm(string algorithm) =>
        IncompleteSignature($"Unsupported AWS 'algorithm': '{Short(algorithm)}'.");

    /// <param name="missing">What the Authorization header should have had: Credential, SignedHeaders, Signature.</param>
    /// <param name="dateMissing">Whether there was no date either.</param>
    /// <param name="header">The Authorization header as sent.</param>
    public static ApiError MissingInHeader(IEnumerable<string> missing, bool dateMissing, string header) =>
        IncompleteSignature(string.Concat(
            string.Concat(missing.Select(part => $"Authorization header requires '{part}' parameter. ")),
            dateMissing ? "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. " : "",
            $"Authorization={Short(header)}"));

    public static ApiError MalformedHeader(string header) =>
        IncompleteSignature($"Authorization header must be 'AWS4-HMAC-SHA256 Credential=..., SignedHeaders=..., Signature=...', each once. Authorization={Short(header)}");

    /// <param name="missing">The X-Amz-... query parameters that a presigned request should have had.</param>
    public static ApiError MissingInQuery(IEnumerable<string> missing) =>
        IncompleteSignature(
            $"{string.Concat(missing.Select(name => $"AWS query-string parameters must include '{name}'. "))}Re-examine the query-string parameters.");

    public static ApiError MalformedCredential(string credential) =>
        IncompleteSignature(
            $"Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{Short(credential)}'.");

    public static ApiError MalformedDate(string date) =>
        IncompleteSignature(
            $"Date must be in ISO-8601 'basic format'. Got '{Short(date)}'. See http://en.wikipedia.org/wiki/ISO_8601");

    public static ApiError MalformedSignature() =>
        IncompleteSignature("Signature must be 64 hexadecimal digits in lower case.");

    public static ApiError HostNotSigned() =>
        IncompleteSignature("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");

    public static ApiError HeaderNotSigned(string header) =>
        IncompleteSignature($"'{header}' must be a 'SignedHeader' in the AWS Authorization.");

    public static ApiError MalformedSignedHeaders() =>
        IncompleteSignature("SignedHeaders must be header names in lower case, each once, separated by ';'.");

    public static ApiError TwoSignatures() =>
        IncompleteSignature("Only one way to authenticate is allowed: one Authorization header or X-Amz-... query parameters.");

    public static ApiError RepeatedHeader(string header) =>
        IncompleteSignature($"Header '{header}' must be sent once.");

    public static ApiError BodyNotHashed(string sent) =>
        IncompleteSignature(
            $"'X-Amz-Content-SHA256' must be the SHA-256 of the body in hexadecimal; '{Short(sent)}' is not supported.");

    public static ApiError PresignedBody() =>
        IncompleteSignature("A presigned request must have an empty body: its parameters belong into the URL.");

    public static ApiError BadExpires(string expires) =>
        IncompleteSignature($"X-Amz-Expires must be a number of seconds between 1 and 604800 (seven days), got '{Short(expires)}'.");

    /// <summary>An unknown or inactive access key, or a session token that does not fit it; one answer for all.</summary>
    /// <param name="service">STS ends the sentence with a full stop, IAM does not.</param>
    public static ApiError InvalidClientTokenId(string? service) =>
        new("InvalidClientTokenId", 403, $"The security token included in the request is invalid{(service is "sts" ? "." : "")}");

    public static ApiError ExpiredToken() =>
        new("ExpiredToken", 403, "The security token included in the request is expired");

    public static ApiError SignatureDoesNotMatch() => SignatureDoesNotMatch(
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
        + "and signing method. Consult the service documentation for details.");

    public static ApiError BodyHashDoesNotMatch() =>
        SignatureDoesNotMatch("The provided 'x-amz-content-sha256' header does not match what was computed.");

    public static ApiError SignatureExpired(DateTimeOffset signed, DateTimeOffset now, TimeSpan window) =>
        SignatureDoesNotMatch(
            $"Signature expired: {Basic(signed)} is now earlier than {Basic(now - window)} ({Basic(now)} - {Minutes(window)} min.)");

    public static ApiError SignatureNotYetCurrent(DateTimeOffset signed, DateTimeOffset now, TimeSpan window) =>
        SignatureDoesNotMatch(
            $"Signature not yet current: {Basic(signed)} is still later than {Basic(now + window)} ({Basic(now)} + {Minutes(window)} min.)");

    public static ApiError WrongService(string service) =>
        SignatureDoesNotMatch($"Credential should be scoped to correct service: '{service}'.");

    public static ApiError WrongRegion(string region) =>
        SignatureDoesNotMatch($"Credential should be scoped to a valid Region, not '{Short(region)}'.");

    public static ApiError WrongTerminator() =>
        SignatureDoesNotMatch("Credential should be scoped with a valid terminator: 'aws4_request'.");

    public static ApiError WrongScopeDate(string scopeDate, DateTimeOffset signed) =>
        SignatureDoesNotMatch(
            $"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{Short(scopeDate)}' != '{Basic(signed)[..8]}', from '{Basic(signed)}'.");

    public static ApiError RequestExpired() => new("RequestExpired", 400, "Request has expired.");

    // --- what is asked

    public static ApiError InvalidAction(string action, string version) =>
        new("InvalidAction", 400, $"Could not find operation {Short(action)} for version {Short(version)}");

    public static ApiError MissingAction() =>
        new("MissingAction", 400, "The request must have the parameter Action.");

    /// <param name="problem">What cannot be read, and where; a sentence.</param>
    public static ApiError MalformedQueryString(string problem) => new("MalformedQueryString", 400, problem);

    // --- what HTTP itself refuses

    public static ApiError BadRequest() =>
        new("BadRequest", 400, "The request is not well-formed HTTP.");

    public static ApiError NotFound() =>
        new("NotFound", 404, "There is nothing at this address. API requests go to '/'.");

    public static ApiError MethodNotAllowed(string method) =>
        new("MethodNotAllowed", 405, $"The method {Short(method)} is not supported. Use POST, or GET with a query string.");

    public static ApiError RequestTimeout() =>
        new("RequestTimeout", 408, "The request was not received in time.");

    /// <param name="limit">The most bytes that a body may have.</param>
    public static ApiError RequestEntityTooLarge(long limit) =>
        new("RequestEntityTooLarge", 413, $"The body has more than {limit.ToString(CultureInfo.InvariantCulture)} bytes.");

    public static ApiError UnsupportedMediaType(string contentType) =>
        new("UnsupportedMediaType", 415,
            $"The content type '{Short(contentType)}' is not supported. Use application/x-www-form-urlencoded; charset=utf-8.");

    /// <summary>A bug of ours: the caller gets the request id, the log gets the rest.</summary>
    public static ApiError ServiceFailure() =>
        new("ServiceFailure", 500, "The request processing has failed because of an unknown error, exception or failure.");

    /// <param name="retryAfter">When to try again.</param>
    public static ApiError ServiceUnavailable(TimeSpan retryAfter) =>
        new("ServiceUnavailable", 503, "The server is too busy to handle the request. Try again later.") { RetryAfter = retryAfter };

    private static ApiError IncompleteSignature(string message) => new("IncompleteSignature", 400, message);

    private static ApiError SignatureDoesNotMatch(string message) => new("SignatureDoesNotMatch", 403, message);

    private static string Basic(DateTimeOffset time) => SigningTime.Print(time);

    private static string Minutes(TimeSpan window) => window.TotalMinutes.ToString(CultureInfo.InvariantCulture);

    private static string Short(string text) => text.Length <= LongestRepeated ? text : $"{text.AsSpan(0, LongestRepeated)}...";
}
