using System.Net;
using System.Text.Json;

namespace Countersign.Authorize;

/// <summary>The condition keys that another service may tell: what it knows of the request it received, never what is known here.</summary>
/// <remarks>
/// Who somebody is, whether with MFA, and what time it is are known here, so a service cannot claim them. A name without a colon is
/// a key of the service's own.
/// </remarks>
internal static class ConditionKeys
{
    /// <summary>The prefix of a resource's tags.</summary>
    public const string ResourceTag = "aws:ResourceTag/";

    private const int LongestName = 256;

    private static readonly HashSet<string> OfRequest = new(StringComparer.OrdinalIgnoreCase)
    {
        "aws:Referer", "aws:RequestedRegion", "aws:SecureTransport", "aws:SourceIp", "aws:TagKeys", "aws:UserAgent",
    };

    /// <summary>Adds what a member of the question tells.</summary>
    /// <param name="keys">Receives them; compares without regard to case.</param>
    /// <param name="told">An object; its values are texts, numbers, flags, or lists of these. Null is as if it were not there.</param>
    /// <param name="prefix">What stands before a name without a colon.</param>
    /// <exception cref="ApiError">ValidationError: a key that a service cannot tell, one that is there already, or no such value.</exception>
    public static void Add(Dictionary<string, IReadOnlyList<string>> keys, JsonMember told, string prefix)
    {
        foreach (var (name, member) in told.Members())
        {
            var key = name.Contains(':', StringComparison.Ordinal) ? name : prefix + name;
            if (!IsOfService(key))
                throw AuthorizeErrors.KeyIsOurs(member.Path, key);
            if (Values(member) is not { } values)
                continue;
            if (key.Equals("aws:SourceIp", StringComparison.OrdinalIgnoreCase) && !values.All(value => IPAddress.TryParse(value, out _)))
                throw AuthorizeErrors.Malformed(member.Path, "an IP address");
            if (!keys.TryAdd(key, values))
                throw AuthorizeErrors.KeyTwice(member.Path, key);
        }
    }

    private static bool IsOfService(string key)
    {
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        if (key.Length > LongestName || colon < 1 || colon == key.Length - 1 || key.Any(char.IsControl))
            return false;
        return key[..colon].ToUpperInvariant() switch
        {
            "COUNTERSIGN" => false,
            "AWS" => OfRequest.Contains(key) || IsTag(key, ResourceTag) || IsTag(key, "aws:RequestTag/"),
            _ => true,
        };
    }

    private static bool IsTag(string key, string prefix) => key.Length > prefix.Length && key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);

    private static string[]? Values(JsonMember member) => member.Value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Array => [.. member.Items().Select(Scalar)],
        _ => [Scalar(member)],
    };

    private static string Scalar(JsonMember member) => member.Value.ValueKind switch
    {
        JsonValueKind.String => member.Value.GetString()!,
        JsonValueKind.Number => member.Value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => throw AuthorizeErrors.Malformed(member.Path, "a text, a number, true or false, or a list of these"),
    };
}
