using System.Globalization;

namespace Countersign.Policy;

/// <summary>The value of one context key: one text, a list of texts, or nothing.</summary>
/// <param name="Text">The value of a single-valued key.</param>
/// <param name="Texts">The values of a multi-valued key; may be empty.</param>
public readonly record struct ContextValue(string? Text, IReadOnlyList<string>? Texts)
{
    /// <summary>Whether the request has the key at all.</summary>
    public bool IsPresent => Text is not null || Texts is not null;
}

/// <summary>What a request says about itself: the context keys that conditions and variables read.</summary>
/// <remarks>
/// Keys are compared without regard to case, also the tag key after a slash. Fill it before the first evaluation; it
/// is then safe for many readers. Keys the caller does not have must be left out, not set to "".
/// </remarks>
public sealed class RequestContext
{
    internal static readonly RequestContext Empty = new();

    private readonly Dictionary<string, ContextValue> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All keys with their values, in no particular order.</summary>
    public IEnumerable<KeyValuePair<string, ContextValue>> Values => _values;

    /// <summary>Gives a key one value, in place of what it had.</summary>
    /// <returns>This context, so that calls can be chained.</returns>
    public RequestContext Set(string key, string value)
    {
        _values[key] = new ContextValue(value, null);
        return this;
    }

    /// <summary>Gives a multi-valued key its values; an empty list is a key present without values.</summary>
    /// <returns>This context.</returns>
    public RequestContext Set(string key, IReadOnlyList<string> values)
    {
        _values[key] = new ContextValue(null, values);
        return this;
    }

    /// <summary>Gives a Boolean key its value.</summary>
    /// <returns>This context.</returns>
    public RequestContext Set(string key, bool value) => Set(key, value ? "true" : "false");

    /// <summary>Gives a numeric key its value.</summary>
    /// <returns>This context.</returns>
    public RequestContext Set(string key, long value) => Set(key, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Gives a date key its value, written as ISO 8601 in UTC with seconds.</summary>
    /// <returns>This context.</returns>
    public RequestContext Set(string key, DateTimeOffset value) =>
        Set(key, value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    /// <summary>The value of a key; not present when the request does not have it.</summary>
    public ContextValue Find(string key) => _values.GetValueOrDefault(key);
}
