using System.Globalization;
using System.Text;
using Countersign.Otp.SeedFiles;

namespace Countersign.Otp.Exports;

/// <summary>
/// The QR codes of Google Authenticator's "transfer accounts": <c>otpauth-migration://offline?data=…</c>.
/// </summary>
/// <remarks>
/// The data are a protobuf message in Base64. Message: 1 account (repeated), 2 version, 3 batch size, 4 batch index,
/// 5 batch id. Account: 1 secret, 2 name, 3 issuer, 4 algorithm, 5 digits, 6 type, 7 counter. It knows no period: 30
/// seconds.
/// </remarks>
internal static class MigrationUri
{
    private const string Scheme = "otpauth-migration:";

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Whether a line is such a URI.</summary>
    /// <param name="text">The line, trimmed.</param>
    public static bool Recognises(string text) => text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>The accounts of one QR code.</summary>
    /// <param name="text">The URI.</param>
    /// <param name="where">Where it stands.</param>
    /// <param name="batches">Learns which part of which export it is.</param>
    /// <returns>The accounts; none when this part had been read before.</returns>
    /// <exception cref="RefusedException">The data are damaged.</exception>
    public static List<ExportedRow> Read(string text, string where, IDictionary<int, MigrationBatch> batches)
    {
        var accounts = new List<byte[]>();
        int size = 1, index = 0, id = 0;
        var message = new ProtobufReader(Data(text));
        while (message.Next(out var field))
        {
            switch (field)
            {
                case 1:
                    accounts.Add(message.Bytes().ToArray());
                    break;
                case 3:
                    size = message.Int32();
                    break;
                case 4:
                    index = message.Int32();
                    break;
                case 5:
                    id = message.Int32();
                    break;
                default:
                    message.Skip();
                    break;
            }
        }

        if (accounts.Count == 0 || size is < 1 or > MigrationBatch.MaxSize || index < 0 || index >= size)
            throw Damaged();
        if (!batches.TryGetValue(id, out var batch))
            batches[id] = batch = new MigrationBatch(size);
        if (!batch.Add(index))
            return [];
        return [.. accounts.Select((account, i) => Account(
            account, string.Create(CultureInfo.InvariantCulture, $"{where}, account {i + 1}")))];
    }

    private static ExportedRow Account(byte[] bytes, string where)
    {
        byte[] secret = [];
        string name = "", issuer = "";
        long algorithm = 0, digits = 0, type = 0, counter = 0;
        try
        {
            var message = new ProtobufReader(bytes);
            while (message.Next(out var field))
            {
                switch (field)
                {
                    case 1:
                        secret = message.Bytes().ToArray();
                        break;
                    case 2:
                        name = Utf8.GetString(message.Bytes());
                        break;
                    case 3:
                        issuer = Utf8.GetString(message.Bytes());
                        break;
                    case 4:
                        algorithm = message.Int64();
                        break;
                    case 5:
                        digits = message.Int64();
                        break;
                    case 6:
                        type = message.Int64();
                        break;
                    case 7:
                        counter = message.Int64();
                        break;
                    default:
                        message.Skip();
                        break;
                }
            }

            // The name may repeat the issuer, as the label of an otpauth URI does.
            var account = issuer.Length > 0 && name.StartsWith(issuer + ":", StringComparison.Ordinal)
                ? name[(issuer.Length + 1)..]
                : name;
            return AuthenticatorExport.Row(
                where, issuer, account, secret, Parameters(algorithm, digits, type),
                counter >= 0 ? counter : throw new RefusedException("The counter is negative."));
        }
        catch (RefusedException refusal)
        {
            return new ExportedRow(where, Name(name), null, refusal.Message);
        }
        catch (DecoderFallbackException)
        {
            return new ExportedRow(where, null, null, Damaged().Message);
        }
    }

    private static OathTokenParameters Parameters(long algorithm, long digits, long type) => new(
        type switch
        {
            1 => OathKind.Hotp,
            2 => OathKind.Totp,
            _ => throw new RefusedException("The account is neither time-based nor counter-based."),
        },
        algorithm switch
        {
            0 or 1 => OathHash.Sha1,
            2 => OathHash.Sha256,
            3 => OathHash.Sha512,
            4 => throw new RefusedException("The account uses MD5, which is not supported."),
            _ => throw new RefusedException("The hash of the account is not known."),
        },
        digits switch
        {
            0 or 1 => 6,
            2 => 8,
            3 => 7,
            _ => throw new RefusedException("The number of digits of the account is not known."),
        },
        type == 2 ? TimeSpan.FromSeconds(30) : null);

    private static byte[] Data(string text)
    {
        var start = text.IndexOf("data=", StringComparison.Ordinal);
        if (start < 0)
            throw Damaged();

        // A scanner may have undone the percent-encoding, or taken + for a space.
        var base64 = Uri.UnescapeDataString(text[(start + "data=".Length)..].Split('&')[0])
            .Replace(' ', '+').Replace('-', '+').Replace('_', '/').TrimEnd('=');
        var padded = base64.PadRight((base64.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out var length) ? bytes[..length] : throw Damaged();
    }

    private static string? Name(string name) =>
        name.Length is > 0 and <= 256 && !name.Any(char.IsControl) ? name : null;

    internal static RefusedException Damaged() =>
        new("The QR code of Google Authenticator is damaged or cut off. Scan it again.");
}

/// <summary>Which of the QR codes of one export have been seen.</summary>
/// <param name="size">How many there are.</param>
internal sealed class MigrationBatch(int size)
{
    /// <summary>The most QR codes one export has.</summary>
    public const int MaxSize = 100;

    private readonly bool[] _seen = new bool[size];

    /// <summary>How many there are.</summary>
    public int Size => _seen.Length;

    /// <summary>The numbers of those that have not been seen, counted from 1; empty when there are none.</summary>
    public string Missing => string.Join(", ", Enumerable.Range(1, Size).Where(number => !_seen[number - 1]));

    /// <summary>Notes that one has been seen; false when it had been before, or is none of this export.</summary>
    /// <param name="index">Which, counted from 0.</param>
    public bool Add(int index)
    {
        if (index >= Size || _seen[index])
            return false;
        return _seen[index] = true;
    }
}
