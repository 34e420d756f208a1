using System.Text;
using Countersign.Otp.SeedFiles;

namespace Countersign.Otp.Tests.SeedFiles;

public sealed class CountersignCsvTests
{
    private static readonly string Header = SeedFile.CsvHeader;

    [Fact]
    public void Every_column_reaches_the_token()
    {
        var rows = Seeds.Read($"""
            {Header}
            tok-1,{Seeds.Hex},hex,totp,SHA256,8,60,,-3,Maker,"Model, large",anna
            tok-2,{Seeds.Base32},Base32,HOTP,HMAC-SHA1,6,,42,,,,
            """);

        var (first, second) = (rows[0].Token(), rows[1].Token());
        Assert.Equal(("line 2", "line 3"), (rows[0].Where, rows[1].Where));
        Assert.Equal(("TOK-1", Seeds.Hex, "totp,sha256,8,60", 0, -3), Told(first));
        Assert.Equal(("Maker", "Model, large", "anna"), (first.Manufacturer, first.Model, first.UserName));
        Assert.Equal(("TOK-2", Seeds.Hex, "hotp,sha1,6", 42, 0), Told(second));
        Assert.Equal((null, null, null), (second.Manufacturer, second.Model, second.UserName));
        Assert.Empty(first.Warnings);
    }

    [Fact]
    public void Serial_and_seed_are_enough_and_what_is_not_said_stays_open()
    {
        var token = Seeds.Single($"serial,secret\n900000001,{Seeds.Base32}").Token();

        Assert.Equal(("900000001", Seeds.Hex, "totp,?,?,?", 0, 0), Told(token));
    }

    [Theory]
    [InlineData("hex", "3132-3334 3536:3738 3930 3132 3334 3536 3738 3930"), InlineData("base32", "gezd gnbv gy3t qojq gezd gnbv gy3t qojq")]
    [InlineData("base64", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA="), InlineData("base32", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ====")]
    [InlineData("", "3132333435363738393031323334353637383930"), InlineData("HEX", "'3132333435363738393031323334353637383930")]
    [InlineData("hex", "\"=\"\"3132333435363738393031323334353637383930\"\"\"")]
    public void A_seed_is_read_in_each_of_its_forms(string encoding, string secret)
    {
        Assert.Equal(Seeds.Hex, Seeds.Single($"serial,encoding,secret\n1,{encoding},{secret}").Token().HexOf());
    }

    [Theory]
    [InlineData(",", "\n"), InlineData(";", "\r\n"), InlineData("\t", "\r")]
    public void Separators_and_line_ends_are_those_of_any_tool(string separator, string lineEnd)
    {
        var text = string.Join(lineEnd, "Secret,Serial,Model", "# a comment", "", $"{Seeds.Base32},A1,\"x;y,z\"  ", $" {Seeds.Base32} , A2 ,", "");
        text = text.Replace(",", separator, StringComparison.Ordinal).Replace($"y{separator}z", "y,z", StringComparison.Ordinal);

        var rows = Seeds.Read(text);

        Assert.Equal([("line 4", "A1", "x;y,z"), ("line 5", "A2", null)], rows.Select(row => (row.Where, row.SerialNumber!, row.Token().Model)));
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_column()
    {
        foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            var file = new MemoryStream([.. encoding.GetPreamble(), .. encoding.GetBytes($"serial,secret,user\n1,{Seeds.Base32},Jürgen")]);

            Assert.Equal("Jürgen", Assert.Single(Seeds.Read(file)).Token().UserName);
        }
    }

