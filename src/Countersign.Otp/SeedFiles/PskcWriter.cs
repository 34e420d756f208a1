using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;

namespace Countersign.Otp.SeedFiles;

/// <summary>Writes tokens as a PSKC file (RFC 6030), one at a time, in clear or encrypted with a passphrase.</summary>
/// <remarks>
/// Encrypted: AES-256-CBC under a key from PBKDF2 with HMAC-SHA-256, each seed authenticated with HMAC-SHA-256 under a
/// key of its own. Other programs read it too, python-pskc and privacyIDEA for instance. Only seeds are encrypted;
/// serial numbers, names and counters are not. What is open about a token is left out, and is open again when read.
/// </remarks>
public sealed class PskcWriter : IDisposable
{
    /// <summary>How often PBKDF2 repeats HMAC-SHA-256 unless said otherwise: 600,000 times (OWASP, 2023).</summary>
    public const int DefaultIterations = 600_000;

    private const string Pskc = "urn:ietf:params:xml:ns:keyprov:pskc";
    private const string Xenc = "http://www.w3.org/2001/04/xmlenc#";
    private const string Xenc11 = "http://www.w3.org/2009/xmlenc11#";
    private const string Pkcs5 = "http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#";
    private const string HmacSha256 = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256";
    private const int KeyLength = 32, SaltLength = 16;

    private readonly XmlWriter _xml;
    private readonly Aes? _aes;
    private readonly byte[] _macKey = RandomNumberGenerator.GetBytes(KeyLength);

