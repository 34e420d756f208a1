using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using Countersign.Otp.SecurId;

namespace Countersign.Otp.SeedFiles;

/// <summary>Writes SecurID tokens as an sdtid file, one batch with a password, one token at a time.</summary>
/// <remarks>
/// The format stretches a password with 1,000 blocks of AES and no more: whoever has the file tries passwords quickly,
/// so that it must be a long one. Serial numbers, names and days are not encrypted. There is no batch signature, which
/// proves nothing (see <see cref="SdtidFormat"/>); stoken reads the file, whether RSA's own programs do is not known.
/// A PIN has no place in it; that a token adds one to its code has.
/// </remarks>
public sealed class SdtidWriter : IDisposable
{
    /// <summary>The longest password, in bytes of UTF-8: the format takes no more into account.</summary>
    public const int LongestPassword = 32;

    // As stoken writes them for a token of its own making; what a reader does with them is not known.
    private static readonly XmlPart[] Customary =
    [
        new("DefAlg", "1"), new("DefMode", "0"), new("DefPrecision", "2400"), new("DefSmallWin", "630"),
        new("DefMediumWin", "4320"), new("DefLargeWin", "4320"), new("DefAddPIN", "0"), new("DefLocalPIN", "0"),
        new("DefCopyProtection", "1"), new("DefPinType", "0"), new("DefKeypad", "1"), new("DefProtLevel", "0"),
        new("DefRevision", "0"), new("DefTimeDerivedSeeds", "1"), new("DefAppDerivedSeeds", "0"),
        new("DefFormFactor", "20000001"),
    ];

    private readonly XmlWriter _xml;
    private readonly string _password;

    // Once the header is written, which has digits and interval of the first token.
    private (SdtidKeys Keys, int Digits, TimeSpan Interval)? _batch;

    /// <summary>Begins a file.</summary>
    /// <param name="stream">Where it is written; left open.</param>
    /// <param name="password">1 to <see cref="LongestPassword"/> bytes of UTF-8.</param>
    /// <exception cref="ArgumentException">The password is empty or longer.</exception>
    public SdtidWriter(Stream stream, string password)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(password);
        if (Encoding.UTF8.GetByteCount(password) > LongestPassword)
            throw new ArgumentException("An sdtid file takes 32 bytes of a password into account.", nameof(password));

        _password = password;
        _xml = XmlWriter.Create(stream, new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(false),
            Indent = true,
            NewLineHandling = NewLineHandling.Entitize,
        });
        _xml.WriteStartDocument();
        _xml.WriteStartElement("TKNBatch");
    }

    /// <summary>Writes one token.</summary>
    /// <param name="seed">The token. Of its dates the days are written, in UTC, and 9999/12/31 when its end is not known.</param>
    /// <exception cref="ArgumentException">The seed is not 16 bytes, or the user's name has characters that XML cannot carry.</exception>
    public void Write(SecurIdSeed seed)
    {
        ArgumentNullException.ThrowIfNull(seed);
        if (seed.Secret.Length != SecurIdCode.SeedSize)
            throw new ArgumentException("The seed of a SecurID token is 16 bytes.", nameof(seed));

        var (keys, digits, interval) = _batch ??= WriteHeader(seed.Parameters.Digits, seed.Parameters.Interval);
        var token = new XmlPart("TKN", TokenOf(seed, keys, digits, interval));
        Sign(token, SdtidKeys.TokenMac, keys.MacOfToken);
        token.WriteTo(_xml);
    }

    /// <summary>Ends the file. One without a token is not one that can be read.</summary>
    public void Dispose()
    {
        if (_xml.WriteState != WriteState.Error)
            _xml.WriteElementString("TKNTrailer", "");    // stoken asks for one; what others have in it is the signature
        _xml.Dispose();
        _batch?.Keys.Dispose();
    }

    private (SdtidKeys Keys, int Digits, TimeSpan Interval) WriteHeader(int digits, TimeSpan interval)
    {
        // The destination goes into the key: a random one is the salt that the format has not thought of. Number and
        // range of the tokens are not known yet.
        var header = new XmlPart("TKNHeader",
        [
            new("Version", "0"), new("Origin", "N/A"), new("Dest", RandomNumberGenerator.GetHexString(32, true)),
            new("Name", "Countersign"), new("FirstToken", "N/A"), new("LastToken", "N/A"), new("NumTokens", "0"),
            new("Secret", Convert.ToBase64String(RandomNumberGenerator.GetBytes(Aes128.Size))),
            new("DefDigits", Text(digits)), new("DefInterval", Text((int)interval.TotalSeconds)), .. Customary,
        ]);
        var keys = new SdtidKeys(new SdtidSection(header), _password);
        Sign(header, SdtidKeys.HeaderMac, keys.MacOfHeader);
        header.WriteTo(_xml);
        return (keys, digits, interval);
    }

    private static IEnumerable<XmlPart> TokenOf(SecurIdSeed seed, SdtidKeys keys, int digits, TimeSpan interval)
    {
        var parameters = seed.Parameters;
        yield return new("SN", parameters.SerialNumber);
        yield return new("Seed", keys.Encrypt(parameters.SerialNumber, seed.Secret.Span));
        if (seed.NotBefore is { } begin)
            yield return new("Birth", Day(begin));
        yield return new("Death", seed.NotAfter is { } end ? Day(end.AddTicks(-1)) : SdtidToken.Never);    // the last day of use
        if (parameters.Digits != digits)
            yield return new("Digits", Text(parameters.Digits));
        if (parameters.Interval != interval)
            yield return new("Interval", Text((int)parameters.Interval.TotalSeconds));
        if (parameters.PinStyle == SecurIdPinStyle.Added)
        {
            yield return new("AddPIN", "1");
            yield return new("LocalPIN", "1");
        }

        // A blank for nothing, as others write it.
        yield return new("UserFirstName", " ");
        yield return new("UserLastName", " ");
        yield return new("UserLogin", string.IsNullOrEmpty(seed.UserName) ? " " : seed.UserName);
        yield return new("TokenAttributes", [new("DeviceSerialNumber", " "), new("Nickname", " ")]);
    }

    private static void Sign(XmlPart section, string leaf, Func<SdtidSection, byte[]> macOf) =>
        section.Children.Add(new(leaf, Convert.ToBase64String(macOf(new SdtidSection(section)))));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset date) =>
        date.UtcDateTime.ToString("yyyy'/'MM'/'dd", CultureInfo.InvariantCulture);
}
