using System.Buffers.Text;
using System.Text.Json;

namespace Countersign.Mfa.Passkeys;

/// <summary>Reads the JSON of browsers strictly: no member twice, little depth, Base64url where bytes are meant.</summary>
internal static class ClientJson
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <returns>Null when it is no JSON object.</returns>
    public static JsonDocument? Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            var document = JsonDocument.Parse(utf8, Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)    // the second for a name that is not Unicode
        {
            return null;
        }
    }

    /// <summary>A member that is an object.</summary>
    public static JsonElement? Object(this JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    /// <summary>A member that is a text; null when it is not there, or not that.</summary>
    public static string? Text(this JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? value.Text() : null;

    /// <summary>A text; null when it is something else, or has half of a surrogate pair in it.</summary>
    public static string? Text(this JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;    // as above
        }
    }

    /// <summary>A member that is bytes in Base64url; null when it is not there, or not that.</summary>
    public static byte[]? Bytes(this JsonElement parent, string name) =>
        parent.Text(name) is { } text && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}
