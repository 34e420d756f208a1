using Countersign.Otp.SeedFiles;

namespace Countersign.Otp.Tests.SeedFiles;

public sealed class EntraCsvTests
{
    private const string Header = "upn,serial number,secret key,time interval,manufacturer,model";

    [Fact]
    public void Microsofts_own_columns_are_read()
    {
        var token = Seeds.Single($"{Header}\nanna@contoso.com,1234567,{Seeds.Base32},60,Contoso,HardwareKey").Token();

        Assert.Equal(("1234567", Seeds.Hex, "totp,?,?,60"), (token.SerialNumber, token.HexOf(), token.Parameters.Write()));
        Assert.Equal(
            ("anna@contoso.com", "Contoso", "HardwareKey"), (token.UserName, token.Manufacturer, token.Model));
    }

    [Theory]
    [InlineData("UPN;Serial Number;Secret Key;Time Interval;Manufacturer;Model", ';')]
    [InlineData("Serial Number,Secret Key,Time Interval,UPN,Manufacturer,Model,Batch", ',')]
    [InlineData("serialNumber,secretKey,timeIntervalInSeconds,upn,x,y", ',')]
    public void The_header_is_matched_by_name(string header, char separator)
    {
        var first = header.StartsWith("UPN", StringComparison.Ordinal) ? $"anna;1234567;{Seeds.Base32};30;;" : "";
        var line = first.Length > 0 ? first
            : string.Join(separator, ["1234567", Seeds.Base32, "30", "anna", .. header.Split(separator)[4..].Select(_ => "")]);

        var token = Seeds.Single($"{header}\r\n{line}\r\n").Token();

        Assert.Equal(("1234567", "anna", "totp,?,?,30"), (token.SerialNumber, token.UserName, token.Parameters.Write()));
    }

    [Theory]
    [InlineData("hmacsha1", "totp,sha1,?,?"), InlineData("hmacsha256", "totp,sha256,?,?"), InlineData("", "totp,?,?,?")]
    public void The_hash_of_Microsoft_Graph_is_known(string hash, string expected)
    {
        var token = Seeds.Single($"serial number,secret key,hash function\n1234567,{Seeds.Base32},{hash}").Token();

        Assert.Equal(expected, token.Parameters.Write());
    }

    [Theory]
    [InlineData("1234567abcdef1234567abcdef", "These characters cannot occur in Base32: 0 1 8 9")]
    [InlineData(Seeds.Hex, "It looks like hexadecimal")]
    public void A_seed_that_is_not_Base32_is_refused(string secret, string reason)
    {
        var refusal = Seeds.Single($"{Header}\n,1234567,{secret}x,30,,".Replace("0x,", "0,", StringComparison.Ordinal)).Refusal;

        Assert.Contains(reason, refusal, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_is_there_twice_refuses_the_file()
    {
        var error = Seeds.Refused($"upn,serial number,secret key,Secret Key\n,1,{Seeds.Base32},{Seeds.Base32}");

        Assert.Equal(SeedFileFault.NotSupported, error.Fault);
    }
}
