using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Countersign.ServiceModel;

namespace Countersign;

/// <summary>The name of an MFA device: an ARN for a virtual device or passkey, the printed number for a hardware token.</summary>
/// <remarks>9 to 256 of ASCII letters, digits and <c>_ + = / : , . @ -</c> (IAM API Reference, EnableMFADevice).</remarks>
public sealed record SerialNumber
{
    private const int MinLength = 9;
    private const int MaxLength = 256;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+=/:,.@-");

    private SerialNumber(string value) => Value = value;

    /// <summary>The text as given; compared letter for letter.</summary>
    public string Value { get; }

    /// <summary>Reads a serial number that a caller sent.</summary>
    /// <exception cref="ApiError">ValidationError: wrong length or characters.</exception>
    public static SerialNumber Parse(string text)
    {
        if (TryParse(text, out var serial))
            return serial;

        List<Fault> faults = [];
        if (text.Length < MinLength)
            faults.Add(new Fault("serialNumber", Constraint.MinLength(MinLength)));
        if (text.Length > MaxLength)
            faults.Add(new Fault("serialNumber", Constraint.MaxLength(MaxLength)));
        if (text.AsSpan().ContainsAnyExcept(Allowed))
            faults.Add(new Fault("serialNumber", Constraint.Pattern(@"[\w+=/:,.@-]+")));
        throw Fault.Refuse(faults);
    }

    /// <summary>Reads a serial number if the text is one.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SerialNumber? serial)
    {
        serial = text.Length is >= MinLength and <= MaxLength && !text.AsSpan().ContainsAnyExcept(Allowed)
            ? new SerialNumber(text)
            : null;
        return serial is not null;
    }

    /// <summary>A serial number as it is stored, or printed on a token: there are shorter ones than the API takes.</summary>
    /// <remarks>1 to 256 of the same characters.</remarks>
    public static bool TryPrinted(string text, [NotNullWhen(true)] out SerialNumber? serial)
    {
        serial = text.Length is >= 1 and <= MaxLength && !text.AsSpan().ContainsAnyExcept(Allowed) ? new SerialNumber(text) : null;
        return serial is not null;
    }

    /// <summary>Whether the API takes it too.</summary>
    public bool IsForApi => Value.Length >= MinLength;

    /// <summary>A serial number out of the database.</summary>
    internal static SerialNumber Stored(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
