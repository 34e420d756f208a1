using System.Text;
using System.Text.Json;

namespace Countersign.Fuzz;

/// <summary>Policies to begin with, from tests/vectors/policy, and the words of the language.</summary>
internal static class PolicyTexts
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "vectors", "policy");

    /// <summary>A policy with everything in it.</summary>
    public const string Rich =
        """
        {"Version":"2012-10-17","Id":"x","Statement":[{"Sid":"a","Effect":"Deny","NotAction":["iam:*","s3:Get?"],
        "NotResource":"arn:aws:s3:::${aws:username, 'x'}/*","Condition":{"ForAnyValue:StringLike":{"aws:TagKeys":["a*","b"]},
        "DateLessThan":{"aws:CurrentTime":1767225600},"NumericEquals":{"app:n":"1.50"},"BinaryEquals":{"app:b":"QUJD"},
        "IpAddress":{"aws:SourceIp":["203.0.113.0/24","2001:db8::/32"]},"Null":{"aws:x":true},
        "ArnLikeIfExists":{"aws:PrincipalArn":"arn:aws:iam::*:user/${*}"}}},{"Effect":"Allow","Action":"*","Resource":"*"}]}
        """;

    /// <summary>Words of the language.</summary>
    public static IReadOnlyList<string> Words { get; } =
    [
        "{", "}", "[", "]", "\"", ",", ":", "\\", "\\u", "\\ud800", "\\u0000", "null", "true", "1e999", "-", "*", "?", "${", "}", "${aws:username}",
        "${aws:username, 'x'}", "${*}", "${$}", "arn:aws:", "::::::", "ForAllValues:", "ForAnyValue:", "IfExists", "\"Version\":\"2012-10-17\",",
        "\"Condition\":{", "\"Principal\":{\"AWS\":\"*\"}", "\"NotPrincipal\":", "\"Action\":", "\"NotAction\":", "\"Resource\":", "\"NotResource\":",
        "\"Effect\":\"Allow\"", "\"Effect\":\"Deny\"", "\"Sid\":", "\"Statement\":[", "StringEquals", "StringNotEquals", "StringLike", "StringNotLike",
        "StringEqualsIgnoreCase", "NumericLessThan", "DateGreaterThanEquals", "Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "ArnEquals", "ArnLike",
        "Null", "2026-01-01T00:00:00Z", "1767225600", "9999999999999999999999", "203.0.113.0/24", "0.0.0.0/0", "::/0", "::ffff:1.2.3.4/96", "QUJD",
        "iam:GetUser", "sts:AssumeRole", "s3:*", "arn:aws:iam::111122223333:user/alice", "111122223333", "Service", "Federated", "CanonicalUser",
    ];

    /// <summary>Documents that are wrong in ways that people are wrong.</summary>
    public static IEnumerable<string> Malformed()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "malformed.json")));
        foreach (var row in Objects(file.RootElement))
        {
            if (row.TryGetProperty("document", out var document))
                yield return document.ValueKind == JsonValueKind.String ? document.GetString()! : document.GetRawText();
        }
    }

    /// <summary>The cases of a vector file, whose fields its README tells.</summary>
    public static IEnumerable<JsonElement> Cases(string name)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name)));
        foreach (var row in Objects(file.RootElement))
        {
            if (row.TryGetProperty("policies", out _))
                yield return row;
        }
    }

    /// <summary>Text as bytes.</summary>
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static IEnumerable<JsonElement> Objects(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
            return element.EnumerateArray().SelectMany(Objects);
        return element.ValueKind == JsonValueKind.Object
            ? element.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Array).SelectMany(member => Objects(member.Value)).Prepend(element)
            : [];
    }
}
