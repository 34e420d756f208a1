using System.Buffers;
using System.Globalization;

namespace Countersign.Otp.SeedFiles;

/// <summary>The values that every format has, read and checked the same way.</summary>
internal static class SeedValue
{
    private const int MaxSerial = 256, MaxName = 256;
    private const int LeastSecret = 10, GoodSecret = 16, MostSecret = 128;

    private static readonly SearchValues<char> SerialCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+=/:,.@-");

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.,");

    /// <summary>A serial number, in upper case and without what a spreadsheet put around it.</summary>
    /// <exception cref="RefusedException">It is missing, or cannot be one.</exception>
    public static string Serial(string text)
    {
        var serial = Bare(text).ToUpperInvariant();
        if (serial.Length == 0)
            throw new RefusedException("The serial number is missing.");
        if (IsScientific(serial))
        {
            throw new RefusedException(
                "A spreadsheet has rounded the serial number, as in 1.23E+12. "
                + "Format the column as text and save again.");
        }
        return serial.Length <= MaxSerial && !serial.AsSpan().ContainsAnyExcept(SerialCharacters)
            ? serial
            : throw new RefusedException(
                $"The serial number must be 1 to {MaxSerial} ASCII letters, digits and _+=/:,.@-");
    }

    /// <summary>A seed in hexadecimal, Base32 or Base64.</summary>
    /// <param name="text">The seed as the file has it.</param>
    /// <param name="encoding">Which of them, or null when the file does not say; Base64 is never guessed.</param>
    /// <param name="warnings">Gets what is odd about it.</param>
    /// <exception cref="RefusedException">It cannot be read, could be read in two ways, or is no key.</exception>
    public static byte[] Secret(string text, SeedEncoding? encoding, List<string> warnings)
    {
        var bare = Bare(text);
        if (bare.Length == 0)
            throw new RefusedException("The seed is missing.");
        if (IsScientific(bare))
        {
            throw new RefusedException(
                "A spreadsheet has rounded the seed, as in 1.23E+12. Format the column as text and save again.");
        }

        return Checked(
            (encoding ?? Guess(bare)) switch
            {
                SeedEncoding.Hex => Hex(bare),
                SeedEncoding.Base32 => FromBase32(bare, warnings),
                _ => Base64(bare, "seed"),
            },
            warnings);
    }

    /// <summary>Bytes that are to be a key.</summary>
    /// <exception cref="RefusedException">They are too few to be safe, or too many to be a key.</exception>
    public static byte[] Checked(byte[] secret, List<string> warnings)
    {
        if (secret.Length < LeastSecret)
        {
            throw new RefusedException(
                $"The seed has {secret.Length} bytes, too few to be safe: {GoodSecret} are needed (RFC 4226, R6), "
                + $"and from {LeastSecret} on they are let through.");
        }
        if (secret.Length > MostSecret)
            throw new RefusedException($"The seed has {secret.Length} bytes; a token has {MostSecret} at most.");
        if (secret.Length < GoodSecret)
            warnings.Add($"The seed has {secret.Length} bytes; RFC 4226 (R6) asks for {GoodSecret} or more.");
        return secret;
    }

    /// <summary>Base64, blanks and line breaks in it ignored.</summary>
    /// <param name="text">The text.</param>
    /// <param name="what">What it is, for the message.</param>
    /// <exception cref="RefusedException">It is not Base64.</exception>
    public static byte[] Base64(string text, string what)
    {
        var bytes = new byte[text.Length * 3 / 4 + 3];
        return Convert.TryFromBase64String(text, bytes, out var length)
            ? bytes[..length]
            : throw new RefusedException($"The {what} is not Base64.");
    }

    /// <summary>A name of a maker, model or user; null when there is none.</summary>
    /// <exception cref="RefusedException">It is longer than any name, or has control characters.</exception>
    public static string? Name(string? text, string what)
    {
        var name = text?.Trim();
        if (string.IsNullOrEmpty(name))
            return null;
        return name.Length <= MaxName && !name.Any(c => char.IsControl(c) || c is '\uFFFE' or '\uFFFF')
            ? name
            : throw new RefusedException($"The {what} is longer than {MaxName} characters, or has control characters.");
    }

