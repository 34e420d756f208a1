using System.Globalization;
using System.Text;

namespace Countersign.Otp.Exports;

/// <summary>What one QR code of Google Authenticator's export holds: a protocol buffer in Base64.</summary>
/// <remarks>
/// The message has no published specification; the fields are those that the app writes: 1 entries, 3 how many QR codes
/// there are, 4 which of them this is, 5 the export's number. An entry: 1 seed, 2 account, 3 issuer, 4 hash, 5 digits,
/// 6 kind, 7 counter. A code always lives for 30 seconds.
/// </remarks>
internal sealed record MigrationPayload(IReadOnlyList<ReadOnlyMemory<byte>> Entries, int BatchSize, int BatchIndex, int BatchId)
{
    private const int MostParts = 1000;

    /// <exception cref="FormatException">Damaged; says how.</exception>
    public static MigrationPayload Parse(string uri)
    {
        var query = uri.Split('?', 2) is [_, var after] ? after : "";
        var data = query.Split('&').FirstOrDefault(pair => pair.StartsWith("data=", StringComparison.Ordinal))?[5..]
            ?? throw new FormatException("data: missing; the whole text of the QR code is needed");

        // In a query a plus sign stands for itself here, though forms would read it as a blank.
        var text = Uri.UnescapeDataString(data).Replace(' ', '+').Replace('-', '+').Replace('_', '/').TrimEnd('=');
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), bytes, out var length))
            throw new FormatException("data: not Base64; a part of the QR code's text is missing");

        var entries = new List<ReadOnlyMemory<byte>>();
        int size = 1, index = 0, id = 0;
        foreach (var field in ProtocolBuffer.Read(bytes.AsMemory(0, length)))
        {
            switch (field.Number)
            {
                case 1:
                    entries.Add(field.Bytes);
                    break;
                case 3:
                    size = field.Int32;
                    break;
                case 4:
                    index = field.Int32;
                    break;
                case 5:
                    id = field.Int32;
                    break;
            }
        }

        return size is >= 1 and <= MostParts && index >= 0 && index < size
            ? new MigrationPayload(entries, size, index, id)
            : throw new FormatException("data: the number of QR codes in it makes no sense");
    }

    /// <summary>The entries of this QR code.</summary>
    public IReadOnlyList<ExportRow> Rows(string where) => Entries
        .Select((entry, i) => ReadEntry(string.Create(CultureInfo.InvariantCulture, $"{where}, entry {i + 1}"), entry)).ToList();

    private static ExportRow ReadEntry(string where, ReadOnlyMemory<byte> entry)
    {
        var (account, issuer) = ("", "");
        var secret = ReadOnlyMemory<byte>.Empty;
        long hash = 0, digits = 0, kind = 0, counter = 0;
        try
        {
            foreach (var field in ProtocolBuffer.Read(entry))
            {
                switch (field.Number)
                {
                    case 1:
                        secret = field.Bytes;
                        break;
                    case 2:
                        account = Encoding.UTF8.GetString(field.Bytes.Span).Trim();
                        break;
                    case 3:
                        issuer = Encoding.UTF8.GetString(field.Bytes.Span).Trim();
                        break;
                    case 4:
                        hash = field.Value;
                        break;
                    case 5:
                        digits = field.Value;
                        break;
                    case 6:
                        kind = field.Value;
                        break;
                    case 7:
                        counter = field.Value;
                        break;
                }
            }
        }
        catch (FormatException damaged)
        {
            return new ExportRow(where, account, null, damaged.Message);
        }

        // The app writes the issuer into the account's name as well: "Example:alice".
        if (issuer.Length > 0 && account.StartsWith(issuer + ":", StringComparison.Ordinal))
            account = account[(issuer.Length + 1)..].Trim();

        OathHash? oathHash = hash switch { 0 or 1 => OathHash.Sha1, 2 => OathHash.Sha256, 3 => OathHash.Sha512, _ => null };
        int? length = digits switch { 0 or 1 => 6, 2 => 8, 3 => 7, _ => null };
        OathKind? oathKind = kind switch { 0 or 2 => OathKind.Totp, 1 => OathKind.Hotp, _ => null };
        var refusal = secret.Length is 0 or > ExportedAccount.LongestSecret ? $"secret: expected 1 to {ExportedAccount.LongestSecret} bytes"
            : oathHash is null ? "algorithm: expected SHA-1, SHA-256 or SHA-512"
            : length is null ? "digits: expected 6, 7 or 8"
            : oathKind is null ? "type: expected TOTP or HOTP"
            : counter < 0 ? "counter: expected 0 or more"
            : null;
        var name = issuer.Length == 0 ? account : $"{issuer}: {account}";
        return refusal is not null
            ? new ExportRow(where, name, null, refusal)
            : new ExportRow(where, name, new ExportedAccount(
                issuer, account, secret.Span,
                OathTokenParameters.Of(oathKind!.Value, new OathParameters(oathHash!.Value, length!.Value, TimeSpan.FromSeconds(30))),
                oathKind == OathKind.Hotp ? counter : 0), null);
    }
}
