using System.Globalization;
using System.Text.Json;

namespace Countersign.Authorize;

/// <summary>A part of the JSON that another service sent, and where it stands, so that a refusal can name it.</summary>
/// <param name="Value">The part.</param>
/// <param name="Path">Where: <c>evaluations[3].action.name</c>; empty for the whole.</param>
internal readonly record struct JsonMember(JsonElement Value, string Path)
{
    private const int LongestShown = 64;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>Reads a body: an object, no member of it twice.</summary>
    /// <param name="body">UTF-8.</param>
    /// <param name="read">Makes of it what is needed; the parts are gone afterwards.</param>
    /// <exception cref="ApiError">ValidationError: no JSON object; whatever <paramref name="read"/> finds.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> body, Func<JsonMember, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(new JsonMember(document.RootElement, "")) : throw AuthorizeErrors.NotJson();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)    // the second for a text that is not Unicode
        {
            throw AuthorizeErrors.NotJson();
        }
    }

    /// <summary>A member; null when it is not there, or null.</summary>
    public JsonMember? Find(string name) =>
        Value.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? new JsonMember(value, PathOf(name)) : null;

    /// <summary>A member that must be there.</summary>
    /// <exception cref="ApiError">ValidationError: it is not.</exception>
    public JsonMember Get(string name) => Find(name) ?? throw AuthorizeErrors.Missing(PathOf(name));

    /// <summary>A member that is an object; null when it is not there.</summary>
    /// <exception cref="ApiError">ValidationError: it is something else.</exception>
    public JsonMember? FindObject(string name) => Find(name)?.AsObject();

    /// <summary>Itself, which must be an object.</summary>
    /// <exception cref="ApiError">ValidationError: it is something else.</exception>
    public JsonMember AsObject() => Value.ValueKind == JsonValueKind.Object ? this : throw AuthorizeErrors.Malformed(Path, "an object");

    /// <summary>Itself, which must be a text.</summary>
    /// <param name="longest">Characters at most.</param>
    /// <param name="emptyToo">Whether it may be empty.</param>
    /// <exception cref="ApiError">ValidationError: it is something else.</exception>
    public string AsText(int longest, bool emptyToo = false)
    {
        var text = Value.ValueKind == JsonValueKind.String ? Value.GetString() : null;
        return text is not null && text.Length <= longest && (emptyToo || text.Length > 0)
            ? text
            : throw AuthorizeErrors.Malformed(Path, string.Create(CultureInfo.InvariantCulture, $"a text of {(emptyToo ? 0 : 1)} to {longest} characters"));
    }

    /// <summary>The members of an object.</summary>
    public IEnumerable<(string Name, JsonMember Member)> Members()
    {
        var here = this;
        return Value.EnumerateObject().Select(property => (property.Name, new JsonMember(property.Value, here.PathOf(property.Name))));
    }

    /// <summary>The items of a list.</summary>
    /// <exception cref="ApiError">ValidationError: it is something else.</exception>
    public IEnumerable<JsonMember> Items()
    {
        if (Value.ValueKind != JsonValueKind.Array)
            throw AuthorizeErrors.Malformed(Path, "a list");
        var path = Path;
        return Value.EnumerateArray().Select((item, i) => new JsonMember(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]")));
    }

    /// <summary>Where a member stands, or would.</summary>
    public string PathOf(string name)
    {
        var shown = name.Length <= LongestShown ? name : name[..LongestShown] + "...";
        return Path.Length == 0 ? shown : $"{Path}.{shown}";
    }
}