    /// <summary>A whole number; null when the text is blank.</summary>
    /// <exception cref="RefusedException">It is no number, or out of range.</exception>
    public static long? Number(string? text, string what, long least, long most)
    {
        var bare = text is null ? "" : Bare(text);
        if (bare.Length == 0)
            return null;
        return long.TryParse(bare, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
            ? number
            : throw new RefusedException(string.Create(
                CultureInfo.InvariantCulture, $"{what}: expected a whole number from {least} to {most}."));
    }

    /// <summary>How many digits a code has; null when the text is blank.</summary>
    /// <exception cref="RefusedException">It is not 6, 7 or 8.</exception>
    public static int? Digits(string? text) =>
        (int?)Number(text, "digits", OneTimeCode.MinDigits, OneTimeCode.MaxDigits);

    /// <summary>How long a code lives, from seconds; null when the text is blank.</summary>
    /// <exception cref="RefusedException">It is outside 1 second to 1 day.</exception>
    public static TimeSpan? Period(string? text) =>
        Number(text, "period", 1, 86_400) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>The counter of the next code; null when the text is blank.</summary>
    /// <exception cref="RefusedException">It is negative or no number.</exception>
    public static long? Counter(string? text) => Number(text, "counter", 0, long.MaxValue);

    /// <summary>A clock's drift in steps, at most 100,000 either way; null when the text is blank.</summary>
    /// <exception cref="RefusedException">It is further off, or no number.</exception>
    public static int? Drift(string? text) => (int?)Number(text, "drift", -100_000, 100_000);

    /// <summary>A hash as makers write it: "SHA1", "sha-256", "HMAC-SHA512", "hmacsha1"; null when blank.</summary>
    /// <exception cref="RefusedException">It is another one.</exception>
    public static OathHash? Hash(string? text)
    {
        var name = (text ?? "").Trim().ToUpperInvariant()
            .Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        return (name.StartsWith("HMAC", StringComparison.Ordinal) ? name[4..] : name) switch
        {
            "" => null,
            "SHA1" => OathHash.Sha1,
            "SHA256" => OathHash.Sha256,
            "SHA512" => OathHash.Sha512,
            _ => throw new RefusedException("algorithm: expected SHA1, SHA256 or SHA512."),
        };
    }

    /// <summary>A cell without what spreadsheets write to keep it a text: an apostrophe, or <c>="…"</c>.</summary>
    private static string Bare(string text)
    {
        var trimmed = text.Trim();
        if (trimmed is ['=', '"', .. var quoted, '"'])
            return quoted.Trim();
        return trimmed.StartsWith('\'') ? trimmed[1..].Trim('\'').Trim() : trimmed;
    }

    private static bool IsScientific(string text)
    {
        var exponent = text.AsSpan().IndexOf("E+", StringComparison.OrdinalIgnoreCase);
        return exponent > 0 && !text.AsSpan(0, exponent).ContainsAnyExcept(NumberCharacters)
            && exponent + 2 < text.Length && !text.AsSpan(exponent + 2).ContainsAnyExceptInRange('0', '9');
    }

    private static SeedEncoding Guess(string text)
    {
        var hex = Separated(text);
        var isHex = hex.Length > 0 && hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit);
        var isBase32 = Base32.TryDecode(text, out _) is Base32Fault.None or Base32Fault.TrailingBits;
        return (isHex, isBase32) switch
        {
            (true, true) => throw new RefusedException(
                "The seed can be read as hexadecimal and as Base32, which gives two different keys. "
                + "Say which it is: hex or base32 in the column encoding."),
            (true, false) => SeedEncoding.Hex,
            (false, true) => SeedEncoding.Base32,
            _ when hex.All(char.IsAsciiHexDigit) => throw LostDigit(),
            _ => throw new RefusedException(
                "The seed is neither hexadecimal nor Base32. If it is Base64, say base64 in the column encoding."),
        };
    }

    private static byte[] Hex(string text)
    {
        var digits = Separated(text);
        if (!digits.All(char.IsAsciiHexDigit))
            throw new RefusedException("The seed is not hexadecimal.");
        return digits.Length % 2 == 0 ? Convert.FromHexString(digits) : throw LostDigit();
    }

    private static RefusedException LostDigit() => new(
        "The seed has an odd number of hexadecimal digits; perhaps a spreadsheet took a leading zero away.");

    private static string Separated(string text) =>
        string.Concat(text.Where(c => c is not (' ' or '-' or ':' or '\t')));

    private static byte[] FromBase32(string text, List<string> warnings)
    {
        var fault = Base32.TryDecode(text, out var secret);
        if (fault is not (Base32Fault.None or Base32Fault.TrailingBits))
        {
            throw new RefusedException(
                "The seed is not Base32. "
                + (Separated(text).All(char.IsAsciiHexDigit) ? "It looks like hexadecimal." : Base32.Describe(fault)));
        }
        if (fault == Base32Fault.TrailingBits)
            warnings.Add(Base32.Describe(fault));
        return secret;
    }
}

/// <summary>How a seed is written as text.</summary>
internal enum SeedEncoding
{
    /// <summary>Two digits a byte.</summary>
    Hex,

    /// <summary>RFC 4648 section 6.</summary>
    Base32,

    /// <summary>RFC 4648 section 4.</summary>
    Base64,
}
