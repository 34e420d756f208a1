using System.Text;
using Countersign.Otp.SeedFiles;
using CsCheck;

namespace Countersign.Otp.Tests.SeedFiles;

/// <summary>Whatever is done to a file: rows or a refusal, soon, and no seed in any sentence.</summary>
public sealed class HostileFileTests
{
    private static readonly Dictionary<string, byte[]> Files = Directory
        .GetFiles(Path.Combine(AppContext.BaseDirectory, "vectors", "pskc"), "*.pskcxml")
        .ToDictionary(path => Path.GetFileName(path)!, path => File.ReadAllBytes(path), StringComparer.Ordinal);

    private static readonly string[] Texts =
    [
        $"serial,secret,encoding,type,algorithm,digits,period,counter,drift,manufacturer,model,user\n"
            + $"T1,{Seeds.Hex},hex,totp,SHA1,6,30,,-1,Maker,\"M, x\",anna\nT2,{Seeds.Base32},base32,hotp,,,,7,,,,\n",
        $"upn;serial number;secret key;time interval;manufacturer;model\r\nanna;1234567;{Seeds.Base32};30;A;B\r\n",
        $"F1,{Seeds.Hex},totp,6,30\nF2,{Seeds.Hex},hotp,6\n",
        $"OATH-HOTP,11.12.13 18:55,1,cccccccccccc,,{Seeds.Hex},,,0,0,0,6,0,0,0,0,0,0\n",
        $"508326,,0,{Seeds.Hex},,2013-12-12T08:41:07,\n",
        $"otpauth://totp/T1?secret={Seeds.Base32}\notpauth://hotp/T2?secret={Seeds.Base32}&counter=1\n",
        $"<Tokens><Token serial=\"A1\"><Applications><Application><Seed>{Seeds.Hex}</Seed><MovingFactor>1</MovingFactor>"
            + "</Application></Applications></Token></Tokens>",
    ];

    private static readonly SeedFileKeys Keys = new(
        "qwerty", Convert.FromHexString("12345678901234567890123456789012"));

    public static TheoryData<string> Names() =>
        [.. Files.Keys.Order(StringComparer.Ordinal), .. Enumerable.Range(0, Texts.Length).Select(i => $"text {i}")];

    [Theory, MemberData(nameof(Names))]
    public void A_damaged_file_gives_rows_or_a_refusal_and_shows_no_seed(string name)
    {
        // PBKDF2 with its rounds as they are would make up nearly all of the time.
        var file = Files.TryGetValue(name, out var bytes)
            ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes)
                .Replace("<IterationCount>100000<", "<IterationCount>9<", StringComparison.Ordinal)
                .Replace("<IterationCount>20000<", "<IterationCount>9<", StringComparison.Ordinal))
            : Encoding.UTF8.GetBytes(Texts[int.Parse(name[5..], null)]);
        var change = Gen.Select(Gen.Int[0, 3], Gen.Int[0, file.Length - 1], Gen.Int[1, 40], Gen.Byte.Array[1, 40]);

        change.Array[1, 3].Sample(changes => ReadsOrRefuses(changes.Aggregate(file, Changed)), iter: 300);
    }

    [Fact]
    public void A_seed_that_became_a_tag_is_not_quoted_by_the_parser()
    {
        var refusal = Seeds.Refused($"<Tokens><Token><{Seeds.Base32}></Token></Tokens>");

        Assert.DoesNotContain(Seeds.Base32, refusal.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    private static byte[] Changed(byte[] file, (int How, int Where, int Length, byte[] Bytes) change)
    {
        var at = Math.Min(change.Where, file.Length);
        var end = Math.Min(at + change.Length, file.Length);
        return change.How switch
        {
            0 => [.. file[..at], .. file[end..]],                               // cut out
            1 => file[..at],                                                    // cut off
            2 => [.. file[..at], .. change.Bytes, .. file[at..]],               // put in
            _ => [.. file[..at], .. file[at..end].Select(b => (byte)(b ^ change.Bytes[0])), .. file[end..]],
        };
    }

    private static bool ReadsOrRefuses(byte[] file)
    {
        try
        {
            foreach (var row in SeedFile.Open(new MemoryStream(file), Keys).Rows)
            {
                Assert.Equal(1, (row.Token is null ? 0 : 1) + (row.Refusal is null ? 0 : 1) + (row.Skipped is null ? 0 : 1));
                ShowsNoSeed(row.Refusal);
                ShowsNoSeed(row.Skipped);
                foreach (var warning in row.Token?.Warnings ?? [])
                    ShowsNoSeed(warning);
            }
        }
        catch (SeedFileException refusal)
        {
            ShowsNoSeed(refusal.ToString());
        }
        return true;
    }

    private static void ShowsNoSeed(string? sentence)
    {
        foreach (var part in new[] { Seeds.Hex[8..20], Seeds.Base32[4..14], "gaZle2I6lfN5", "3AI4EMBAE4WC" })
            Assert.DoesNotContain(part, sentence ?? "", StringComparison.OrdinalIgnoreCase);
    }
}
