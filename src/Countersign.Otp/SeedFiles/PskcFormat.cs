using System.Globalization;

namespace Countersign.Otp.SeedFiles;

/// <summary>Portable Symmetric Key Container (RFC 6030): what most makers of OATH tokens deliver.</summary>
/// <remarks>
/// Read: plain files, and files encrypted with AES-CBC under a passphrase (PBKDF2) or a key agreed beforehand, every
/// encrypted value authenticated (section 6). Not read: certificates, OCRA, PINs. A signature is not verified: it would
/// tell something only to those who know the signer's certificate beforehand.
/// </remarks>
internal sealed class PskcFormat : SeedFormat
{
    /// <inheritdoc/>
    public override string Name => "PSKC (RFC 6030)";

    /// <inheritdoc/>
    public override bool Recognises(ReadOnlySpan<char> head) => XmlPart.RootOf(head) == "KeyContainer";

    /// <inheritdoc/>
    public override IEnumerable<SeedRow> Read(Stream stream, SeedFileKeys keys) =>
        Rows(stream, Encryption(stream, keys));

    private static IEnumerable<SeedRow> Rows(Stream stream, PskcEncryption? encryption)
    {
        var number = 0;
        foreach (var part in XmlPart.Parts(stream))
        {
            if (part.Name == "KeyPackage")
                yield return Row(part, ++number, encryption);
        }
    }

    private static SeedRow Row(XmlPart package, int number, PskcEncryption? encryption)
    {
        var where = string.Create(CultureInfo.InvariantCulture, $"KeyPackage {number}");
        string? serial = null;
        try
        {
            var warnings = new List<string>();
            serial = PskcKeyPackage.SerialOf(package, warnings);
            return new SeedRow(where, serial, PskcKeyPackage.Read(package, serial, encryption, warnings), null);
        }
        catch (RefusedException refusal)
        {
            return new SeedRow(where, serial, null, refusal.Message);
        }
    }

    /// <summary>What opens the file; null when nothing in it is encrypted.</summary>
    /// <remarks>
    /// CBC does not tell a wrong key from a right one, so the first authentication code that fits proves the key. When
    /// none in the whole file fits, it is the key that is wrong; when some do, each of the others is its token's
    /// fault.
    /// </remarks>
    private static PskcEncryption? Encryption(Stream stream, SeedFileKeys keys)
    {
        XmlPart? encryptionKey = null, macMethod = null;
        PskcEncryption? encryption = null;
        foreach (var part in XmlPart.Parts(stream))
        {
            switch (part.Name)
            {
                case "EncryptionKey":
                    encryptionKey ??= part;
                    break;
                case "MACMethod":
                    macMethod ??= part;
                    break;
                case "Device":
                    throw new SeedFileException(
                        SeedFileFault.NotSupported,
                        "The file follows a draft of PSKC. Ask the maker for PSKC as in RFC 6030.");
                case "KeyPackage" when encryptionKey is null && macMethod is null:
                    return null;
                case "KeyPackage" when PskcKeyPackage.Encrypted(part) is { } value:
                    encryption ??= PskcEncryption.Open(encryptionKey, macMethod, keys);
                    if (encryption.Authenticates(value))
                        return encryption;
                    break;
                default:
                    break;
            }
        }
        return encryption is null ? null : throw encryption.Wrong();
    }
}
