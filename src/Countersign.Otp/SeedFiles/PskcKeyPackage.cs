using System.Buffers.Binary;
using System.Globalization;

namespace Countersign.Otp.SeedFiles;

/// <summary>One KeyPackage of a PSKC file (RFC 6030 section 4): a device and its key.</summary>
internal static class PskcKeyPackage
{
    private static readonly string[] DateForms =
        ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-ddK"];

    /// <summary>The serial number; the key's own Id when the file names no device.</summary>
    /// <param name="package">The KeyPackage.</param>
    /// <param name="warnings">Gets what is odd about it.</param>
    /// <exception cref="RefusedException">There is none, or it cannot be one.</exception>
    public static string SerialOf(XmlPart package, List<string> warnings)
    {
        if (package.Find("DeviceInfo", "SerialNo") is { } serial)
            return SeedValue.Serial(serial.Text);
        if (package.Find("Key")?.Attribute("Id") is not { } id)
            throw new RefusedException("SerialNo is missing.");

        warnings.Add("The file gives no serial number; the key's Id stands in for it.");
        return SeedValue.Serial(id);
    }

    /// <summary>The encrypted value of a package's secret; null when it is not encrypted.</summary>
    /// <param name="package">The KeyPackage.</param>
    public static XmlPart? Encrypted(XmlPart package) =>
        package.Find("Key", "Data", "Secret") is { } secret && secret.Find("EncryptedValue") is not null
            ? secret
            : null;

    /// <summary>The token of a package.</summary>
    /// <param name="package">The KeyPackage.</param>
    /// <param name="serial">Its serial number.</param>
    /// <param name="encryption">What opens its values; null when nothing in the file is encrypted.</param>
    /// <param name="warnings">Gets what is odd about it; belongs to the token.</param>
    /// <exception cref="RefusedException">There is none that can be used.</exception>
    public static OathSeed Read(XmlPart package, string serial, PskcEncryption? encryption, List<string> warnings)
    {
        var key = package.Children.Count(part => part.Name == "Key") == 1
            ? package.Find("Key")!
            : throw new RefusedException("A KeyPackage must have one Key.");
        var kind = KindOf(key.Attribute("Algorithm"));
        var device = package.Find("DeviceInfo");
        var parameters = key.Find("AlgorithmParameters");
        var data = key.Find("Data");
        if (parameters?.Find("ChallengeFormat") is not null)
            throw new RefusedException("The token answers challenges, which is not supported.");
        var digits = ReadResponseFormat(parameters?.Find("ResponseFormat"));
        var (keyFrom, keyUntil) = ReadPolicy(key.Find("Policy"), warnings);

        // Section 4.2.1, TOTP profile: steps counted from another moment than 1970.
        if (kind == OathKind.Totp && Integer(data?.Find("Time"), "Time", encryption) is not (null or 0))
            throw new RefusedException("Time: a token that does not count from 1970 is not supported.");
        var period = kind == OathKind.Totp
            && Integer(data?.Find("TimeInterval"), "TimeInterval", encryption) is { } seconds
                ? SeedValue.Period(Text(seconds)) : null;
        var drift = kind == OathKind.Totp && Integer(data?.Find("TimeDrift"), "TimeDrift", encryption) is { } steps
            ? SeedValue.Drift(Text(steps)) : null;
        var counter = kind == OathKind.Hotp && Integer(data?.Find("Counter"), "Counter", encryption) is { } next
            ? SeedValue.Counter(Text(next)) : null;

        return new OathSeed
        {
            SerialNumber = serial,
            Secret = SeedValue.Checked(SecretIn(data?.Find("Secret"), encryption, warnings), warnings),
            Parameters = new OathTokenParameters(kind, HashOf(parameters?.Find("Suite")), digits, period),
            Counter = counter ?? 0,
            DriftSteps = drift ?? 0,
            Manufacturer = SeedValue.Name(device?.Find("Manufacturer")?.Text, "Manufacturer"),
            Model = SeedValue.Name(device?.Find("Model")?.Text, "Model"),
            UserName = SeedValue.Name((key.Find("UserId") ?? device?.Find("UserId"))?.Text, "UserId"),
            NotBefore = Later(keyFrom, Date(device?.Find("StartDate"))),
            NotAfter = Earlier(keyUntil, Date(device?.Find("ExpiryDate"))),
            Warnings = warnings,
        };
    }

    private static OathKind KindOf(string? algorithm)
    {
        // The RFC's URN, those of its drafts, and the bare name that tools write: the last part is the same.
        var name = (algorithm ?? "").Trim();
        name = name[(name.LastIndexOfAny([':', '#', '/']) + 1)..].ToUpperInvariant();
        return name switch
        {
            "TOTP" => OathKind.Totp,
            "HOTP" => OathKind.Hotp,
            "PIN" => throw new RefusedException("The key is a PIN, not a token."),
            "OCRA" => throw new RefusedException(
                "OCRA, which answers challenges, is not supported: expected hotp or totp."),
            "YUBIKEY-AES" => throw new RefusedException(
                "The key is for Yubico OTP, which is not supported: expected hotp or totp."),
            "" => throw new RefusedException("Algorithm is missing: expected hotp or totp."),
            _ => throw new RefusedException("The algorithm is not supported: expected hotp or totp."),
        };
    }

