namespace Countersign.Otp.Tests.SeedFiles;

public sealed class PrivacyIdeaCsvTests
{
    [Theory]
    [InlineData("", "hotp,?,?", 0), InlineData(", HOTP", "hotp,?,?", 0), InlineData(", hotp, 6", "hotp,?,6", 0)]
    [InlineData(",HOTP,8,42", "hotp,?,8", 42), InlineData(", totp, 6, 30", "totp,?,6,30", 0)]
    [InlineData(",TOTP,8,60", "totp,?,8,60", 0), InlineData(",totp,6,30,sha256", "totp,sha256,6,30", 0)]
    public void What_follows_the_seed_may_be_left_out(string rest, string parameters, long counter)
    {
        var token = Seeds.Single($"# serial, key, type\nF700847192, {Seeds.Hex}{rest}").Token();

        Assert.Equal(("F700847192", Seeds.Hex), (token.SerialNumber, token.HexOf()));
        Assert.Equal((parameters, counter), (token.Parameters.Write(), token.Counter));
    }

    [Fact]
    public void Sixteen_bytes_are_not_taken_for_sha256()
    {
        Assert.Equal("totp,?,6,30", Seeds.Single($"F1,{Seeds.Hex[..32]},totp,6,30").Token().Parameters.Write());
    }

    [Theory]
    [InlineData("F2,GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ,totp", "not hexadecimal"), InlineData("F2,", "seed is missing")]
    [InlineData("F2", "seed is missing"), InlineData("F2,313233343536373839303132333435363738393,totp", "leading zero")]
    [InlineData($"F2,{Seeds.Hex},ocra", "third field"), InlineData($"F2,{Seeds.Hex},totp,6,30,sha1,x", "7 fields")]
    [InlineData($"F2,{Seeds.Hex},totp,4,30", "digits"), InlineData($"F2,{Seeds.Hex},totp,6,30,md5", "algorithm")]
    public void A_bad_line_among_good_ones_is_refused(string line, string reason)
    {
        var rows = Seeds.Read($"F1,{Seeds.Hex},totp,6,30\n{line}\nF3,{Seeds.Hex},totp,6,30\n");

        Assert.Equal([true, false, true], rows.Select(row => row.Token is not null));
        Assert.Contains(reason, rows[1].Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_line_may_be_the_bad_one()
    {
        var rows = Seeds.Read($"F1,garbage,garbage\nF2,{Seeds.Hex},totp,6,30\n");

        Assert.Equal([false, true], rows.Select(row => row.Token is not null));
    }
}
