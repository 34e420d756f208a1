using System.Text;
using Countersign.Otp.SeedFiles;

namespace Countersign.Otp.Tests.SeedFiles;

/// <summary>Short words for reading seed files in tests.</summary>
internal static class Seeds
{
    /// <summary>A seed of 20 bytes as hexadecimal and Base32: the key of the RFCs' test vectors.</summary>
    public const string Hex = "3132333435363738393031323334353637383930", Base32 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    public static Stream Vector(string name) =>
        File.OpenRead(Path.Combine(AppContext.BaseDirectory, "vectors", "pskc", name));

    public static List<SeedRow> Read(Stream stream, SeedFileKeys? keys = null) =>
        [.. SeedFile.Open(stream, keys ?? SeedFileKeys.None).Rows];

    public static List<SeedRow> Read(string text, SeedFileKeys? keys = null) =>
        Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), keys);

    /// <summary>The one row of a file with one token.</summary>
    public static SeedRow Single(string text, SeedFileKeys? keys = null) => Assert.Single(Read(text, keys));

    /// <summary>The token of a row that is not refused.</summary>
    public static OathSeed Token(this SeedRow row)
    {
        Assert.Null(row.Refusal);
        return Assert.IsType<OathSeed>(row.Token);
    }

    public static string HexOf(this OathSeed seed) => Convert.ToHexStringLower(seed.Secret.Span);

    public static SeedFileException Refused(string text, SeedFileKeys? keys = null) =>
        Assert.Throws<SeedFileException>(() => Read(text, keys));
}
