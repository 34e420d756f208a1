using System.Globalization;
using System.Net;
using Countersign.Policy;

namespace Countersign.Identity;

/// <summary>A condition key that a simulated request is to have (IAM API Reference, ContextEntry).</summary>
/// <param name="ContextKeyName">Such as <c>aws:MultiFactorAuthPresent</c>, in any case.</param>
/// <param name="ContextKeyValues">Its values: one, but for keys that can have several.</param>
/// <param name="ContextKeyType">What they are; text when left out.</param>
public sealed record ContextEntry(string? ContextKeyName = null, IReadOnlyList<string>? ContextKeyValues = null, ContextKeyType? ContextKeyType = null)
{
    /// <summary>Puts it into a request.</summary>
    /// <exception cref="ApiError">InvalidInput: no name, no value, or a value of another type.</exception>
    internal void AddTo(RequestContext context)
    {
        var name = ContextKeyName ?? throw IamErrors.InvalidInput("A context entry has no ContextKeyName.");
        var values = ContextKeyValues ?? [];
        var type = (ContextKeyType ?? Identity.ContextKeyType.@string).ToString();
        var isList = type.EndsWith("List", StringComparison.Ordinal);
        if (values.Count == 0 && !isList)
            throw IamErrors.InvalidInput($"The context entry {name} has no value.");
        if (values.FirstOrDefault(value => !IsOf(isList ? type[..^"List".Length] : type, value)) is { } wrong)
            throw IamErrors.InvalidInput($"The context entry {name} is not of the type {type}: {wrong}");
        if (isList || values.Count > 1)
            context.Set(name, values);
        else
            context.Set(name, values[0]);
    }

    private static bool IsOf(string type, string value) => type switch
    {
        "numeric" => decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
        "boolean" => bool.TryParse(value, out _),
        "ip" => IPAddress.TryParse(value, out _) || IPNetwork.TryParse(value, out _),
        "binary" => Convert.TryFromBase64String(value, new byte[value.Length], out _),
        "date" => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            || DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
        _ => true,
    };
}

/// <summary>What the values of a condition key are; named as the API has it.</summary>
public enum ContextKeyType
{
    /// <summary>Text.</summary>
#pragma warning disable CA1720 // the API's word
    @string,
#pragma warning restore CA1720

    /// <summary>Several texts.</summary>
    stringList,

    /// <summary>A number.</summary>
    numeric,

    /// <summary>Several numbers.</summary>
    numericList,

    /// <summary>True or false.</summary>
    boolean,

    /// <summary>Several of true and false.</summary>
    booleanList,

    /// <summary>An address, or a network of them.</summary>
    ip,

    /// <summary>Several addresses.</summary>
    ipList,

    /// <summary>Base64.</summary>
    binary,

    /// <summary>Several in Base64.</summary>
    binaryList,

    /// <summary>ISO 8601, or seconds since 1970.</summary>
    date,

    /// <summary>Several dates.</summary>
    dateList,
}
