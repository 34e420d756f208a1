using System.Globalization;

namespace Countersign.Otp.SeedFiles;

/// <summary>Text with one <c>otpauth://</c> URI a line; the account is the serial number.</summary>
internal sealed class OtpAuthListFormat : SeedFormat
{
    /// <inheritdoc/>
    public override string Name => "otpauth URIs, one a line";

    /// <inheritdoc/>
    public override bool Recognises(ReadOnlySpan<char> head)
    {
        foreach (var line in head.EnumerateLines())
        {
            var text = line.Trim();
            if (!text.IsEmpty && text[0] != '#')
                return text.StartsWith("otpauth://", StringComparison.OrdinalIgnoreCase);
        }
        return false;
    }

    /// <inheritdoc/>
    public override IEnumerable<SeedRow> Read(Stream stream, SeedFileKeys keys)
    {
        using var reader = SeedText.Open(stream);
        foreach (var line in CsvLines.Read(reader))
            yield return Row(line);
    }

    private static SeedRow Row(CsvLine line)
    {
        var where = string.Create(CultureInfo.InvariantCulture, $"line {line.Number}");
        string? serial = null;
        try
        {
            if (line.Text is null)
                throw new RefusedException("The line is longer than any URI of a token would be.");
            if (!OtpAuthUri.TryParse(line.Text, out var uri, out var problem))
                throw new RefusedException(problem);

            serial = SeedValue.Serial(uri.Account);
            var warnings = new List<string>();
            return new SeedRow(
                where, serial,
                new OathSeed
                {
                    SerialNumber = serial,
                    Secret = SeedValue.Checked(uri.Secret.ToArray(), warnings),
                    Parameters = OathTokenParameters.Of(uri.Kind, uri.Parameters),
                    Counter = uri.Counter,
                    Warnings = warnings,
                },
                null);
        }
        catch (RefusedException refusal)
        {
            return new SeedRow(where, serial, null, refusal.Message);
        }
    }
}
