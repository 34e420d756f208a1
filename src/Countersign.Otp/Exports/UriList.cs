using System.Globalization;

namespace Countersign.Otp.Exports;

/// <summary>URIs, one a line: otpauth, and those of Google Authenticator's export.</summary>
internal static class UriList
{
    private const string Migration = "otpauth-migration://";

    public static AuthenticatorExport Read(string text)
    {
        var rows = new List<ExportRow>();
        var batches = new MigrationBatches();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var uri = line.Trim();
            if (uri.Length == 0 || uri.StartsWith('#'))
                continue;
            var where = string.Create(CultureInfo.InvariantCulture, $"line {number}");
            if (uri.StartsWith(Migration, StringComparison.OrdinalIgnoreCase))
                rows.AddRange(ReadMigration(where, uri, batches));
            else if (OtpAuthUri.TryParse(uri, out var entry, out var problem))
                rows.Add(Take(where, entry));
            else
                rows.Add(new ExportRow(where, "", null, problem));
        }

        rows.AddRange(batches.Missing());
        return new AuthenticatorExport(batches.Any ? "Google Authenticator (otpauth-migration)" : "list of otpauth URIs", rows);
    }

    private static ExportRow Take(string where, OtpAuthUri entry)
    {
        var name = entry.ToString();
        return entry.Secret.Length > ExportedAccount.LongestSecret
            ? new ExportRow(where, name, null, $"secret: longer than {ExportedAccount.LongestSecret} bytes")
            : new ExportRow(where, name, new ExportedAccount(
                entry.Issuer, entry.Account, entry.Secret.Span, OathTokenParameters.Of(entry.Kind, entry.Parameters), entry.Counter), null);
    }

    private static IReadOnlyList<ExportRow> ReadMigration(string where, string uri, MigrationBatches batches)
    {
        try
        {
            var payload = MigrationPayload.Parse(uri);
            batches.Add(payload);
            return payload.Rows(where);
        }
        catch (FormatException damaged)
        {
            return [new ExportRow(where, "", null, damaged.Message)];
        }
    }
}
