using System.Security.Cryptography;
using System.Text;

namespace Countersign.Otp.SeedFiles;

/// <summary>
/// The keys of an encrypted PSKC file (RFC 6030 section 6): the one that encrypts and the one that authenticates.
/// </summary>
internal sealed class PskcEncryption
{
    /// <summary>The most rounds of PBKDF2 that a file may ask for: some seconds of work.</summary>
    public const int MaxIterations = 5_000_000;

    private const int BlockLength = 16;

    private readonly byte[] _key;
    private readonly bool _isPassphrase;
    private readonly byte[] _macKey;
    private readonly HashAlgorithmName _macHash;

    private PskcEncryption(byte[] key, bool isPassphrase, XmlPart macMethod)
    {
        _key = key;
        _isPassphrase = isPassphrase;
        _macHash = HmacHash(macMethod.Attribute("Algorithm")) ?? throw new SeedFileException(
            SeedFileFault.NotSupported, "MACMethod: expected HMAC with SHA-1, SHA-256, SHA-384 or SHA-512.");
        if (macMethod.Find("MACKeyReference") is not null)
        {
            throw new SeedFileException(
                SeedFileFault.NotSupported,
                "MACMethod: the file refers to a key that is not in it. Ask for one with a MACKey.");
        }

        // Section 6.1.1: without a key of its own, the encryption key authenticates too.
        _macKey = macMethod.Find("MACKey") is { } macKey ? DecryptMacKey(macKey) : key;
    }

    /// <summary>Finds the key that the file asks for.</summary>
    /// <param name="encryptionKey">The file's EncryptionKey.</param>
    /// <param name="macMethod">The file's MACMethod.</param>
    /// <param name="keys">What the person has given.</param>
    /// <exception cref="SeedFileException">
    /// It is missing or plainly wrong, or the file is encrypted in a way that is not read.
    /// </exception>
    public static PskcEncryption Open(XmlPart? encryptionKey, XmlPart? macMethod, SeedFileKeys keys)
    {
        if (encryptionKey?.Find("X509Data") is not null || encryptionKey?.Find("EncryptedKey") is not null)
        {
            throw new SeedFileException(
                SeedFileFault.NotSupported,
                "The file is encrypted for a certificate (X.509), which is not supported. "
                + "Ask the maker for a passphrase or a pre-shared key.");
        }
        var derived = encryptionKey?.Find("DerivedKey");
        if (derived is null && keys.PreSharedKey is null or { IsEmpty: true })
        {
            throw new SeedFileException(
                SeedFileFault.KeyNeeded,
                "The file is encrypted with a key agreed with the maker. Give this pre-shared key.");
        }
        if (derived is not null && string.IsNullOrEmpty(keys.Passphrase))
        {
            throw new SeedFileException(
                SeedFileFault.PassphraseNeeded,
                "The file is encrypted with a passphrase. Give the one its sender told you.");
        }

        // Section 6.1.1: CBC does not notice changes, so a MAC is required.
        if (macMethod is null)
        {
            throw new SeedFileException(
                SeedFileFault.WrongMac,
                "The file has encrypted values and no MACMethod, so that nobody would notice a changed seed "
                + "(RFC 6030 section 6.1.1). Ask the maker for a file with one.");
        }
        return derived is null
            ? new PskcEncryption(keys.PreSharedKey!.Value.ToArray(), isPassphrase: false, macMethod)
            : new PskcEncryption(Derive(derived, keys.Passphrase!), isPassphrase: true, macMethod);
    }

    /// <summary>Whether the authentication code of an encrypted value is there and fits.</summary>
    /// <param name="value">The element that holds EncryptedValue and ValueMAC.</param>
    public bool Authenticates(XmlPart value)
    {
        try
        {
            Authenticated(value, "Secret");
            return true;
        }
        catch (RefusedException)
        {
            return false;
        }
    }

    /// <summary>Authenticates an encrypted value, then decrypts it.</summary>
    /// <param name="value">The element that holds EncryptedValue and ValueMAC.</param>
    /// <param name="what">Its name, for the message.</param>
    /// <exception cref="RefusedException">The code is missing or wrong, or the value cannot be decrypted.</exception>
    public byte[] Decrypt(XmlPart value, string what)
    {
        var cipher = Authenticated(value, what);
        var keyLength = KeyLength(value.Find("EncryptedValue")!) ?? throw new RefusedException(
            $"{what}: expected encryption with AES-128-CBC, AES-192-CBC or AES-256-CBC.");
        return keyLength == _key.Length && Decrypt(cipher) is { } plain
            ? plain
            : throw new RefusedException($"{what} cannot be decrypted.");
    }

    /// <summary>The refusal when not one value of the file has an authentication code that fits.</summary>
    public SeedFileException Wrong() => _isPassphrase
        ? new SeedFileException(
            SeedFileFault.WrongPassphrase,
            "The passphrase does not open the file: no authentication code (ValueMAC) in it fits. "
            + "If the passphrase is right, the file has been changed.")
        : new SeedFileException(
            SeedFileFault.WrongKey,
            "The pre-shared key does not open the file: no authentication code (ValueMAC) in it fits. "
            + "If the key is right, the file has been changed.");

