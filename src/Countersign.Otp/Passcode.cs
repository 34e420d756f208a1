using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Otp;

/// <summary>What a person types as proof: a code, perhaps with a PIN in front of it or added to it. 6 to 16 decimal digits.</summary>
/// <remarks>Compares in constant time and never prints its digits.</remarks>
public readonly struct Passcode : IEquatable<Passcode>
{
    /// <summary>The fewest digits: a code alone.</summary>
    public const int MinDigits = OneTimeCode.MinDigits;

    /// <summary>The most digits: a PIN of 8 and a code of 8.</summary>
    public const int MaxDigits = 2 * OneTimeCode.MaxDigits;

    private readonly string? _digits;

    private Passcode(string digits) => _digits = digits;

    /// <summary>The passcode that is a code alone.</summary>
    /// <param name="code">The code; <c>default</c> becomes a passcode that is right nowhere.</param>
    public Passcode(OneTimeCode code) =>
        _digits = code.Digits == 0 ? null : code.Value.ToString("D" + code.Digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>How many digits it has; 0 in <c>default</c>.</summary>
    public int Digits => _digits?.Length ?? 0;

    /// <summary>The same as a code without PIN; <c>default</c>, which equals no code, when it is longer than one.</summary>
    public OneTimeCode Code => OneTimeCode.TryParse(Span, out var code) ? code : default;

    /// <summary>The digits, for what takes a PIN off them.</summary>
    internal ReadOnlySpan<char> Span => _digits;

    /// <summary>Reads a passcode: 6 to 16 ASCII digits and nothing else.</summary>
    /// <param name="text">The text; see <see cref="TypedCode"/> for what people type.</param>
    /// <param name="passcode">The passcode, or <c>default</c>.</param>
    /// <returns>Whether the text is a passcode.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out Passcode passcode)
    {
        var isOne = text.Length is >= MinDigits and <= MaxDigits && !text.ContainsAnyExceptInRange('0', '9');
        passcode = isOne ? new Passcode(text.ToString()) : default;
        return isOne;
    }

    /// <summary>A code is a passcode without PIN.</summary>
    /// <param name="code">The code.</param>
    public static implicit operator Passcode(OneTimeCode code) => new(code);

    /// <summary>The same as the constructor.</summary>
    /// <param name="code">The code.</param>
    /// <returns>The passcode.</returns>
    public static Passcode FromOneTimeCode(OneTimeCode code) => new(code);

    /// <summary>Whether both are the same digits; for equal lengths takes equally long whatever they are.</summary>
    /// <param name="other">The passcode to compare with.</param>
    /// <returns>Whether they are equal.</returns>
    public bool Equals(Passcode other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(_digits ?? ""), Encoding.ASCII.GetBytes(other._digits ?? ""));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Passcode other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_digits ?? "");

    /// <summary>How long it is, never which: "10-digit passcode".</summary>
    /// <returns>A text that is safe in a log.</returns>
    public override string ToString() => $"{Digits}-digit passcode";

    /// <summary>Whether both are the same digits.</summary>
    /// <param name="left">A passcode.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they are equal.</returns>
    public static bool operator ==(Passcode left, Passcode right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    /// <param name="left">A passcode.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(Passcode left, Passcode right) => !left.Equals(right);
}
