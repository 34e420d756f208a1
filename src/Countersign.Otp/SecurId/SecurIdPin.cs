using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Countersign.Otp.SecurId;

/// <summary>
/// The PIN of a SecurID token, 4 to 8 digits: what a person knows, beside the token that the person has.
/// </summary>
/// <remarks>
/// Whoever verifies needs it in clear, since a token adds it to its code; it never prints itself.
/// </remarks>
public sealed class SecurIdPin
{
    /// <summary>The fewest digits of a PIN: 4.</summary>
    public const int MinDigits = 4;

    /// <summary>The most digits of a PIN: 8.</summary>
    public const int MaxDigits = 8;

    private readonly byte[] _digits;

    private SecurIdPin(byte[] digits) => _digits = digits;

    /// <summary>Reads a PIN: 4 to 8 ASCII digits and nothing else. Zeros in front count.</summary>
    /// <param name="text">The text.</param>
    /// <param name="pin">The PIN, or null.</param>
    /// <returns>Whether the text is a PIN.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out SecurIdPin? pin)
    {
        pin = null;
        if (text.Length is < MinDigits or > MaxDigits || text.ContainsAnyExceptInRange('0', '9'))
            return false;

        var digits = new byte[text.Length];
        for (var i = 0; i < digits.Length; i++)
            digits[i] = (byte)(text[i] - '0');
        pin = new SecurIdPin(digits);
        return true;
    }

    /// <summary>Takes the PIN off a passcode, as a person typed it.</summary>
    /// <param name="passcode">
    /// ASCII digits: the sum that the token shows, or the PIN followed by the tokencode, as the token's
    /// <see cref="SecurIdParameters.PinStyle"/> has it. Without a PIN style it is the tokencode.
    /// </param>
    /// <param name="parameters">The token's parameters.</param>
    /// <returns>
    /// The tokencode to verify; <c>default</c>, which equals no tokencode, when the PIN is wrong or the text is no
    /// passcode. Verify that too, so that a wrong PIN takes as long as a wrong tokencode.
    /// </returns>
    /// <remarks>
    /// A sum is digit by digit, without carry, the last digits below each other; digits of the PIN that find none above
    /// them are dropped (stoken does so too). Takes equally long whether or not the PIN is right.
    /// </remarks>
    public OneTimeCode TokencodeOf(Passcode passcode, SecurIdParameters parameters) => TokencodeOf(passcode.Span, parameters);

    /// <inheritdoc cref="TokencodeOf(Passcode, SecurIdParameters)"/>
    internal OneTimeCode TokencodeOf(ReadOnlySpan<char> passcode, SecurIdParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);

        if (passcode.ContainsAnyExceptInRange('0', '9'))
            return default;
        return parameters.PinStyle switch
        {
            SecurIdPinStyle.Added => Subtract(passcode, parameters.Digits),
            SecurIdPinStyle.Prepended => Strip(passcode, parameters.Digits),
            _ => OneTimeCode.TryParse(passcode, out var code) ? code : default,
        };
    }

    /// <summary>Its digits as ASCII bytes, to be sealed beside the seed; what <see cref="TryParse(ReadOnlySpan{char}, out SecurIdPin)"/> reads.</summary>
    /// <returns>4 to 8 bytes, which the caller wipes.</returns>
    public byte[] ToAscii() => Array.ConvertAll(_digits, digit => (byte)(digit + '0'));

    /// <summary>How long the PIN is, never which: "4-digit PIN".</summary>
    /// <returns>A text that is safe in a log.</returns>
    public override string ToString() => $"{_digits.Length}-digit PIN";

    private OneTimeCode Subtract(ReadOnlySpan<char> sum, int digits)
    {
        if (sum.Length != digits)
            return default;

        uint code = 0;
        for (var i = 0; i < digits; i++)
        {
            var place = i - digits + _digits.Length;
            var ofPin = place < 0 ? 0 : _digits[place];
            code = code * 10 + (uint)((sum[i] - '0' + 10 - ofPin) % 10);
        }
        return new OneTimeCode(code, (byte)digits);
    }

    private OneTimeCode Strip(ReadOnlySpan<char> passcode, int digits)
    {
        if (passcode.Length - digits is < MinDigits or > MaxDigits)
            return default;

        Span<byte> typed = stackalloc byte[MaxDigits + 1], right = stackalloc byte[MaxDigits + 1];
        typed.Clear();
        right.Clear();
        var front = passcode[..^digits];
        for (var i = 0; i < front.Length; i++)
            typed[i] = (byte)(front[i] - '0');
        typed[^1] = (byte)front.Length;
        _digits.CopyTo(right);
        right[^1] = (byte)_digits.Length;

        uint code = 0;
        foreach (var c in passcode[^digits..])
            code = code * 10 + (uint)(c - '0');
        var keep = CryptographicOperations.FixedTimeEquals(typed, right) ? 1u : 0u;
        return new OneTimeCode(code * keep, (byte)(digits * (int)keep));
    }
}
