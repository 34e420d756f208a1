namespace Countersign.Otp.SeedFiles;

/// <summary>The CSV that Microsoft Entra ID takes for hardware OATH tokens, which many makers deliver.</summary>
/// <remarks>
/// Header <c>upn,serial number,secret key,time interval,manufacturer,model</c>, here in any order, and
/// <c>hash function</c> as in Microsoft Graph. Always TOTP, the seed in Base32. Other columns are overlooked.
/// </remarks>
/// <seealso href="https://learn.microsoft.com/entra/identity/authentication/concept-authentication-oath-tokens"/>
internal sealed class EntraCsv : CsvFormat
{
    /// <inheritdoc/>
    public override string Name => "Microsoft Entra ID hardware OATH CSV";

    /// <inheritdoc/>
    protected override bool HasHeader => true;

    /// <inheritdoc/>
    protected override bool Fits(IReadOnlyList<string> fields)
    {
        var names = fields.Select(Known).ToList();
        return names.Contains("serial") && names.Contains("secret");
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Columns(IReadOnlyList<string> first)
    {
        var columns = first.Select(Known).ToList();
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Length > 0 && columns.IndexOf(columns[i]) != i)
                throw new SeedFileException(SeedFileFault.NotSupported, $"The column {first[i]} is there twice.");
        }
        return columns;
    }

    /// <inheritdoc/>
    protected override OathSeed Token(CsvRecord record, string serial, List<string> warnings) => new()
    {
        SerialNumber = serial,
        Secret = SeedValue.Secret(record["secret"], SeedEncoding.Base32, warnings),
        Parameters = new OathTokenParameters(
            OathKind.Totp, SeedValue.Hash(record["algorithm"]), period: SeedValue.Period(record["period"])),
        Manufacturer = SeedValue.Name(record["manufacturer"], "manufacturer"),
        Model = SeedValue.Name(record["model"], "model"),
        UserName = SeedValue.Name(record["user"], "upn"),
        Warnings = warnings,
    };

    private static string Known(string name) =>
        string.Concat(name.Where(char.IsAsciiLetter)).ToUpperInvariant() switch
        {
            "UPN" => "user",
            "SERIALNUMBER" => "serial",
            "SECRETKEY" => "secret",
            "TIMEINTERVAL" or "TIMEINTERVALINSECONDS" => "period",
            "MANUFACTURER" => "manufacturer",
            "MODEL" => "model",
            "HASHFUNCTION" => "algorithm",
            _ => "",
        };
}
