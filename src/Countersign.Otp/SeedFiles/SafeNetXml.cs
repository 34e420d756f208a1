using System.Globalization;

namespace Countersign.Otp.SeedFiles;

/// <summary>The XML in which Aladdin, SafeNet and Thales delivered eToken PASS and its successors.</summary>
/// <remarks>
/// <c>Tokens/Token[@serial]/Applications/Application</c> with a hexadecimal <c>Seed</c> and, as <c>MovingFactor</c>,
/// the counter of the next code. The hash is not stated and cannot be told from the length of the seed.
/// </remarks>
internal sealed class SafeNetXml : SeedFormat
{
    /// <inheritdoc/>
    public override string Name => "SafeNet (Aladdin, Thales) XML";

    /// <inheritdoc/>
    public override bool Recognises(ReadOnlySpan<char> head) => XmlPart.RootOf(head) == "Tokens";

    /// <inheritdoc/>
    public override IEnumerable<SeedRow> Read(Stream stream, SeedFileKeys keys)
    {
        var number = 0;
        foreach (var part in XmlPart.Parts(stream))
        {
            if (part.Name == "Token")
                yield return Row(part, ++number);
        }
    }

    private static SeedRow Row(XmlPart token, int number)
    {
        var where = string.Create(CultureInfo.InvariantCulture, $"Token {number}");
        string? serial = null;
        try
        {
            serial = SeedValue.Serial(token.Attribute("serial") ?? "");
            var applications = (token.Find("Applications")?.Children ?? [])
                .Where(part => part.Find("Seed") is not null).ToList();
            if (applications is not [var application])
                throw new RefusedException("A Token must have one Application with a Seed.");

            var warnings = new List<string>();
            return new SeedRow(
                where, serial,
                new OathSeed
                {
                    SerialNumber = serial,
                    Secret = SeedValue.Secret(application.Find("Seed")!.Text, SeedEncoding.Hex, warnings),
                    Parameters = new OathTokenParameters(OathKind.Hotp),
                    Counter = SeedValue.Counter(application.Find("MovingFactor")?.Text) ?? 0,
                    Manufacturer = "SafeNet",
                    Model = SeedValue.Name((token.Find("ProductName") ?? token.Find("Model"))?.Text, "ProductName"),
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
