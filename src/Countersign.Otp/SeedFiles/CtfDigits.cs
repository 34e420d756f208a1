using System.Text;
using Countersign.Otp.SecurId;

namespace Countersign.Otp.SeedFiles;

/// <summary>A SecurID token as 81 decimal digits: compressed token format, versions 1 and 2.</summary>
/// <remarks>
/// Digit 0 is the version, 1 to 12 the serial number, 13 to 75 hold 189 bits in octal, and 76 to 80 check the rest.
/// Version 1 is known from hearsay only: no text of it was at hand.
/// </remarks>
internal static class CtfDigits
{
    /// <summary>How many digits there are.</summary>
    public const int Length = 81;

    private const int SerialAt = 1, SerialEnd = 13, CheckAt = 76;
    private const int FlagsSize = 16, DaysSize = 14, CheckSize = 15;
    private const int PasswordFlag = 1 << 13, DeviceFlag = 1 << 12, AddPinFlag = 1 << 4;

    private static readonly byte[] KeyEnd = [0xD8, 0xF5, 0x32, 0x53, 0x82, 0x89];

    /// <summary>The serial number, which is not encrypted.</summary>
    public static string SerialOf(string digits) => digits[SerialAt..SerialEnd];

    /// <summary>Decrypts a token.</summary>
    /// <param name="digits">81 decimal digits, the first of them 1 or 2.</param>
    /// <param name="keys">Password and device id, if it needs them.</param>
    /// <param name="isUri">Whether it came in a URI: then it is likely made for a smartphone.</param>
    /// <exception cref="RefusedException">It is no token, or one that cannot be used.</exception>
    /// <exception cref="SeedFileException">The password or device id is missing or wrong.</exception>
    public static SecurIdSeed Read(string digits, SeedFileKeys keys, bool isUri)
    {
        if (digits.AsSpan(SerialEnd).ContainsAnyExceptInRange('0', '7')
            || CtfMac.Short(Encoding.ASCII.GetBytes(digits[..CheckAt])) != Octal(digits.AsSpan(CheckAt)))
        {
            throw new RefusedException("The last five digits do not fit the others: one is mistyped. Copy it again.");
        }

        var bits = new BitReader(digits[SerialEnd..CheckAt]);
        var encrypted = bits.Bytes(Aes128.Size);
        var flags = bits.Next(FlagsSize);
        var days = bits.Next(DaysSize);
        bits.Next(1);
        var seedCheck = bits.Next(CheckSize);
        var deviceCheck = bits.Next(CheckSize);
        var parameters = Parameters(SerialOf(digits), flags);

        var password = (flags & PasswordFlag) == 0 ? []
            : !string.IsNullOrEmpty(keys.Passphrase) ? Encoding.UTF8.GetBytes(keys.Passphrase)
            : throw CtfKeys.PasswordMissing();
        var device = (flags & DeviceFlag) == 0 ? []
            : FindDevice(digits[0], keys.DeviceId, deviceCheck, isUri) ?? throw CtfKeys.DeviceUnknown(keys.DeviceId);

        var seed = new byte[SecurIdCode.SeedSize];
        using (var aes = new Aes128())
            aes.Decrypt(CtfMac.Compute([.. password, .. device, .. KeyEnd]), encrypted, seed);
        if (CtfMac.Short(seed) != seedCheck)
        {
            throw password.Length > 0 ? CtfKeys.PasswordWrong()
                : new RefusedException("The seed does not fit its check. Ask for the token again.");
        }

        return new SecurIdSeed
        {
            SerialNumber = parameters.SerialNumber,
            Secret = seed,
            Parameters = parameters,
            Manufacturer = "RSA",
            NotAfter = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(days + 1),
            Warnings = SecurIdSeed.WarningsFor(parameters),
        };
    }

    private static SecurIdParameters Parameters(string serial, int flags)
    {
        if ((flags & 1 << 14) == 0)
            throw new RefusedException("It is a 64-bit (SID) token: only 128-bit (AES) tokens can be read.");
        var digits = (flags >> 6 & 7) + 1;
        var interval = flags & 3;
        if (digits is not (6 or 8))
            throw new RefusedException("Its number of digits is not 6 or 8.");
        if (interval is not (0 or 1))
            throw new RefusedException("Its interval is not 30 or 60 seconds.");
        return new SecurIdParameters(
            serial, digits, TimeSpan.FromSeconds(interval == 0 ? 30 : 60),
            (flags & AddPinFlag) != 0 ? SecurIdPinStyle.Added : SecurIdPinStyle.None);
    }

    // The id as it goes into the key: cut off, then only its hexadecimal digits (decimal ones in version 1). Tokens for
    // smartphones cut later than others.
    private static byte[]? FindDevice(char version, string? given, int check, bool isUri)
    {
        foreach (var id in CtfKeys.Devices(given))
        {
            foreach (var length in (ReadOnlySpan<int>)(isUri ? [40, 32] : [32, 40]))
            {
                var kept = id.Trim().Take(length).Where(version == '1' ? char.IsAsciiDigit : char.IsAsciiHexDigit);
                var device = Encoding.ASCII.GetBytes(kept.Select(char.ToUpperInvariant).ToArray());
                var padded = new byte[length];
                device.CopyTo(padded, 0);
                if (CtfMac.Short(padded) == check)
                    return device;
            }
        }
        return null;
    }

    private static int Octal(ReadOnlySpan<char> digits)
    {
        var value = 0;
        foreach (var digit in digits)
            value = value << 3 | digit - '0';
        return value;
    }

    /// <summary>Bits from octal digits, the highest first.</summary>
    private sealed class BitReader(string octal)
    {
        private int _at;

        public int Next(int count)
        {
            var value = 0;
            for (; count > 0; count--, _at++)
                value = value << 1 | octal[_at / 3] - '0' >> 2 - _at % 3 & 1;
            return value;
        }

        public byte[] Bytes(int count)
        {
            var bytes = new byte[count];
            for (var i = 0; i < count; i++)
                bytes[i] = (byte)Next(8);
            return bytes;
        }
    }
}
