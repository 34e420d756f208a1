using System.Buffers;
using System.Globalization;

namespace Countersign.Otp.SeedFiles;

/// <summary>
/// SecurID software tokens as texts (compressed token format): 81 digits, or the links and QR codes that RSA's apps
/// open.
/// </summary>
/// <remarks>
/// One token a line; digits may have dashes between them and go on in the next line. No public specification exists;
/// the formats are known from the open-source program stoken, and tested with texts made by it.
/// </remarks>
internal sealed class CtfFormat : SeedFormat
{
    private const string DataParameter = "ctfData=";

    private static readonly SearchValues<char> DigitsAndBlocks = SearchValues.Create("0123456789- ");

    /// <inheritdoc/>
    public override string Name => "ctf (RSA SecurID)";

    /// <inheritdoc/>
    public override bool Recognises(ReadOnlySpan<char> head)
    {
        using var reader = new StringReader(head.ToString());
        var line = CsvLines.Read(reader).FirstOrDefault().Text.AsSpan().Trim();
        return line.StartsWith("com.rsa.securid", StringComparison.OrdinalIgnoreCase)
            || line.Contains("/securid/ct", StringComparison.OrdinalIgnoreCase)
            || line.Contains(DataParameter, StringComparison.OrdinalIgnoreCase)
            || line is ['1' or '2', ..] && line.Length >= 20 && AreDigits(line)
            || line is ['A' or 'B', 'A' or 'w', ..] && line.Length > CtfBinary.Length
                && !line.ContainsAny(" ,;\t");
    }

    /// <inheritdoc/>
    public override IEnumerable<SeedRow> Read(Stream stream, SeedFileKeys keys)
    {
        using var reader = SeedText.Open(stream);
        var opened = false;
        foreach (var (where, text) in Tokens(CsvLines.Read(reader)))
        {
            var row = Row(where, text, keys, opened);
            opened |= row.Token is not null;
            yield return row;
        }
    }

    // Once a token was opened, the password or device id is right for the file, and another token has its own.
    private static SeedRow Row(string where, string? text, SeedFileKeys keys, bool opened)
    {
        string? serial = null;
        try
        {
            var seed = Read(text ?? throw new RefusedException("The line is longer than any token."), keys, ref serial);
            return new SeedRow(where, seed.SerialNumber, seed, null);
        }
        catch (RefusedException refusal)
        {
            return new SeedRow(where, serial, null, refusal.Message);
        }
        catch (SeedFileException refusal) when (
            opened && refusal.Fault is SeedFileFault.WrongPassphrase or SeedFileFault.WrongDeviceId)
        {
            return new SeedRow(where, serial, null, refusal.Message);
        }
    }

    private static SecurIdSeed Read(string text, SeedFileKeys keys, ref string? serial)
    {
        if (text.Contains("ctkip", StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedException(
                "It is an activation code (CT-KIP): the seed is at RSA's server. Ask for the token as sdtid or ctf.");
        }

        var isUri = text.Contains("://", StringComparison.Ordinal);
        var data = Data(text);
        if (data is ['1' or '2', ..] && AreDigits(data))
        {
            var digits = string.Concat(data.Where(char.IsAsciiDigit));
            if (digits.Length != CtfDigits.Length)
            {
                throw new RefusedException(string.Create(
                    CultureInfo.InvariantCulture, $"It has {digits.Length} digits in place of {CtfDigits.Length}."));
            }
            serial = CtfDigits.SerialOf(digits);
            return CtfDigits.Read(digits, keys, isUri);
        }
        return CtfBinary.Read(SeedValue.Base64(Uri.UnescapeDataString(data), "token"), keys);
    }

    // What stands behind ctfData=, or the whole text. Some mail programs have put 3D behind the equals sign.
    private static string Data(string text)
    {
        var at = text.IndexOf(DataParameter, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return text.Trim();
        var data = text[(at + DataParameter.Length)..].Split('&', '#', ' ', '"', '<')[0];
        return data.StartsWith("3D", StringComparison.OrdinalIgnoreCase) ? data[2..] : data;
    }

    // The texts of tokens: a line each, but lines of digits only go together while they are not too many.
    private static IEnumerable<(string Where, string? Text)> Tokens(IEnumerable<CsvLine> lines)
    {
        var digits = "";
        var begin = 0;
        foreach (var line in lines)
        {
            var part = line.Text is not null && AreDigits(line.Text.AsSpan().Trim())
                ? string.Concat(line.Text.Where(char.IsAsciiDigit)) : "";
            if (digits.Length > 0 && (part.Length == 0 || digits.Length + part.Length > CtfDigits.Length))
            {
                yield return (Where(begin), digits);
                digits = "";
            }
            if (part.Length == 0)
                yield return (Where(line.Number), line.Text);
            begin = digits.Length == 0 ? line.Number : begin;
            digits += part;
        }
        if (digits.Length > 0)
            yield return (Where(begin), digits);

        static string Where(int number) => string.Create(CultureInfo.InvariantCulture, $"line {number}");
    }

    private static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(DigitsAndBlocks);
}
