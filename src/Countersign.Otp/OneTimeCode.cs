using System.Security.Cryptography;

namespace Countersign.Otp;

/// <summary>A one-time code as a person types it: 6 to 8 decimal digits, leading zeros kept.</summary>
/// <remarks>
/// Only ASCII 0-9 are digits (RFC 4226 section 5.3): "+12345", " 123456" and full-width digits are not codes, and
/// "009015" is not "9015". Compares in constant time and never prints its digits.
/// </remarks>
public readonly struct OneTimeCode : IEquatable<OneTimeCode>
{
    /// <summary>The fewest digits of a code: 6 (RFC 4226 section 5.3).</summary>
    public const int MinDigits = 6;

    /// <summary>The most digits of a code: 8 (RFC 4226 section 5.3).</summary>
    public const int MaxDigits = 8;

    private readonly uint _value;
    private readonly byte _digits;

    internal OneTimeCode(uint value, byte digits)
    {
        _value = value;
        _digits = digits;
    }

    /// <summary>
    /// How many digits it has, leading zeros included: 6 to 8; 0 in <c>default</c>, which equals no code.
    /// </summary>
    public int Digits => _digits;

    /// <summary>Its digits as a number.</summary>
    internal uint Value => _value;

    /// <summary>Reads a code that a caller sent: 6 to 8 ASCII digits and nothing else.</summary>
    /// <param name="text">The text, as it came; see <see cref="TypedCode"/> for what people type.</param>
    /// <param name="code">The code, or <c>default</c> when the text is none.</param>
    /// <returns>Whether the text is a code.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out OneTimeCode code)
    {
        code = default;
        if (text.Length is < MinDigits or > MaxDigits)
            return false;

        uint value = 0;
        foreach (var c in text)
        {
            if (c is < '0' or > '9')
                return false;
            value = value * 10 + (uint)(c - '0');
        }
        code = new OneTimeCode(value, (byte)text.Length);
        return true;
    }

    /// <summary>
    /// Whether both are the same digits, zeros in front included; takes equally long whatever they are.
    /// </summary>
    /// <param name="other">The code to compare with.</param>
    /// <returns>Whether they are equal.</returns>
    public bool Equals(OneTimeCode other)
    {
        Span<byte> mine = stackalloc byte[5], theirs = stackalloc byte[5];
        Write(mine);
        other.Write(theirs);
        return CryptographicOperations.FixedTimeEquals(mine, theirs);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is OneTimeCode other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_value, _digits);

    /// <summary>How long the code is, never which: "6-digit code".</summary>
    /// <returns>A text that is safe in a log.</returns>
    public override string ToString() => $"{(int)_digits}-digit code";

    /// <summary>Whether both are the same digits; takes equally long whatever they are.</summary>
    /// <param name="left">A code.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they are equal.</returns>
    public static bool operator ==(OneTimeCode left, OneTimeCode right) => left.Equals(right);

    /// <summary>Whether the digits differ; takes equally long whatever they are.</summary>
    /// <param name="left">A code.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(OneTimeCode left, OneTimeCode right) => !left.Equals(right);

    private void Write(Span<byte> five)
    {
        BitConverter.TryWriteBytes(five, _value);
        five[4] = _digits;
    }
}
