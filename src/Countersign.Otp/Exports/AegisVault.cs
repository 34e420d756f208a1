using System.Globalization;
using System.Text.Json;
using Countersign.Otp.SeedFiles;

namespace Countersign.Otp.Exports;

/// <summary>The unencrypted export of Aegis Authenticator (its docs/vault.md).</summary>
internal static class AegisVault
{
    /// <summary>The accounts of a vault.</summary>
    /// <param name="text">The JSON.</param>
    /// <exception cref="SeedFileException">It is damaged, encrypted, or no vault of Aegis.</exception>
    public static List<ExportedRow> Read(string text)
    {
        try
        {
            using var file = JsonDocument.Parse(text);
            var entries = Entries(file.RootElement);
            return [.. entries.EnumerateArray().Select((entry, i) => Row(
                entry, string.Create(CultureInfo.InvariantCulture, $"entry {i + 1}")))];
        }
        catch (JsonException)
        {
            // Without the exception itself: it quotes the text.
            throw new SeedFileException(SeedFileFault.Damaged, "The JSON is damaged or cut off.");
        }
    }

    private static JsonElement Entries(JsonElement root)
    {
        if (root.TryGetProperty("header", out _) && root.TryGetProperty("db", out var db))
        {
            if (db.ValueKind == JsonValueKind.String)
            {
                throw new SeedFileException(
                    SeedFileFault.NotSupported,
                    "The export of Aegis is encrypted, which is not supported. "
                    + "In Aegis, export again with \"Encrypt the vault\" switched off.");
            }
            if (db.ValueKind == JsonValueKind.Object && db.TryGetProperty("entries", out var entries))
                return entries.ValueKind == JsonValueKind.Array ? entries : throw NoVault();
        }
        throw NoVault();
    }

    private static SeedFileException NoVault() =>
        new(SeedFileFault.Unknown, "The JSON is no export of Aegis: it has no entries.");

    private static ExportedRow Row(JsonElement entry, string where)
    {
        string? name = null;
        try
        {
            name = SeedValue.Name(Text(entry, "name"), "name");
            var kind = (Text(entry, "type") ?? "").ToUpperInvariant() switch
            {
                "TOTP" => OathKind.Totp,
                "HOTP" => OathKind.Hotp,
                "STEAM" => throw new RefusedException("Steam's codes are letters, which is not supported."),
                _ => throw new RefusedException("The type is not supported: expected totp or hotp."),
            };
            if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("info", out var info))
                throw new RefusedException("info is missing.");

            var secret = SeedValue.Secret(Text(info, "secret") ?? "", SeedEncoding.Base32, []);
            var parameters = new OathTokenParameters(
                kind, SeedValue.Hash(Text(info, "algo")), SeedValue.Digits(Text(info, "digits")),
                kind == OathKind.Totp ? SeedValue.Period(Text(info, "period")) : null);
            var counter = kind == OathKind.Hotp ? SeedValue.Counter(Text(info, "counter")) ?? 0 : 0;
            return AuthenticatorExport.Row(
                where, Text(entry, "issuer") ?? "", name ?? "", secret, parameters, counter);
        }
        catch (RefusedException refusal)
        {
            return new ExportedRow(where, name, null, refusal.Message);
        }
    }

    /// <summary>A text or a number as text; null when it is neither or not there.</summary>
    private static string? Text(JsonElement element, string member)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(member, out var value))
            return null;
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            throw new RefusedException($"{member} is not valid Unicode.");
        }
    }
}
