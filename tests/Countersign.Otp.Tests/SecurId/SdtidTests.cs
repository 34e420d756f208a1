using System.Text;
using System.Text.Json;
using Countersign.Otp.SecurId;
using Countersign.Otp.SeedFiles;

namespace Countersign.Otp.Tests.SecurId;

public sealed class SdtidTests
{
    private const string Password = "batch-Passw0rd";

    private static readonly string Plain = Text("token00.sdtid");
    private static readonly string Locked = Text("token01.sdtid");
    private static readonly string Batch = Text("batch-hardware-like.sdtid");

    public static TheoryData<int> Ids => [.. Enumerable.Range(0, 16)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_file_of_stoken_gives_its_token(int id)
    {
        var expected = SecurIdVectors.Token(id);

        var seed = SecurIdFiles.ReadOne(Text(expected.Text("file")), expected.GetProperty("password").GetString());

        var style = expected.Number("addPin") == 1 ? SecurIdPinStyle.Added : SecurIdPinStyle.None;
        Assert.Equal(expected.Text("seed"), seed.Hex());
        Assert.Equal(expected.Parameters() with { PinStyle = style }, seed.Parameters);
        Assert.Equal(DateTimeOffset.Parse("2020-01-01T00:00Z", null), seed.NotBefore);
        Assert.Equal(DateTimeOffset.Parse("2038-01-01T00:00Z", null), seed.NotAfter);
        Assert.Equal($"ann{id}", seed.UserName);
        Assert.Equal((expected.Number("digits") == 8, expected.Number("addPin") == 1), (
            seed.Warnings.Any(warning => warning.Contains("8 digits", StringComparison.Ordinal)),
            seed.Warnings.Any(warning => warning.Contains("PIN", StringComparison.Ordinal))));
    }

    [Fact]
    public void Fields_of_any_length_give_their_token_too()
    {
        var rows = SecurIdVectors.OddLengths.GetProperty("rows");
        foreach (var row in rows.EnumerateArray())
        {
            var seed = SecurIdFiles.ReadOne(row.Text("xml"), row.GetProperty("password").GetString());

            Assert.True(row.Text("seed") == seed.Hex(), row.Text("sn"));
            Assert.Equal(row.Text("sn").PadLeft(12, '0'), seed.SerialNumber);
            Assert.Equal(row.Number("digits"), seed.Parameters.Digits);
        }
        Assert.Equal(60, rows.GetArrayLength());
    }

    [Fact]
    public void What_a_token_says_for_itself_counts_more_than_the_header()
    {
        foreach (var row in SecurIdVectors.Overrides.GetProperty("rows").EnumerateArray())
        {
            var seed = SecurIdFiles.ReadOne(row.Text("xml"));

            Assert.Equal(row.Text("seed"), seed.Hex());
            Assert.Equal(
                (row.Number("digits"), row.Number("interval")),
                (seed.Parameters.Digits, (long)seed.Parameters.Interval.TotalSeconds));
        }
    }

    [Fact]
    public void A_batch_gives_its_tokens_one_by_one()
    {
        var expected = SecurIdVectors.Batch.GetProperty("tokens").EnumerateArray().ToList();

        var rows = SecurIdFiles.Read(Batch, Password);

        Assert.Equal("TKN 1, TKN 2, TKN 3, TKN 4", string.Join(", ", rows.Select(row => row.Where)));
        Assert.Equal(
            expected.Select(token => (token.Text("serial"), token.Text("seed"))),
            rows.Select(row => (row.SerialNumber!, ((SecurIdSeed)row.Token!).Hex())));
        Assert.All(rows, row => Assert.Null(row.Token!.UserName));
    }

    [Fact]
    public void An_empty_name_and_a_letter_outside_ascii_are_part_of_what_the_macs_cover()
    {
        var seed = SecurIdFiles.ReadOne(Text("empty-name.sdtid"));

        Assert.Equal(("000000123456", "é&x"), (seed.SerialNumber, seed.UserName));
        Assert.Equal("968429699195ee6b3ca4c966095c056e", seed.Hex());
    }

    [Fact]
    public void A_protected_file_asks_for_its_password()
    {
        var refusal = Assert.Throws<SeedFileException>(() => SecurIdFiles.Read(Locked));

        Assert.Equal(SeedFileFault.PassphraseNeeded, refusal.Fault);
        Assert.Contains("protected by a password", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(SeedFileFault.PassphraseNeeded, SecurIdFiles.FaultOf(Locked, ""));
        Assert.Equal(SeedFileFault.PassphraseNeeded, SecurIdFiles.FaultOf(Batch));
    }

    [Fact]
    public void A_wrong_password_is_told_from_a_missing_one_and_from_damage()
    {
        Assert.Equal(SeedFileFault.WrongPassphrase, SecurIdFiles.FaultOf(Locked, "correct_horse!battery&staple"));
        Assert.Equal(SeedFileFault.WrongPassphrase, SecurIdFiles.FaultOf(Batch, Password + "1"));
    }

    [Fact]
    public void A_password_that_was_typed_needlessly_does_no_harm()
    {
        Assert.Equal(SecurIdFiles.ReadOne(Plain).Hex(), SecurIdFiles.ReadOne(Plain, "anything").Hex());
    }

    [Theory]
    [InlineData("<DefDigits>6<", "<DefDigits>8<"), InlineData("<Version>0<", "<Version>1<")]
    [InlineData("<HeaderMAC>P4AS", "<HeaderMAC>P4AT")]
    [InlineData("<HeaderMAC>P4AS+gyDZO1cTt3hqhnEFA==</HeaderMAC>", "")]
    public void A_header_that_was_changed_is_damage(string was, string becomes)
    {
        Assert.Equal(SeedFileFault.Damaged, SecurIdFiles.FaultOf(Changed(Plain, was, becomes)));
        Assert.Equal(SeedFileFault.Damaged, SecurIdFiles.FaultOf(Changed(Plain, was, becomes), "anything"));
    }

    [Theory]
    [InlineData("<Seed>=R", "<Seed>=S"), InlineData("<SN>123456790<", "<SN>123456792<")]
    [InlineData("<TokenMAC>Cl", "<TokenMAC>Dl"), InlineData("<TokenMAC>Cl/iEccigdzxtrTT8CMMmg==</TokenMAC>", "")]
    [InlineData("<SN>123456790</SN>", "<SN>123456790</SN><Digits>8</Digits>")]
    public void A_token_that_was_changed_is_refused_and_the_others_are_not(string was, string becomes)
    {
        var rows = SecurIdFiles.Read(Changed(Batch, was, becomes), Password);

        Assert.Equal([true, false, true, true], rows.Select(row => row.Token is not null));
        Assert.Contains("TokenMAC does not fit", rows[1].Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sixty_four_bit_token_is_refused_by_name_before_any_password_is_asked_for()
    {
        var row = Assert.Single(SecurIdFiles.Read(Changed(Locked, "<DefAlg>1<", "<DefAlg>0<")));

        Assert.Equal(("174292474116", null), (row.SerialNumber, row.Token));
        Assert.Contains("64-bit", row.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Seven_digits_are_refused_by_name()
    {
        var row = Assert.Single(SecurIdFiles.Read(Text("seven-digits.sdtid")));

        Assert.Equal(("000000123456", "Its number of digits is not 6 or 8."), (row.SerialNumber, row.Refusal));
    }

    [Theory]
    [InlineData(""), InlineData("1234567890123"), InlineData("12345678a"), InlineData("１23456789")]
    public void A_serial_number_is_up_to_twelve_digits(string serial)
    {
        var rows = SecurIdFiles.Read(Changed(Batch, "<SN>123456790<", $"<SN>{serial}<"), Password);

        Assert.Equal((null, "Its serial number, SN, is not 1 to 12 digits."), (rows[1].SerialNumber, rows[1].Refusal));
    }

    [Fact]
    public void A_file_that_was_cut_off_is_damaged_after_the_tokens_it_still_has()
    {
        var end = Batch.IndexOf("205551234</SN>", StringComparison.Ordinal);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Batch[..end]));
        using var rows = SeedFile.Open(stream, new SeedFileKeys(Password)).Rows.GetEnumerator();

        for (var i = 0; i < 3; i++)
            Assert.True(rows.MoveNext() && rows.Current.Token is not null);
        var refusal = Assert.Throws<SeedFileException>(() => rows.MoveNext());
        Assert.Equal(SeedFileFault.Damaged, refusal.Fault);
        Assert.Contains("line 71", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<TKNBatch/>"), InlineData("<TKNBatch><TKNHeader/></TKNBatch>"), InlineData("<TKNBatch>")]
    [InlineData("<TKNBatch><TKN><SN>123</SN></TKN><TKNHeader/></TKNBatch>")]
    [InlineData("<TKNBatch><TKNHeader/><TKNHeader/></TKNBatch>")]
    [InlineData("<TKNBatch><TKNHeader><DefAlg>1</DefAlg></TKNHeader><TKN><SN>1</SN></TKN></TKNBatch>")]
    [InlineData("<!DOCTYPE TKNBatch ><TKNBatch>&a;</TKNBatch>")]
    [InlineData("<!DOCTYPE TKNBatch SYSTEM 'file:///etc/passwd'><TKNBatch/>")]
    [InlineData("<TKNBatch>&a;</TKNBatch>"), InlineData("<TKNBatch/><TKNBatch/>")]
    public void What_is_not_whole_is_damaged(string xml)
    {
        Assert.Equal(SeedFileFault.Damaged, SecurIdFiles.FaultOf(xml));
    }

    [Fact]
    public void Another_document_that_mentions_the_element_is_not_taken_for_one()
    {
        Assert.Equal(SeedFileFault.Unknown, SecurIdFiles.FaultOf("<html><!-- TKNBatch --></html>"));
    }

    [Fact]
    public void What_no_token_has_in_depth_length_or_number_ends_the_reading()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 100_000));
        var many = string.Concat(Enumerable.Repeat("<a/>", 1000));
        var longText = new string('a', 100_000);

        foreach (var header in (string[])[deep, many, longText, $"<![CDATA[{longText}]]>", $"<{longText}/>"])
            Assert.Equal(SeedFileFault.TooLarge, SecurIdFiles.FaultOf($"<TKNBatch><TKNHeader>{header}"));
    }

    [Fact]
    public void Sixteen_bit_text_and_a_byte_order_mark_are_read()
    {
        foreach (var encoding in (Encoding[])[Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            using var stream = new MemoryStream([.. encoding.GetPreamble(), .. encoding.GetBytes(Plain)]);
            Assert.NotNull(Assert.Single(SeedFile.Open(stream, SeedFileKeys.None).Rows).Token);
        }
    }

    [Fact]
    public void Line_ends_of_windows_and_another_indent_change_nothing()
    {
        var other = Changed(Changed(Plain, "\n", "\r\n"), "  <", "\t<");

        Assert.Equal(SecurIdFiles.ReadOne(Plain).Hex(), SecurIdFiles.ReadOne(other).Hex());
    }

    [Fact]
    public void A_long_batch_is_read_in_memory_that_does_not_grow_with_it()
    {
        var begin = Plain.IndexOf("<TKN>", StringComparison.Ordinal);
        var end = Plain.IndexOf("<TKNTrailer>", StringComparison.Ordinal);
        var token = Plain[begin..end];
        var format = new SdtidFormat();

        Assert.InRange(BytesPerToken(500), 0, 20_000);
        Assert.InRange(BytesPerToken(2_000), 0, 20_000);

        long BytesPerToken(int count)
        {
            var batch = Changed(Plain, token, string.Concat(Enumerable.Repeat(token, count)));
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(batch));
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(count, format.Read(stream, SeedFileKeys.None).Count(row => row.Token is not null));
            return (GC.GetAllocatedBytesForCurrentThread() - before) / count;
        }
    }

    [Fact]
    public void A_seed_does_not_print_itself()
    {
        var seed = SecurIdFiles.ReadOne(Plain);

        Assert.Equal("SecurIdSeed 000620966542", seed.ToString());
        Assert.DoesNotContain(seed.Hex(), JsonSerializer.Serialize(seed.Warnings), StringComparison.Ordinal);
    }

    private static string Text(string file) => File.ReadAllText(SecurIdVectors.PathOf(file));

    private static string Changed(string text, string was, string becomes)
    {
        Assert.Contains(was, text, StringComparison.Ordinal);
        return text.Replace(was, becomes, StringComparison.Ordinal);
    }
}
