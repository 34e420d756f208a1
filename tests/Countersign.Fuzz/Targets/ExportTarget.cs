using System.Text;
using Countersign.Otp.Exports;

namespace Countersign.Fuzz;

/// <summary>What authenticator apps export: Aegis's JSON, lists of otpauth and otpauth-migration URIs.</summary>
internal sealed class ExportTarget : Target
{
    public override string Name => "exports";

    public override IEnumerable<byte[]> Seeds
    {
        get
        {
            foreach (var path in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "vectors", "exports")).Order(StringComparer.Ordinal))
                yield return File.ReadAllBytes(path);
            yield return "# mine\notpauth://totp/a?secret=GEZDGNBV\r\notpauth://hotp/b?secret=GEZDGNBV&counter=1\nnonsense\n"u8.ToArray();
            yield return """{"db":"encrypted"}"""u8.ToArray();
        }
    }

    public override IReadOnlyList<string> Words =>
    [
        "{", "}", "[", "]", "\"db\":", "\"entries\":", "\"type\":\"totp\"", "\"hotp\"", "\"info\":{", "\"secret\":", "\"algo\":", "\"digits\":", "\"period\":",
        "\"counter\":", "\"issuer\":", "\"name\":", "null", "1e99", "\"\\ud800\"", "otpauth-migration://offline?data=", "otpauth://totp/", "%2B", "\n", "\uFEFF",
    ];

    public override void Read(byte[] input)
    {
        AuthenticatorExport export;
        try
        {
            export = AuthenticatorExport.Read(Encoding.UTF8.GetString(input));
        }
        catch (FormatException)
        {
            return;
        }
        Check(export);
    }

    /// <summary>Each row is an account or a refusal.</summary>
    public static void Check(AuthenticatorExport export)
    {
        foreach (var row in export.Rows)
            Promise.That(row.Account is null != row.Refusal is null && row.Where.Length > 0, "a row that is neither account nor refusal");
    }
}
