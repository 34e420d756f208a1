using System.Globalization;
using System.Text.Json;

namespace Countersign.Otp.Exports;

/// <summary>The plain JSON of Aegis: <c>{version, header, db: {entries: [{type, name, issuer, info: {secret, algo, digits, period, counter}}]}}</c>.</summary>
/// <remarks>An encrypted vault has a text in the place of <c>db</c>: it is opened in the app, and exported without a password.</remarks>
internal static class AegisExport
{
    private const int Deepest = 16;

    /// <exception cref="FormatException">No Aegis export, or an encrypted one.</exception>
    public static List<ExportRow> Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = Deepest });
            if (!document.RootElement.TryGetProperty("db", out var vault))
                throw new FormatException("JSON of another program: the export of Aegis has a member \"db\".");
            if (vault.ValueKind == JsonValueKind.String)
                throw new FormatException("This Aegis vault is encrypted. Export it again in the app, as plain JSON without a password.");
            if (vault.ValueKind != JsonValueKind.Object || !vault.TryGetProperty("entries", out var entries) || entries.ValueKind != JsonValueKind.Array)
                throw new FormatException("The export of Aegis is damaged: \"db\" has no list \"entries\".");
            return entries.EnumerateArray()
                .Select((entry, i) => ReadEntry(string.Create(CultureInfo.InvariantCulture, $"entry {i + 1}"), entry)).ToList();
        }
        catch (JsonException damaged)
        {
            throw new FormatException($"The JSON is damaged at line {damaged.LineNumber + 1}.", damaged);
        }
        catch (InvalidOperationException broken)
        {
            // What the reader throws when it compares a name that has half of a surrogate pair in it.
            throw new FormatException("The JSON has a name in it that is not valid Unicode.", broken);
        }
    }

    private static ExportRow ReadEntry(string where, JsonElement entry)
    {
        var (issuer, account) = (Text(entry, "issuer"), Text(entry, "name"));
        var name = issuer.Length == 0 ? account : $"{issuer}: {account}";
        try
        {
            OathKind? kind = Text(entry, "type").ToUpperInvariant() switch
            {
                "TOTP" => OathKind.Totp,
                "HOTP" => OathKind.Hotp,
                _ => null,
            };
            if (kind is null)
                return new ExportRow(where, name, null, $"type: expected totp or hotp; {Shown(Text(entry, "type"))} is not one that other programs can check");
            if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("info", out var info) || info.ValueKind != JsonValueKind.Object)
                return new ExportRow(where, name, null, "info: missing");

            var fault = Base32.TryDecode(Text(info, "secret"), out var secret);
            if (fault is not (Base32Fault.None or Base32Fault.TrailingBits))
                return new ExportRow(where, name, null, $"secret: {Base32.Describe(fault)}");
            if (secret.Length is 0 or > ExportedAccount.LongestSecret)
                return new ExportRow(where, name, null, $"secret: expected 1 to {ExportedAccount.LongestSecret} bytes");
            OathHash? hash = Text(info, "algo").ToUpperInvariant() switch
            {
                "SHA1" or "" => OathHash.Sha1,
                "SHA256" => OathHash.Sha256,
                "SHA512" => OathHash.Sha512,
                _ => null,
            };
            if (hash is null)
                return new ExportRow(where, name, null, "algo: expected SHA1, SHA256 or SHA512");

            var parameters = new OathParameters(
                hash.Value, (int)Number(info, "digits", OneTimeCode.MinDigits, OneTimeCode.MaxDigits, 6),
                TimeSpan.FromSeconds(Number(info, "period", 1, 86_400, 30)));
            var counter = kind == OathKind.Hotp ? Number(info, "counter", 0, long.MaxValue, null) : 0;
            return new ExportRow(where, name, new ExportedAccount(
                issuer, account, secret, OathTokenParameters.Of(kind.Value, parameters), counter), null);
        }
        catch (FormatException wrong)
        {
            return new ExportRow(where, name, null, wrong.Message);
        }
    }

    private static string Text(JsonElement element, string member)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(member, out var value) || value.ValueKind != JsonValueKind.String)
            return "";
        try
        {
            return value.GetString()!.Trim();
        }
        catch (InvalidOperationException broken)
        {
            throw new FormatException($"{member}: is not valid Unicode", broken);
        }
    }

    private static long Number(JsonElement element, string member, long least, long most, long? missing)
    {
        if (!element.TryGetProperty(member, out var value))
            return missing ?? throw new FormatException($"{member}: missing");
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least && number <= most
            ? number
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{member}: expected a number from {least} to {most}"));
    }

    private static string Shown(string type) => type.Length is > 0 and <= 20 && type.All(char.IsAsciiLetterOrDigit) ? $"\"{type}\"" : "this";
}
