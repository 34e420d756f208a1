using System.Globalization;

namespace Countersign.Authorize;

/// <summary>What is wrong with a question of another service. The words are ours: AuthZEN gives only the statuses.</summary>
internal static class AuthorizeErrors
{
    private const int LongestShown = 64;

    public static ApiError NotJson() =>
        new("ValidationError", 400, "The body must be one JSON object in UTF-8, with no member twice.");

    /// <param name="contentType">As sent; null when there was none.</param>
    public static ApiError NotJsonType(string? contentType) =>
        new("UnsupportedMediaType", 415, $"The content type must be application/json, not '{Short(contentType ?? "")}'.");

    public static ApiError Missing(string path) => Invalid(path, "is missing");

    /// <param name="path">Where it stands.</param>
    /// <param name="expected">What would be right.</param>
    public static ApiError Malformed(string path, string expected) => Invalid(path, $"must be {expected}");

    public static ApiError NoAction(string path, string action) =>
        Invalid(path, $"is no action: '{Short(action)}'. It looks like shop:Refund: a service in lower case, a colon, a name");

    /// <param name="path">Where it stands.</param>
    /// <param name="limit">The most that there may be.</param>
    /// <param name="count">How many there are.</param>
    public static ApiError TooMany(string path, int limit, int count) =>
        Invalid(path, string.Create(CultureInfo.InvariantCulture, $"has {count} items; one request may ask {limit} questions at most"));

    public static ApiError KeyIsOurs(string path, string key) =>
        Invalid(path, $"cannot be told by a service: '{Short(key)}' is no condition key, or is one that is known here");

    public static ApiError KeyTwice(string path, string key) => Invalid(path, $"gives the condition key '{Short(key)}' a second time");

    public static ApiError NotOfSubject(string path, string kind) => Invalid(path, $"cannot be said of a subject of the type {kind}: that is known here");

    private static ApiError Invalid(string path, string fault) => new("ValidationError", 400, $"{path} {fault}.") { Member = path };

    private static string Short(string text) => text.Length <= LongestShown ? text : text[..LongestShown] + "...";
}
