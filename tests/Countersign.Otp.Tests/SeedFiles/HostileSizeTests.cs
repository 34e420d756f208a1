using System.Text;
using Countersign.Otp.Exports;
using Countersign.Otp.SeedFiles;

namespace Countersign.Otp.Tests.SeedFiles;

/// <summary>Files that are made to cost: refused early, in memory that is counted here.</summary>
public sealed class HostileSizeTests
{
    private const string Laughs =
        "<!DOCTYPE ROOT [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">"
        + "<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\"><!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\">]>";

    public static TheoryData<string, string> Places => new()
    {
        { "<KeyContainer><KeyPackage>", "</KeyPackage></KeyContainer>" },
        { "<KeyContainer><EncryptionKey>", "</EncryptionKey></KeyContainer>" },
        { "<TKNBatch><TKNHeader>", "</TKNHeader></TKNBatch>" },
        { "<TKNBatch><TKNHeader/><TKN>", "</TKN></TKNBatch>" },
        { "<Tokens><Token>", "</Token></Tokens>" },
    };

    [Theory, MemberData(nameof(Places))]
    public void Elements_a_hundred_deep_refuse_the_file_long_before_its_end(string before, string after)
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 100)) + string.Concat(Enumerable.Repeat("</a>", 100));
        var endless = string.Concat(Enumerable.Repeat("<a>", 1_000_000));

        Assert.Equal(SeedFileFault.TooLarge, Seeds.Refused(before + deep + after).Fault);
        Assert.InRange(AllocatedByReading(before + endless), 1, 256 * 1024);
    }

    [Theory, MemberData(nameof(Places))]
    public void Entities_that_multiply_are_not_multiplied(string before, string after)
    {
        var text = Laughs.Replace("ROOT", before[1..before.IndexOf('>')], StringComparison.Ordinal) + before + "<a>&e;</a>" + after;

        Assert.Equal(SeedFileFault.Damaged, Seeds.Refused(text).Fault);
        Assert.InRange(AllocatedByReading(text), 1, 256 * 1024);
    }

    [Theory]
    [InlineData("<![CDATA[]]>"), InlineData("<![CDATA[a]]>"), InlineData("a<!---->"), InlineData("<?a?>")]
    public void A_text_in_ten_thousand_pieces_costs_its_length(string piece)
    {
        var text = $"<KeyContainer><KeyPackage><a>{string.Concat(Enumerable.Repeat(piece, 10_000))}</a></KeyPackage></KeyContainer>";

        Assert.InRange(AllocatedByReading(text), 1, 3 * 1024 * 1024);
    }

    [Theory, MemberData(nameof(Places))]
    public void A_name_that_is_longer_than_any_refuses_the_file_before_it_is_written_above_all_that_is_in_it(string before, string after)
    {
        var name = new string('n', 60_000);
        var (begin, end) = (string.Concat(Enumerable.Repeat($"<{name}>", 30)), string.Concat(Enumerable.Repeat($"</{name}>", 30)));

        Assert.Equal(SeedFileFault.TooLarge, Seeds.Refused($"{before}{begin}{string.Concat(Enumerable.Repeat("<a/>", 400))}{end}{after}").Fault);
    }

    [Theory]
    [InlineData("serial,secret\n"), InlineData("otpauth://totp/"), InlineData("<KeyContainer><KeyPackage><"), InlineData("<TKNBatch>"), InlineData("ctfData=")]
    public void A_line_or_a_text_of_ten_million_characters_is_never_held(string begin) =>
        Assert.InRange(AllocatedByReading(begin + new string('a', 10_000_000)), 1, 512 * 1024);

    [Fact]
    public void A_URI_of_ten_thousand_parameters_is_read_in_memory_in_proportion()
    {
        var uri = "otpauth://totp/a?secret=GEZDGNBV" + string.Concat(Enumerable.Range(0, 10_000).Select(i => $"&p{i}={i}"));

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(OtpAuthUri.TryParse(uri, out _, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 40L * uri.Length);
        Assert.False(OtpAuthUri.TryParse(uri + "&P9=9", out _, out var problem));
        Assert.Equal("parameters: one of them is given twice", problem);
    }

    [Fact]
    public void JSON_of_another_app_that_nests_a_hundred_deep_is_damaged() => Assert.StartsWith(
        "The JSON is damaged",
        Assert.Throws<FormatException>(() => AuthenticatorExport.Read(string.Concat(Enumerable.Repeat("{\"db\":", 100)))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("1e999999999"), InlineData("-1"), InlineData("9223372036854775808"), InlineData("0.5")]
    public void A_counter_that_no_token_has_refuses_its_entry(string number) => Assert.Equal(
        "counter: expected a number from 0 to 9223372036854775807",
        Assert.Single(AuthenticatorExport.Read($$$"""{"db":{"entries":[{"type":"hotp","name":"a","info":{"secret":"GEZDGNBV","counter":{{{number}}}}}]}}""").Rows).Refusal);

    // Opening reads the beginning twice; the stream itself is not counted.
    private static long AllocatedByReading(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        Read(stream);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read(stream);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Read(Stream stream)
    {
        try
        {
            Assert.All(SeedFile.Open(stream, SeedFileKeys.None).Rows, row => Assert.NotNull(row.Refusal));
        }
        catch (SeedFileException refusal)
        {
            Assert.NotEmpty(refusal.Message);
        }
    }
}
