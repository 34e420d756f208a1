using Countersign.Otp.Exports;

namespace Countersign.Fuzz;

/// <summary>The protocol buffer inside Google Authenticator's export.</summary>
/// <remarks>Input: the bytes; the URI around them is made here, or a mutation would have to know Base64.</remarks>
internal sealed class MigrationTarget : Target
{
    public override string Name => "otpauth-migration";

    public override IEnumerable<byte[]> Seeds => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "vectors", "exports", "google-authenticator.txt"))
        .Where(line => line.Contains("data=", StringComparison.Ordinal))
        .Select(line => Convert.FromBase64String(Uri.UnescapeDataString(line.Trim()[(line.IndexOf("data=", StringComparison.Ordinal) + 5)..])));

    public override void Read(byte[] input) => ExportTarget.Check(
        AuthenticatorExport.Read($"otpauth-migration://offline?data={Uri.EscapeDataString(Convert.ToBase64String(input))}"));
}