    private PskcWriter(Stream stream, string? passphrase, int iterations)
    {
        ArgumentNullException.ThrowIfNull(stream);

        _xml = XmlWriter.Create(
            stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, IndentChars = " " });
        _xml.WriteStartDocument();
        _xml.WriteStartElement("pskc", "KeyContainer", Pskc);
        _xml.WriteAttributeString("Version", "1.0");
        if (passphrase is null)
            return;

        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        _aes = Aes.Create();
        _aes.Key = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(passphrase), salt, iterations, HashAlgorithmName.SHA256, KeyLength);
        WriteEncryptionKey(salt, iterations);
        WriteMacMethod();
    }

    /// <summary>Begins a file whose seeds anyone can read who gets hold of it.</summary>
    /// <param name="stream">Where it is written; left open.</param>
    /// <returns>The writer; the file is complete when it is disposed.</returns>
    public static PskcWriter InClear(Stream stream) => new(stream, null, 0);

    /// <summary>Begins a file whose seeds only somebody with the passphrase can read.</summary>
    /// <param name="stream">Where it is written; left open.</param>
    /// <param name="passphrase">The passphrase, used as UTF-8; not empty.</param>
    /// <param name="iterations">How often PBKDF2 repeats HMAC-SHA-256: 1 to 5,000,000.</param>
    /// <returns>The writer; the file is complete when it is disposed.</returns>
    /// <exception cref="ArgumentException">
    /// The passphrase is empty, or the number of iterations outside its range.
    /// </exception>
    public static PskcWriter Encrypted(Stream stream, string passphrase, int iterations = DefaultIterations)
    {
        ArgumentException.ThrowIfNullOrEmpty(passphrase);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(iterations);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(iterations, PskcEncryption.MaxIterations);
        return new PskcWriter(stream, passphrase, iterations);
    }

    /// <summary>Writes one token.</summary>
    /// <param name="seed">The token.</param>
    /// <exception cref="ArgumentException">A name has characters that XML cannot carry.</exception>
    public void Write(OathSeed seed)
    {
        ArgumentNullException.ThrowIfNull(seed);

        Start("KeyPackage");
        Start("DeviceInfo");
        Element("Manufacturer", seed.Manufacturer);
        Element("SerialNo", seed.SerialNumber);
        Element("Model", seed.Model);
        _xml.WriteEndElement();
        WriteKey(seed);
        _xml.WriteEndElement();
    }

    /// <summary>Ends the file.</summary>
    public void Dispose()
    {
        _xml.Dispose();
        _aes?.Dispose();
        CryptographicOperations.ZeroMemory(_macKey);
    }

    private void WriteKey(OathSeed seed)
    {
        var parameters = seed.Parameters;
        var isTotp = parameters.Kind == OathKind.Totp;
        Start("Key");
        _xml.WriteAttributeString("Id", seed.SerialNumber);
        _xml.WriteAttributeString("Algorithm", $"{Pskc}:{(isTotp ? "totp" : "hotp")}");
        if (parameters.Hash is not null || parameters.Digits is not null)
        {
            Start("AlgorithmParameters");
            Element("Suite", parameters.Hash switch
            {
                null => null,
                OathHash.Sha256 => "HMAC-SHA256",
                OathHash.Sha512 => "HMAC-SHA512",
                _ => "HMAC-SHA1",
            });
            if (parameters.Digits is { } digits)
            {
                Start("ResponseFormat");
                _xml.WriteAttributeString("Encoding", "DECIMAL");
                _xml.WriteAttributeString("Length", Text(digits));
                _xml.WriteEndElement();
            }
            _xml.WriteEndElement();
        }

        Start("Data");
        Start("Secret");
        WriteSecret(seed.Secret.Span);
        _xml.WriteEndElement();
        if (isTotp)
        {
            Value("Time", 0);
            if (parameters.Period is { } period)
                Value("TimeInterval", (long)period.TotalSeconds);
            Value("TimeDrift", seed.DriftSteps);
        }
        else
        {
            Value("Counter", seed.Counter);
        }
        _xml.WriteEndElement();

        Element("UserId", seed.UserName);
        Start("Policy");
        Element("StartDate", Text(seed.NotBefore));
        Element("ExpiryDate", Text(seed.NotAfter));
        Element("KeyUsage", "OTP");
        _xml.WriteEndElement();
        _xml.WriteEndElement();
    }

    private void WriteSecret(ReadOnlySpan<byte> secret)
    {
        if (_aes is null)
        {
            Element("PlainValue", Convert.ToBase64String(secret));
            return;
        }

        // RFC 6030 section 6.1.1: the MAC covers the bytes of CipherValue, initialisation vector included.
        var cipher = Encrypt(secret);
        Start("EncryptedValue");
        WriteCipher(cipher);
        _xml.WriteEndElement();
        Element("ValueMAC", Convert.ToBase64String(HMACSHA256.HashData(_macKey, cipher)));
    }

    private void WriteEncryptionKey(byte[] salt, int iterations)
    {
        Start("EncryptionKey");
        _xml.WriteStartElement("xenc11", "DerivedKey", Xenc11);
        _xml.WriteStartElement("KeyDerivationMethod", Xenc11);
        _xml.WriteAttributeString("Algorithm", Pkcs5 + "pbkdf2");
        _xml.WriteStartElement("pkcs5", "PBKDF2-params", Pkcs5);
        _xml.WriteStartElement("Salt");
        _xml.WriteElementString("Specified", Convert.ToBase64String(salt));
        _xml.WriteEndElement();
        _xml.WriteElementString("IterationCount", Text(iterations));
        _xml.WriteElementString("KeyLength", Text(KeyLength));
        _xml.WriteStartElement("PRF");
        _xml.WriteAttributeString("Algorithm", HmacSha256);
        _xml.WriteEndElement();
        _xml.WriteEndElement();
        _xml.WriteEndElement();
        _xml.WriteElementString("MasterKeyName", Xenc11, "Passphrase");
        _xml.WriteEndElement();
        _xml.WriteEndElement();
    }

    private void WriteMacMethod()
    {
        Start("MACMethod");
        _xml.WriteAttributeString("Algorithm", HmacSha256);
        Start("MACKey");
        WriteCipher(Encrypt(_macKey));
        _xml.WriteEndElement();
        _xml.WriteEndElement();
    }

    private void WriteCipher(byte[] cipher)
    {
        _xml.WriteStartElement("xenc", "EncryptionMethod", Xenc);
        _xml.WriteAttributeString("Algorithm", Xenc + "aes256-cbc");
        _xml.WriteEndElement();
        _xml.WriteStartElement("xenc", "CipherData", Xenc);
        _xml.WriteElementString("CipherValue", Xenc, Convert.ToBase64String(cipher));
        _xml.WriteEndElement();
    }

    private byte[] Encrypt(ReadOnlySpan<byte> plain)
    {
        var vector = RandomNumberGenerator.GetBytes(16);
        return [.. vector, .. _aes!.EncryptCbc(plain, vector)];
    }

    private void Start(string name) => _xml.WriteStartElement(name, Pskc);

    private void Element(string name, string? text)
    {
        if (text is not null)
            _xml.WriteElementString(name, Pskc, text);
    }

    private void Value(string name, long number)
    {
        Start(name);
        Element("PlainValue", Text(number));
        _xml.WriteEndElement();
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Text(DateTimeOffset? date) =>
        date?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
