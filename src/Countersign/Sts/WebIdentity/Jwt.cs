using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Countersign.Sts.WebIdentity;

/// <summary>A signed token as it was received (RFC 7519, compact form): read, and not believed yet.</summary>
/// <remarks>
/// Strict, so that nobody reads another thing in it than the issuer has signed: three parts of base64url without padding, JSON without
/// a name twice, UTF-8 without faults, no header that changes how it is to be understood.
/// </remarks>
internal sealed class Jwt
{
    private static readonly SearchValues<char> InPart =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private readonly HashSet<string> _lone;    // claims that are one text, and no list

    private Jwt(JwtAlgorithm algorithm, string? keyId, byte[] signed, byte[] signature, JsonElement payload)
    {
        (Algorithm, KeyId, Signed, Signature) = (algorithm, keyId, signed, signature);
        (Expires, NotBefore, IssuedAt) = (Moment(payload, "exp"), Moment(payload, "nbf"), Moment(payload, "iat"));
        Claims = payload.EnumerateObject().Select(claim => (claim.Name, Texts: Texts(claim.Value))).Where(claim => claim.Texts is not null)
            .ToDictionary(claim => claim.Name, claim => claim.Texts!, StringComparer.Ordinal);
        _lone = payload.EnumerateObject().Where(claim => claim.Value.ValueKind == JsonValueKind.String).Select(claim => claim.Name).ToHashSet(StringComparer.Ordinal);
    }

    public JwtAlgorithm Algorithm { get; }

    /// <summary>Which of the issuer's keys it says it is signed with; null when it does not say.</summary>
    public string? KeyId { get; }

    /// <summary>What the signature is over.</summary>
    public byte[] Signed { get; }

    public byte[] Signature { get; }

    public DateTimeOffset? Expires { get; }

    public DateTimeOffset? NotBefore { get; }

    public DateTimeOffset? IssuedAt { get; }

    /// <summary>Texts, numbers and flags as texts, and lists of texts; claims of other forms are left out.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Claims { get; }

    /// <summary>A claim that is one text; null when it is not there, empty, or something else.</summary>
    public string? Find(string claim) => _lone.Contains(claim) && Claims[claim] is [{ Length: > 0 } text] ? text : null;

    /// <summary>Reads a token; null when it is none, or signed in a way that is not taken.</summary>
    public static Jwt? TryRead(string text)
    {
        if (text.Split('.', 4) is not [{ Length: > 0 } head, { Length: > 0 } body, { Length: > 0 } signature])
            return null;
        try
        {
            using var header = Parse(head);
            using var payload = Parse(body);
            return !header.RootElement.TryGetProperty("crit", out _) && JwtAlgorithm.Find(Text(header.RootElement, "alg")) is { } algorithm
                ? new Jwt(
                    algorithm, Text(header.RootElement, "kid"), Encoding.ASCII.GetBytes(text[..text.LastIndexOf('.')]), Decode(signature),
                    payload.RootElement)
                : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            return null;    // what the JSON reader says of lone surrogates, bytes that are no UTF-8, a list where an object should be
        }
    }

    private static JsonDocument Parse(string part) => JsonDocument.Parse(Utf8.GetString(Decode(part)), Strict);

    // One spelling: not with bits at the end that belong to no byte.
    private static byte[] Decode(string part)
    {
        var bytes = part.AsSpan().ContainsAnyExcept(InPart) ? throw new FormatException("not base64url") : Base64Url.DecodeFromChars(part);
        return Base64Url.EncodeToString(bytes) == part ? bytes : throw new FormatException("not the shortest base64url");
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static DateTimeOffset? Moment(JsonElement payload, string claim)
    {
        if (!payload.TryGetProperty(claim, out var value))
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && seconds is >= 0 and < 253_402_300_800    // the year 10000
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : throw new FormatException("not a moment");
    }

    private static IReadOnlyList<string>? Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Number => [value.GetRawText()],
        JsonValueKind.True => ["true"],
        JsonValueKind.False => ["false"],
        JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
            [.. value.EnumerateArray().Select(item => item.GetString()!)],
        _ => null,
    };
}
