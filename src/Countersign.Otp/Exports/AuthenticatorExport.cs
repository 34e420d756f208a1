using System.Globalization;
using Countersign.Otp.SeedFiles;

namespace Countersign.Otp.Exports;

/// <summary>Reads what people bring along when they move in from another program.</summary>
/// <remarks>
/// Read: <c>otpauth://</c> URIs, one a line; the <c>otpauth-migration://</c> URIs of Google Authenticator's "transfer
/// accounts", one for each of its QR codes; the unencrypted JSON of Aegis. The text holds everything an attacker needs;
/// no message repeats a part of a seed.
/// </remarks>
public static class AuthenticatorExport
{
    /// <summary>The longest text that is read, in characters: 4 Mi.</summary>
    public const int MaxLength = 4 * 1024 * 1024;

    /// <summary>Reads the accounts of an export; which form it has is told from the text.</summary>
    /// <param name="text">The text of a file, or what a QR scanner gave.</param>
    /// <returns>The accounts in order; what cannot be used, and parts that are missing, with the reason.</returns>
    /// <exception cref="SeedFileException">The whole text cannot be used; the message says what to do.</exception>
    public static IReadOnlyList<ExportedRow> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
        {
            throw new SeedFileException(
                SeedFileFault.TooLarge, "The export is larger than any authenticator writes it.");
        }

        var trimmed = text.Trim('\uFEFF', ' ', '\t', '\r', '\n');
        return trimmed.StartsWith('{') ? AegisVault.Read(trimmed) : ReadLines(trimmed);
    }

    private static List<ExportedRow> ReadLines(string text)
    {
        var rows = new List<ExportedRow>();
        var batches = new SortedDictionary<int, MigrationBatch>();
        foreach (var line in CsvLines.Read(new StringReader(text)))
        {
            var where = string.Create(CultureInfo.InvariantCulture, $"line {line.Number}");
            try
            {
                if (line.Text?.Trim() is not { } uri)
                    throw new RefusedException("The line is longer than any URI would be.");
                if (MigrationUri.Recognises(uri))
                    rows.AddRange(MigrationUri.Read(uri, where, batches));
                else
                    rows.Add(ReadUri(uri, where));
            }
            catch (RefusedException refusal)
            {
                rows.Add(new ExportedRow(where, null, null, refusal.Message));
            }
        }

        if (rows.TrueForAll(row => row.Account is null && row.Name is null) && !HasUri(text))
        {
            throw new SeedFileException(
                SeedFileFault.Unknown,
                "This is none of the exports that are read: otpauth:// URIs, one a line; otpauth-migration:// URIs of "
                + "Google Authenticator; unencrypted JSON of Aegis.");
        }
        rows.AddRange(batches.Values.Where(batch => batch.Missing.Length > 0).Select(batch => new ExportedRow(
            "Google Authenticator", null, null,
            $"The export has {batch.Size} QR codes; missing: {batch.Missing}. Scan all of them.")));
        return rows;
    }

    private static ExportedRow ReadUri(string text, string where)
    {
        if (!OtpAuthUri.TryParse(text, out var uri, out var problem))
            return new ExportedRow(where, null, null, problem);

        var kind = uri.Kind == OtpAuthKind.Totp ? OathKind.Totp : OathKind.Hotp;
        var parameters = OathTokenParameters.Of(kind, uri.Parameters);
        return Row(where, uri.Issuer, uri.Account, uri.Secret.ToArray(), parameters, uri.Counter);
    }

    /// <summary>A row of an account, or of why its names or seed cannot be used.</summary>
    internal static ExportedRow Row(
        string where, string issuer, string account, byte[] secret, OathTokenParameters parameters, long counter)
    {
        string? name = null;
        try
        {
            name = SeedValue.Name(account, "account");
            var warnings = new List<string>();
            var exported = new ExportedAccount
            {
                Issuer = SeedValue.Name(issuer, "issuer") ?? "",
                Account = name ?? "",
                Secret = SeedValue.Checked(secret, warnings),
                Parameters = parameters,
                Counter = counter,
                Warnings = warnings,
            };
            return new ExportedRow(where, name, exported, null);
        }
        catch (RefusedException refusal)
        {
            return new ExportedRow(where, name, null, refusal.Message);
        }
    }

    private static bool HasUri(string text) => text.Contains("otpauth", StringComparison.OrdinalIgnoreCase);
}