    [Theory]
    [InlineData("1.23E+12", "secret", "rounded the serial"), InlineData("\"1,23E+12\"", "secret", "rounded the serial")]
    [InlineData("", "secret", "serial number is missing"), InlineData("a b", "secret", "ASCII letters")]
    [InlineData("ü", "secret", "ASCII letters")]
    [InlineData("1", "", "seed is missing"), InlineData("1", "3.13E+39", "rounded the seed")]
    [InlineData("1", "313233343536373839303132333435363738393", "leading zero")]
    [InlineData("1", "ABCDEF23ABCDEF23ABCDEF23ABCDEF23", "hexadecimal and as Base32")]
    [InlineData("1", "not/a+seed==", "neither hexadecimal nor Base32"), InlineData("1", "313233343536373839", "9 bytes, too few")]
    public void A_row_that_cannot_be_used_says_why(string serial, string secret, string reason)
    {
        secret = secret == "secret" ? Seeds.Base32 : secret;

        var row = Seeds.Single($"serial,secret\n{serial},{secret}");

        Assert.Null(row.Token);
        Assert.Contains(reason, row.Refusal, StringComparison.Ordinal);
        if (secret.Length > 0)
            Assert.DoesNotContain(secret, row.Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("encoding", "utf-8"), InlineData("type", "ocra"), InlineData("algorithm", "MD5"), InlineData("digits", "5")]
    [InlineData("digits", "9"), InlineData("digits", "six"), InlineData("period", "0"), InlineData("period", "86401")]
    [InlineData("counter", "-1"), InlineData("counter", "9223372036854775808"), InlineData("drift", "100001")]
    [InlineData("drift", "1.5"), InlineData("counter", "7")]
    public void A_value_out_of_range_refuses_its_row_and_names_the_column(string column, string value)
    {
        var row = Seeds.Single($"serial,secret,{column}\n1,{Seeds.Base32},{value}");

        Assert.Contains(column, row.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_row_does_not_hide_the_others()
    {
        var rows = Seeds.Read($"""
            serial,secret,encoding
            1,{Seeds.Hex},hex
            2,"{Seeds.Hex},hex
            3,{Seeds.Hex}
            4,{Seeds.Hex},hex,more
            5,{new string('A', 10_000)},hex
            6,{Seeds.Hex},hex
            """);

        string[] reasons = ["", "quotation mark", "2 fields", "4 fields", "longer than any", ""];
        Assert.All(rows.Zip(reasons), pair => Assert.Contains(pair.Second, pair.First.Refusal ?? "", StringComparison.Ordinal));
        Assert.Equal([true, false, false, false, false, true], rows.Select(row => row.Token is not null));
    }

    [Fact]
    public void The_same_serial_again_is_skipped_with_the_same_seed_and_refused_with_another()
    {
        var rows = Seeds.Read($"""
            serial,secret,encoding
            A1,{Seeds.Hex},hex
            a1,{Seeds.Base32},base32
            A1,{Seeds.Hex[2..]}00,hex
            A2,{Seeds.Hex},hex
            """);

        Assert.Equal([true, false, false, true], rows.Select(row => row.Token is not null));
        Assert.Equal("The same token is at line 2 already.", rows[1].Skipped);
        Assert.Null(rows[1].Refusal);
        Assert.Equal("The serial number is at line 2 already, with another seed.", rows[2].Refusal);
        Assert.Null(rows[2].Skipped);
    }

    [Fact]
    public void A_serial_number_shorter_than_most_may_have_lost_its_zeros()
    {
        var rows = Seeds.Read($"""
            serial,secret
            2308712,{Seeds.Base32}
            02308713,{Seeds.Base32}
            02308714,{Seeds.Base32}
            AB,{Seeds.Base32}
            """);

        Assert.Contains("leading zeros", Assert.Single(rows[0].Token().Warnings), StringComparison.Ordinal);
        Assert.All(rows.Skip(1), row => Assert.Empty(row.Token().Warnings));
    }

    [Fact]
    public void A_short_seed_is_let_through_with_a_warning()
    {
        var token = Seeds.Single($"serial,secret\n1,{Seeds.Hex[..20]}").Token();

        Assert.Contains("10 bytes", Assert.Single(token.Warnings), StringComparison.Ordinal);
        Assert.Empty(Seeds.Single($"serial,secret\n1,{Seeds.Hex[..32]}").Token().Warnings);
    }

    [Fact]
    public void A_seed_has_128_bytes_at_most()
    {
        Assert.Equal(128, Seeds.Single($"serial,secret,encoding\n1,{new string('1', 256)},hex").Token().Secret.Length);
        Assert.Contains("129 bytes", Seeds.Single($"serial,secret,encoding\n1,{new string('1', 258)},hex").Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void The_header_for_a_template_is_the_one_in_the_documentation()
    {
        Assert.Equal(
            "serial,secret,encoding,type,algorithm,digits,period,counter,drift,manufacturer,model,user", SeedFile.CsvHeader);
    }

    [Fact]
    public void A_misspelt_column_refuses_the_file()
    {
        var error = Seeds.Refused($"serial,secret,algoritm\n1,{Seeds.Base32},SHA256");

        Assert.Equal(SeedFileFault.NotSupported, error.Fault);
        Assert.Contains("column 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_is_there_twice_refuses_the_file()
    {
        Assert.Equal(SeedFileFault.NotSupported, Seeds.Refused($"serial,secret,serial\n1,{Seeds.Base32},2").Fault);
    }

    private static (string, string, string, long, int) Told(OathSeed seed) =>
        (seed.SerialNumber, seed.HexOf(), seed.Parameters.Write(), seed.Counter, seed.DriftSteps);
}
