using System.Globalization;

namespace Countersign.Otp.SeedFiles;

/// <summary>The log of Yubico's personalization tool in its "traditional format": one line per slot it wrote.</summary>
/// <remarks>
/// <c>OATH-HOTP, time, slot, public id (modhex), , hexadecimal seed, , , , , , digits, …</c>. The serial number is made
/// as privacyIDEA makes it, <c>UBOM</c>, the public id in decimal and the slot, so that tokens keep their name when
/// they move from there. Lines for Yubico OTP, static passwords and challenge-response are refused.
/// </remarks>
internal sealed class YubicoTraditionalCsv : CsvFormat
{
    private const string Modhex = "cbdefghijklnrtuv";

    private static readonly string[] Names =
        ["type", "time", "slot", "public", "private", "secret", "", "", "", "", "", "digits"];

    /// <inheritdoc/>
    public override string Name => "Yubico personalization log, traditional format";

    /// <inheritdoc/>
    protected override bool HasHeader => false;

    /// <inheritdoc/>
    protected override bool Fits(IReadOnlyList<string> fields) =>
        fields.Count >= 6 && fields[0].ToUpperInvariant()
            is "OATH-HOTP" or "YUBICO OTP" or "STATIC PASSWORD" or "CHALLENGE-RESPONSE";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Columns(IReadOnlyList<string> first) => Names;

    /// <inheritdoc/>
    protected override string SerialText(CsvRecord record)
    {
        ulong id = 0;
        foreach (var c in record["public"].ToLowerInvariant())
        {
            var digit = Modhex.IndexOf(c);
            if (digit < 0 || id >> 60 != 0)
                return "";
            id = id << 4 | (uint)digit;
        }
        return record["public"].Length == 0 || record["slot"].Length == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"UBOM{id:D8}_{record["slot"]}");
    }

    /// <inheritdoc/>
    protected override OathSeed Token(CsvRecord record, string serial, List<string> warnings) =>
        record["type"].Equals("OATH-HOTP", StringComparison.OrdinalIgnoreCase)
            ? new OathSeed
            {
                SerialNumber = serial,
                Secret = SeedValue.Secret(record["secret"], SeedEncoding.Hex, warnings),
                Parameters = new OathTokenParameters(OathKind.Hotp, digits: SeedValue.Digits(record["digits"])),
                Manufacturer = "Yubico",
                Warnings = warnings,
            }
            : throw new RefusedException("The slot is not in OATH-HOTP mode.");
}
