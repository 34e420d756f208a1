using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Countersign.Otp.SecurId;

namespace Countersign.Otp.SeedFiles;

/// <summary>A SecurID token as 291 bytes: compressed token format, versions 3 and 4.</summary>
/// <remarks>
/// Version, password and device flags, two hashes that tell which of them is wrong, nonce, payload (AES-256-CBC) and
/// MAC (HMAC-SHA256). Version 4 differs in how the keys are made.
/// </remarks>
internal static class CtfBinary
{
    /// <summary>How many bytes there are.</summary>
    public const int Length = 291;

    private const int DeviceSize = 48, HashSize = SHA256.HashSizeInBytes, NonceSize = 16, PayloadSize = 176;
    private const int DeviceHashAt = 3, PasswordHashAt = DeviceHashAt + HashSize;
    private const int NonceAt = PasswordHashAt + HashSize, PayloadAt = NonceAt + NonceSize;
    private const int MacAt = PayloadAt + PayloadSize;
    private const int Rounds = 1000;
    private const byte NoPin = 0x1F;
    private const int UnitsPerDay = 337_500, MostDays = 2_000_000;    // in the year 7445

    private static readonly byte[] MacPurpose = Convert.FromHexString("d014433c6d179febda09abfc3249634c");
    private static readonly byte[] EncryptPurpose = Convert.FromHexString("3bafff4d918d89b68160de444e05c0dd");

    /// <summary>Decrypts a token.</summary>
    /// <param name="token">291 bytes.</param>
    /// <param name="keys">Password and device id, if it needs them.</param>
    /// <exception cref="RefusedException">It is no token, or one that cannot be used.</exception>
    /// <exception cref="SeedFileException">The password or device id is missing or wrong.</exception>
    public static SecurIdSeed Read(byte[] token, SeedFileKeys keys)
    {
        if (token.Length != Length)
            throw new RefusedException($"It has {token.Length} bytes in place of {Length}. Copy it again.");
        if (token[0] is not (3 or 4))
            throw new RefusedException("It is of another version than 1 to 4.");

        var nonce = token[NonceAt..PayloadAt];
        var password = token[1] == 0 ? []
            : !string.IsNullOrEmpty(keys.Passphrase) ? Encoding.UTF8.GetBytes(keys.Passphrase)
            : throw CtfKeys.PasswordMissing();
        var device = token[2] == 0 ? new byte[DeviceSize] : FindDevice(token, nonce, keys.DeviceId);
        if (!Fits(token, PasswordHashAt, SHA256.HashData([.. nonce, .. device, .. password])))
            throw password.Length > 0 ? CtfKeys.PasswordWrong() : Damaged();
        var macKey = Derive(token[0], [.. password, .. device, .. MacPurpose, .. nonce], nonce);
        if (!Fits(token, MacAt, HMACSHA256.HashData(macKey, token.AsSpan(..MacAt))))
            throw Damaged();

        using var aes = Aes.Create();
        aes.Key = Derive(token[0], [.. password, .. device, .. EncryptPurpose, .. nonce], nonce);
        return Payload(aes.DecryptCbc(token.AsSpan(PayloadAt, PayloadSize), nonce, PaddingMode.None));
    }

    private static SecurIdSeed Payload(byte[] payload)
    {
        var serial = Encoding.ASCII.GetString(payload, 0, 16).TrimEnd('\0');
        if (serial.Length is 0 or > 12 || serial.AsSpan().ContainsAnyExceptInRange('0', '9'))
            throw new RefusedException("Its serial number is not 1 to 12 digits.");
        if (payload[35] is not (6 or 8))
            throw new RefusedException("Its number of digits is not 6 or 8.");
        if (payload[37] is not (30 or 60))
            throw new RefusedException("Its interval is not 30 or 60 seconds.");

        var parameters = new SecurIdParameters(
            serial.PadLeft(12, '0'), payload[35], TimeSpan.FromSeconds(payload[37]),
            payload[36] == NoPin ? SecurIdPinStyle.None : SecurIdPinStyle.Added);
        return new SecurIdSeed
        {
            SerialNumber = parameters.SerialNumber,
            Secret = payload.AsMemory(16..32),
            Parameters = parameters,
            Manufacturer = "RSA",
            NotBefore = Day(payload.AsSpan(40, 5)),
            NotAfter = Day(payload.AsSpan(48, 5))?.AddDays(1),    // the last day is a day of use
            Warnings = SecurIdSeed.WarningsFor(parameters),
        };
    }

    // The time since 1970 is told in units of 256 milliseconds.
    private static DateTimeOffset? Day(ReadOnlySpan<byte> five)
    {
        var days = ((long)five[0] << 32 | BinaryPrimitives.ReadUInt32BigEndian(five[1..])) / UnitsPerDay;
        return days is 0 or > MostDays ? null : DateTimeOffset.UnixEpoch.AddDays(days);
    }

    private static byte[] FindDevice(byte[] token, byte[] nonce, string? given)
    {
        foreach (var id in CtfKeys.Devices(given))
        {
            var device = new byte[DeviceSize];
            var kept = id.Where(char.IsAsciiLetterOrDigit).Take(DeviceSize).Select(char.ToUpperInvariant).ToArray();
            Encoding.ASCII.GetBytes(kept, device);
            if (Fits(token, DeviceHashAt, SHA256.HashData([.. nonce, .. device])))
                return device;
        }
        throw CtfKeys.DeviceUnknown(given);
    }

    // Version 3 takes every second byte only.
    private static byte[] Derive(byte version, byte[] material, byte[] nonce) => Rfc2898DeriveBytes.Pbkdf2(
        version == 3 ? [.. material.Where((_, i) => i % 2 == 1)] : material,
        nonce, Rounds, HashAlgorithmName.SHA256, HashSize);

    private static bool Fits(byte[] token, int at, byte[] hash) =>
        CryptographicOperations.FixedTimeEquals(token.AsSpan(at, HashSize), hash);

    private static RefusedException Damaged() => new("It has been changed on its way. Copy it again.");
}
