using System.Collections.Concurrent;
using System.Globalization;
using Countersign.Otp;

namespace Countersign.ServiceModel;

/// <summary>A type that is one text on the wire: how it is read, printed, and what a wrong text is told.</summary>
/// <remarks>
/// Strings, numbers, booleans, times, blobs, enums, and our types with a rule of their own.
/// </remarks>
internal sealed class WireValue
{
    private static readonly ConcurrentDictionary<Type, WireValue> Known = new();

    private readonly Func<string, object?>? _read;
    private readonly Func<object, string> _print;

    static WireValue()
    {
        Register((string text, out string value) => (value = text) is not null, value => value, ShapeType.String, "");
        Register<int>(TryReadInt, value => value.ToString(CultureInfo.InvariantCulture), ShapeType.Integer, Constraint.WholeNumber);
        Register<long>(WholeNumber.TryParse, value => value.ToString(CultureInfo.InvariantCulture), ShapeType.Integer, Constraint.WholeNumber);
        Register<bool>(TryReadBool, value => value ? "true" : "false", ShapeType.Boolean, Constraint.TrueOrFalse);
        Register(
            (string text, out SerialNumber value) => SerialNumber.TryParse(text, out value!),
            value => value.Value, ShapeType.String, "Member must be a serial number");

        // Secrets that have a length and characters: a code is printed as zeros, since only its length is asked about.
        Register(
            (string text, out OneTimeCode code) => OneTimeCode.TryParse(text, out code),
            code => new string('0', code.Digits), ShapeType.String, "Member must be six digits");
        Register(
            (string text, out Password password) => (password = Password.TryParse(text)!) is not null,
            password => password.Reveal(), ShapeType.String, "Member must be text of 1 to 128 characters");
        Register(
            (string text, out WebIdentityToken token) => (token = new WebIdentityToken(text)) is not null,
            token => token.Reveal(), ShapeType.String, "");

        // The model has these three in responses only.
        Add(new WireValue(typeof(DateTimeOffset), null, value => PrintTime((DateTimeOffset)value), ShapeType.Timestamp, ""));
        Add(new WireValue(typeof(byte[]), null, value => Convert.ToBase64String((byte[])value), ShapeType.Blob, ""));
        Add(new WireValue(
            typeof(ReadOnlyMemory<byte>), null,
            value => Convert.ToBase64String(((ReadOnlyMemory<byte>)value).Span), ShapeType.Blob, ""));
    }

    private WireValue(Type type, Func<string, object?>? read, Func<object, string> print, ShapeType shape, string rule)
    {
        Type = type;
        _read = read;
        _print = print;
        Shape = shape;
        Rule = rule;
    }

    /// <summary>Reads a text; false when it is not one of the type's.</summary>
    public delegate bool TryRead<T>(string text, out T value);

    /// <summary>The type itself, never a nullable one.</summary>
    public Type Type { get; }

    /// <summary>What the service model calls it.</summary>
    public ShapeType Shape { get; }

    /// <summary>The rule that a text has broken which cannot be read.</summary>
    public string Rule { get; }

    /// <summary>Whether requests may have it.</summary>
    public bool CanRead => _read is not null;

    /// <summary>Makes a type known. Registered again, the later wins; do it before the first request.</summary>
    /// <param name="tryRead">Reads what a caller sent; strict.</param>
    /// <param name="print">
    /// The text again, for lengths and patterns to be checked and for responses. A secret type may print another text
    /// of the same length and characters.
    /// </param>
    /// <param name="shape">What the service model calls it.</param>
    /// <param name="rule">What a wrong text is told, "Member must be …"; the model's own rules come first.</param>
    public static void Register<T>(TryRead<T> tryRead, Func<T, string> print, ShapeType shape, string rule)
        where T : notnull =>
        Add(new WireValue(
            typeof(T), text => tryRead(text, out var value) ? value : null, value => print((T)value), shape, rule));

    /// <summary>How values of that type travel; null when it is no single text. Nullable types count as what they wrap.</summary>
    public static WireValue? Find(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        return bare.IsEnum ? Known.GetOrAdd(bare, OfEnum) : Known.GetValueOrDefault(bare);
    }

    /// <summary>Reads a text; null when it is not one of the type's.</summary>
    public object? Read(string text) => _read!(text);

    /// <summary>The text of a value.</summary>
    public string Print(object value) => _print(value);

    private static void Add(WireValue value) => Known[value.Type] = value;

    private static WireValue OfEnum(Type type)
    {
        var values = Enum.GetNames(type).ToDictionary(name => name, name => Enum.Parse(type, name), StringComparer.Ordinal);
        return new WireValue(
            type, text => values.GetValueOrDefault(text), value => value.ToString()!, ShapeType.String, Constraint.EnumValue);
    }

    private static bool TryReadInt(string text, out int value)
    {
        var good = WholeNumber.TryParse(text, out var number) && number is >= int.MinValue and <= int.MaxValue;
        value = good ? (int)number : 0;
        return good;
    }

    private static bool TryReadBool(string text, out bool value)
    {
        value = text.Equals("true", StringComparison.OrdinalIgnoreCase);
        return value || text.Equals("false", StringComparison.OrdinalIgnoreCase);
    }

    private static string PrintTime(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
