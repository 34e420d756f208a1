namespace Countersign.Otp.SeedFiles;

/// <summary>Our own CSV: every column is named, and the file says how seeds are written.</summary>
/// <remarks>
/// <c>serial</c> and <c>secret</c> are needed; <c>encoding</c> (hex, base32, base64), <c>type</c> (totp, hotp; totp
/// when blank), <c>algorithm</c>, <c>digits</c>, <c>period</c>, <c>counter</c>, <c>drift</c>, <c>manufacturer</c>,
/// <c>model</c> and <c>user</c> may be left out or blank. In any order, any case; a column with another name is
/// refused, since one that is misspelt would be overlooked.
/// </remarks>
internal sealed class CountersignCsv : CsvFormat
{
    /// <summary>The names of the columns.</summary>
    public static readonly string[] Known =
    [
        "serial", "secret", "encoding", "type", "algorithm", "digits", "period", "counter", "drift", "manufacturer",
        "model", "user",
    ];

    /// <inheritdoc/>
    public override string Name => "Countersign CSV";

    /// <inheritdoc/>
    protected override bool HasHeader => true;

    /// <inheritdoc/>
    protected override bool Fits(IReadOnlyList<string> fields) =>
        Array.TrueForAll(["serial", "secret"], name => fields.Contains(name, StringComparer.OrdinalIgnoreCase));

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Columns(IReadOnlyList<string> first)
    {
        var columns = first.Select(name => name.ToLowerInvariant()).ToList();
        for (var i = 0; i < columns.Count; i++)
        {
            if (!Known.Contains(columns[i]))
            {
                throw new SeedFileException(
                    SeedFileFault.NotSupported,
                    $"The name of column {i + 1} in the header is not known. Known are {string.Join(", ", Known)}.");
            }
            if (columns.IndexOf(columns[i]) != i)
                throw new SeedFileException(SeedFileFault.NotSupported, $"The column {columns[i]} is there twice.");
        }
        return columns;
    }

    /// <inheritdoc/>
    protected override OathSeed Token(CsvRecord record, string serial, List<string> warnings)
    {
        var kind = record["type"].ToUpperInvariant() switch
        {
            "" or "TOTP" => OathKind.Totp,
            "HOTP" => OathKind.Hotp,
            _ => throw new RefusedException("type: expected totp or hotp."),
        };
        SeedEncoding? encoding = record["encoding"].ToUpperInvariant() switch
        {
            "" => null,
            "HEX" => SeedEncoding.Hex,
            "BASE32" => SeedEncoding.Base32,
            "BASE64" => SeedEncoding.Base64,
            _ => throw new RefusedException("encoding: expected hex, base32 or base64."),
        };
        var period = SeedValue.Period(record["period"]);
        var counter = SeedValue.Counter(record["counter"]);
        var drift = SeedValue.Drift(record["drift"]);
        if (kind == OathKind.Totp && counter is not (null or 0))
            throw new RefusedException("A token that counts time has no counter: say hotp in the column type.");
        if (kind == OathKind.Hotp && (period is not null || drift is not (null or 0)))
            throw new RefusedException("A token that counts button presses has no period and no drift.");

        return new OathSeed
        {
            SerialNumber = serial,
            Secret = SeedValue.Secret(record["secret"], encoding, warnings),
            Parameters = new OathTokenParameters(
                kind, SeedValue.Hash(record["algorithm"]), SeedValue.Digits(record["digits"]), period),
            Counter = counter ?? 0,
            DriftSteps = drift ?? 0,
            Manufacturer = SeedValue.Name(record["manufacturer"], "manufacturer"),
            Model = SeedValue.Name(record["model"], "model"),
            UserName = SeedValue.Name(record["user"], "user"),
            Warnings = warnings,
        };
    }
}
