namespace Countersign.Otp;

/// <summary>Base32 (RFC 4648 section 6), the text form of seeds: strict when written, tolerant when read.</summary>
public static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>Upper case, without padding: the form every authenticator app reads.</summary>
    /// <param name="bytes">Any number of bytes.</param>
    /// <returns>Eight characters for five bytes.</returns>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new char[(bytes.Length * 8 + 4) / 5];
        int buffer = 0, bits = 0, next = 0;
        foreach (var b in bytes)
        {
            buffer = (buffer & 0xFF) << 8 | b;
            for (bits += 8; bits >= 5;)
            {
                bits -= 5;
                text[next++] = Alphabet[buffer >> bits & 0x1F];
            }
        }
        if (bits > 0)
            text[next] = Alphabet[buffer << (5 - bits) & 0x1F];
        return new string(text);
    }

    /// <summary>
    /// Reads Base32 as people and other programs write it: either case, spaces, dashes, any padding at the end.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="bytes">
    /// The bytes; empty unless the result is None or <see cref="Base32Fault.TrailingBits"/>.
    /// </param>
    /// <returns>What is wrong with the text.</returns>
    public static Base32Fault TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        var trimmed = text.TrimEnd("= -\t\r\n");
        var decoded = new byte[trimmed.Length * 5 / 8];
        int buffer = 0, bits = 0, next = 0, characters = 0;
        foreach (var c in trimmed)
        {
            if (c is ' ' or '-' or '\t' or '\r' or '\n')
                continue;
            if (c is '0' or '1' or '8' or '9')
                return Base32Fault.ForeignDigit;
            var value = c switch
            {
                >= 'A' and <= 'Z' => c - 'A',
                >= 'a' and <= 'z' => c - 'a',
                >= '2' and <= '7' => c - '2' + 26,
                _ => -1,
            };
            if (value < 0)
                return Base32Fault.ForeignCharacter;

            characters++;
            buffer = (buffer & 0x7F) << 5 | value;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                decoded[next++] = (byte)(buffer >> bits & 0xFF);
            }
        }

        if (characters % 8 is 1 or 3 or 6)
            return Base32Fault.Length;
        bytes = decoded[..next];
        return (buffer & (1 << bits) - 1) == 0 ? Base32Fault.None : Base32Fault.TrailingBits;
    }

    /// <summary>Reads Base32 as <see cref="TryDecode"/> does; text whose last bits are lost is read too.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="FormatException">
    /// The text is not Base32; the message says why and does not repeat it.
    /// </exception>
    public static byte[] Decode(ReadOnlySpan<char> text)
    {
        var fault = TryDecode(text, out var bytes);
        return fault is Base32Fault.None or Base32Fault.TrailingBits
            ? bytes
            : throw new FormatException(Describe(fault));
    }

    /// <summary>A fault as a sentence that helps the person who typed.</summary>
    /// <param name="fault">The fault.</param>
    /// <returns>The sentence; empty for None.</returns>
    public static string Describe(Base32Fault fault) => fault switch
    {
        Base32Fault.None => "",
        Base32Fault.ForeignDigit =>
            "These characters cannot occur in Base32: 0 1 8 9. Perhaps they are the letters O, I, B or G.",
        Base32Fault.ForeignCharacter => "Base32 has only the letters A to Z and the digits 2 to 7.",
        Base32Fault.Length => "Base32 of this length does not exist: a character is missing or one too many.",
        _ => "The last character carries bits that belong to no byte; some authenticators refuse such a secret.",
    };
}

/// <summary>What is wrong with a Base32 text.</summary>
public enum Base32Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>
    /// A warning: the last character carries bits that belong to no byte. The bytes are read all the same.
    /// </summary>
    TrailingBits,

    /// <summary>It has a 0, 1, 8 or 9.</summary>
    ForeignDigit,

    /// <summary>It has another character that Base32 has not, a padding character in the middle for instance.</summary>
    ForeignCharacter,

    /// <summary>It has 1, 3 or 6 characters more than a multiple of 8, which no number of bytes gives.</summary>
    Length,
}
