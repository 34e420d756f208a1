namespace Countersign.Otp.SeedFiles;

/// <summary>The CSV of privacyIDEA and LinOTP, without a header: how their users keep token seeds.</summary>
/// <remarks>
/// <c>serial, hexadecimal seed, hotp | totp, digits, counter | period, hash</c>; what follows the seed may be left out,
/// and the type is hotp then. The hash is never told from the length of the seed: 32 digits are 16 bytes, not SHA-256.
/// </remarks>
internal sealed class PrivacyIdeaCsv : CsvFormat
{
    private static readonly string[] Names = ["serial", "secret", "type", "digits", "moving", "algorithm"];

    /// <inheritdoc/>
    public override string Name => "privacyIDEA or LinOTP CSV";

    /// <inheritdoc/>
    protected override bool HasHeader => false;

    /// <inheritdoc/>
    protected override bool Fits(IReadOnlyList<string> fields) =>
        fields.Count >= 2 && fields[1].Length >= 16 && fields[1].All(char.IsAsciiHexDigit)
        && (fields.Count == 2 || fields[2].ToUpperInvariant() is "" or "HOTP" or "TOTP" or "OCRA" or "OCRA2");

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Columns(IReadOnlyList<string> first) => Names;

    /// <inheritdoc/>
    protected override OathSeed Token(CsvRecord record, string serial, List<string> warnings)
    {
        if (record.Count > Names.Length)
            throw new RefusedException($"The line has {record.Count} fields; {Names.Length} are known.");

        var kind = record["type"].ToUpperInvariant() switch
        {
            "" or "HOTP" => OathKind.Hotp,
            "TOTP" => OathKind.Totp,
            _ => throw new RefusedException("The type in the third field is not supported: expected hotp or totp."),
        };
        var isTotp = kind == OathKind.Totp;
        return new OathSeed
        {
            SerialNumber = serial,
            Secret = SeedValue.Secret(record["secret"], SeedEncoding.Hex, warnings),
            Parameters = new OathTokenParameters(
                kind, SeedValue.Hash(record["algorithm"]), SeedValue.Digits(record["digits"]),
                isTotp ? SeedValue.Period(record["moving"]) : null),
            Counter = isTotp ? 0 : SeedValue.Counter(record["moving"]) ?? 0,
            Warnings = warnings,
        };
    }
}
