namespace Countersign.Otp.SeedFiles;

/// <summary>The log of Yubico's personalization tool in its "Yubico format".</summary>
/// <remarks>
/// <c>serial, public id, private id, hexadecimal key, access code, time,</c>. The private id is 0 for OATH-HOTP and
/// blank for a static password. Neither the slot nor the number of digits is in it.
/// </remarks>
internal sealed class YubicoCsv : CsvFormat
{
    private static readonly string[] Names = ["serial", "public", "private", "secret"];

    /// <inheritdoc/>
    public override string Name => "Yubico personalization log, Yubico format";

    /// <inheritdoc/>
    protected override bool HasHeader => false;

    /// <inheritdoc/>
    protected override bool Fits(IReadOnlyList<string> fields) =>
        fields.Count >= 6 && fields[0].Length > 0 && fields[0].All(char.IsAsciiDigit)
        && fields[2] is "0" or "" or { Length: 12 }
        && fields[3].Length is 32 or 40 && fields[3].All(char.IsAsciiHexDigit);

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Columns(IReadOnlyList<string> first) => Names;

    /// <inheritdoc/>
    protected override OathSeed Token(CsvRecord record, string serial, List<string> warnings) =>
        record["private"] == "0"
            ? new OathSeed
            {
                SerialNumber = serial,
                Secret = SeedValue.Secret(record["secret"], SeedEncoding.Hex, warnings),
                Parameters = new OathTokenParameters(OathKind.Hotp),
                Manufacturer = "Yubico",
                Warnings = warnings,
            }
            : throw new RefusedException("The slot is not in OATH-HOTP mode.");
}