    private byte[] Authenticated(XmlPart value, string what)
    {
        var cipher = Cipher(value.Find("EncryptedValue")!, what);
        if (value.Find("ValueMAC")?.Text is not { } text || string.IsNullOrWhiteSpace(text))
            throw new RefusedException($"{what} is encrypted and has no authentication code (ValueMAC).");

        var expected = Hmac(cipher);
        return CryptographicOperations.FixedTimeEquals(expected, SeedValue.Base64(text, "ValueMAC"))
            ? cipher
            : throw new RefusedException(
                $"The authentication code of {what} (ValueMAC) is wrong: it was changed after it was encrypted.");
    }

    private byte[] DecryptMacKey(XmlPart macKey)
    {
        byte[] cipher;
        try
        {
            cipher = Cipher(macKey, "MACKey");
        }
        catch (RefusedException refusal)
        {
            throw new SeedFileException(SeedFileFault.Damaged, refusal.Message);
        }

        var keyLength = KeyLength(macKey) ?? throw new SeedFileException(
            SeedFileFault.NotSupported, "MACKey: expected encryption with AES-128-CBC, AES-192-CBC or AES-256-CBC.");
        if (keyLength != _key.Length)
        {
            throw _isPassphrase
                ? new SeedFileException(SeedFileFault.Damaged, "KeyLength does not fit the algorithm of MACKey.")
                : new SeedFileException(
                    SeedFileFault.WrongKey,
                    $"The pre-shared key has {_key.Length} bytes; the file is encrypted with one of {keyLength}.");
        }
        return Decrypt(cipher) ?? throw Wrong();
    }

    private byte[] Hmac(byte[] cipher)
    {
        using var hmac = IncrementalHash.CreateHMAC(_macHash, _macKey);
        hmac.AppendData(cipher);
        return hmac.GetHashAndReset();
    }

    /// <summary>Null when the padding cannot be.</summary>
    private byte[]? Decrypt(byte[] cipher)
    {
        using var aes = Aes.Create();
        aes.Key = _key;
        var padded = aes.DecryptCbc(cipher.AsSpan(BlockLength), cipher.AsSpan(0, BlockLength), PaddingMode.None);

        // XML Encryption section 5.2: only the last byte of the padding has a meaning, its length.
        return padded[^1] is > 0 and <= BlockLength and var padding ? padded[..^padding] : null;
    }

    private static byte[] Cipher(XmlPart encrypted, string what)
    {
        var text = encrypted.Find("CipherData", "CipherValue")?.Text ?? "";
        var cipher = SeedValue.Base64(text, $"CipherValue of {what}");
        return cipher.Length >= 2 * BlockLength && cipher.Length % BlockLength == 0
            ? cipher
            : throw new RefusedException($"The CipherValue of {what} is missing or cut off.");
    }

    private static int? KeyLength(XmlPart encrypted) =>
        AfterHash(encrypted.Find("EncryptionMethod")?.Attribute("Algorithm")) switch
        {
            "AES128-CBC" => 16,
            "AES192-CBC" => 24,
            "AES256-CBC" => 32,
            _ => null,
        };

    private static HashAlgorithmName? HmacHash(string? algorithm) => AfterHash(algorithm) switch
    {
        "HMAC-SHA1" => HashAlgorithmName.SHA1,
        "HMAC-SHA256" => HashAlgorithmName.SHA256,
        "HMAC-SHA384" => HashAlgorithmName.SHA384,
        "HMAC-SHA512" => HashAlgorithmName.SHA512,
        _ => null,
    };

    private static string AfterHash(string? uri) =>
        uri is null ? "" : uri[(uri.LastIndexOf('#') + 1)..].Trim().ToUpperInvariant();

    private static byte[] Derive(XmlPart derivedKey, string passphrase)
    {
        var method = derivedKey.Find("KeyDerivationMethod");
        if (AfterHash(method?.Attribute("Algorithm")) != "PBKDF2"
            || method!.Find("PBKDF2-params") is not { } parameters)
        {
            throw new SeedFileException(
                SeedFileFault.NotSupported, "The passphrase is to be used in another way than PBKDF2.");
        }

        try
        {
            var salt = SeedValue.Base64(parameters.Find("Salt", "Specified")?.Text ?? "", "Salt");
            var iterations = (int?)SeedValue.Number(
                parameters.Find("IterationCount")?.Text, "IterationCount", 1, MaxIterations);
            var length = (int?)SeedValue.Number(parameters.Find("KeyLength")?.Text, "KeyLength", 16, 32);
            if (salt.Length == 0 || iterations is null || length is not (16 or 24 or 32))
                throw new RefusedException("expected a Salt, an IterationCount and a KeyLength of 16, 24 or 32.");

            // Tools write the PRF as an attribute (PKCS #5) or as text; none is HMAC-SHA1.
            var prf = parameters.Find("PRF");
            var name = prf?.Attribute("Algorithm") ?? prf?.Text;
            var hash = string.IsNullOrWhiteSpace(name) ? HashAlgorithmName.SHA1
                : HmacHash(name)
                    ?? throw new RefusedException("PRF: expected HMAC with SHA-1, SHA-256, SHA-384 or SHA-512.");
            return Rfc2898DeriveBytes.Pbkdf2(
                Encoding.UTF8.GetBytes(passphrase), salt, iterations.Value, hash, length.Value);
        }
        catch (RefusedException refusal)
        {
            throw new SeedFileException(SeedFileFault.NotSupported, $"PBKDF2: {refusal.Message}");
        }
    }
}