    private static OathHash? HashOf(XmlPart? suite)
    {
        try
        {
            return SeedValue.Hash(suite?.Text);
        }
        catch (RefusedException)
        {
            throw new RefusedException("Suite: expected HMAC-SHA1, HMAC-SHA256 or HMAC-SHA512.");
        }
    }

    private static int? ReadResponseFormat(XmlPart? format)
    {
        if (format is null)
            return null;
        if (!(format.Attribute("Encoding") ?? "DECIMAL").Equals("DECIMAL", StringComparison.OrdinalIgnoreCase))
            throw new RefusedException("ResponseFormat: only the encoding DECIMAL is supported.");
        if (format.Attribute("CheckDigits")?.Trim() is "true" or "1")
            throw new RefusedException("ResponseFormat: codes with a check digit are not supported.");
        return SeedValue.Digits(format.Attribute("Length"));
    }

    // Section 5: a key under a policy that is not understood, or cannot be enforced, must not be used.
    private static (DateTimeOffset? From, DateTimeOffset? Until) ReadPolicy(XmlPart? policy, List<string> warnings)
    {
        DateTimeOffset? from = null, until = null;
        var usages = new List<string>();
        foreach (var part in policy?.Children ?? [])
        {
            switch (part.Name)
            {
                case "StartDate":
                    from = Date(part);
                    break;
                case "ExpiryDate":
                    until = Date(part);
                    break;
                case "KeyUsage":
                    usages.Add(part.Text.Trim());
                    break;
                case "PINPolicy" when part.Attribute("PINUsageMode") == "Local":
                    warnings.Add("The token asks for a PIN before it shows a code.");
                    break;
                case "PINPolicy":
                    throw new RefusedException(
                        "Policy: codes that contain a PIN are not supported (PINUsageMode other than Local).");
                case "NumberOfTransactions":
                    throw new RefusedException("Policy: a limited number of transactions cannot be enforced.");
                default:
                    throw new RefusedException(
                        "Policy: an element is not understood, and a key must not be used against its policy "
                        + "(RFC 6030 section 5).");
            }
        }
        return usages.Count == 0 || usages.Contains("OTP", StringComparer.OrdinalIgnoreCase)
            ? (from, until)
            : throw new RefusedException("Policy: the key is not meant for one-time codes (KeyUsage).");
    }

    private static byte[] SecretIn(XmlPart? secret, PskcEncryption? encryption, List<string> warnings)
    {
        if (secret?.Find("EncryptedValue") is not null)
            return Decrypted(secret, "Secret", encryption);
        if (encryption is not null)
            warnings.Add("The file is encrypted, and this seed is not: a change to it would not be noticed.");
        return secret?.Find("PlainValue")?.Text is { } text && !string.IsNullOrWhiteSpace(text)
            ? SeedValue.Base64(text, "Secret")
            : throw new RefusedException("Secret is missing.");
    }

    private static byte[] Decrypted(XmlPart value, string what, PskcEncryption? encryption) =>
        encryption is null
            ? throw new RefusedException($"{what} is encrypted, but the file has neither EncryptionKey nor MACMethod.")
            : encryption.Decrypt(value, what);

    private static long? Integer(XmlPart? value, string what, PskcEncryption? encryption)
    {
        if (value?.Find("EncryptedValue") is not null)
            return FromBytes(Decrypted(value, what, encryption), what);

        var text = value?.Find("PlainValue")?.Text.Trim();
        if (string.IsNullOrEmpty(text))
            return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;

        // ActivIdentity writes the bytes of the number in Base64, big-endian.
        var bytes = new byte[16];
        return Convert.TryFromBase64String(text, bytes, out var length)
            ? FromBytes(bytes[..length], what)
            : throw new RefusedException($"{what}: expected a whole number.");
    }

    private static long FromBytes(byte[] bytes, string what)
    {
        if (long.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        return bytes.Length switch
        {
            4 => BinaryPrimitives.ReadInt32BigEndian(bytes),
            8 => BinaryPrimitives.ReadInt64BigEndian(bytes),
            _ => throw new RefusedException($"{what}: expected a whole number."),
        };
    }

    private static DateTimeOffset? Date(XmlPart? part)
    {
        var text = part?.Text.Trim();
        if (string.IsNullOrEmpty(text))
            return null;
        return DateTimeOffset.TryParseExact(
            text, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date
            : throw new RefusedException($"{part!.Name}: expected a date as in 2026-12-31T00:00:00Z.");
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) =>
        one > other || other is null ? one : other;

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one < other || other is null ? one : other;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
