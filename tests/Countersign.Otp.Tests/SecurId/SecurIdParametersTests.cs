using Countersign.Otp.SecurId;
using CsCheck;

namespace Countersign.Otp.Tests.SecurId;

public sealed class SecurIdParametersTests
{
    private static readonly SecurIdParameters Parameters = new("584917508172", 8, TimeSpan.FromSeconds(60));

    [Fact]
    public void Parameters_are_stored_as_a_short_text()
    {
        Assert.Equal("584917508172,8,60,none", Parameters.Write());
        Assert.Equal("000123456789,6,30,added", new SecurIdParameters(
            "000123456789", 6, TimeSpan.FromSeconds(30), SecurIdPinStyle.Added).Write());
    }

    [Fact]
    public void What_is_written_is_read()
    {
        var serials = Gen.Long[0, 999_999_999_999].Select(number => $"{number:D12}");
        var seconds = Gen.Bool.Select(half => TimeSpan.FromSeconds(half ? 30 : 60));
        var styles = Gen.Enum<SecurIdPinStyle>();
        var digits = Gen.Bool.Select(six => six ? 6 : 8);

        Gen.Select(serials, digits, seconds, styles).Sample((serial, digits, interval, style) =>
        {
            var parameters = new SecurIdParameters(serial, digits, interval, style);

            Assert.Equal(parameters, SecurIdParameters.Parse(parameters.Write()));
        });
    }

    [Theory]
    [InlineData(""), InlineData("584917508172,8,60"), InlineData("584917508172,8,60,none,")]
    [InlineData("84917508172,8,60,none")]
    [InlineData("584917508172,7,60,none"), InlineData("584917508172,8,45,none"), InlineData("584917508172,8,60,None")]
    [InlineData("584917508172, 8,60,none"), InlineData("58491750817x,8,60,none"), InlineData("584917508172,08,60,none")]
    public void Another_text_is_refused(string text)
    {
        Assert.Throws<FormatException>(() => SecurIdParameters.Parse(text));
    }

    [Fact]
    public void A_value_that_breaks_its_rule_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Parameters with { SerialNumber = "123456789" });
        Assert.Throws<ArgumentException>(() => Parameters with { SerialNumber = "12345678901a" });
        Assert.Throws<ArgumentOutOfRangeException>(() => Parameters with { Digits = 7 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Parameters with { Interval = TimeSpan.FromSeconds(31) });
        Assert.Throws<ArgumentOutOfRangeException>(() => Parameters with { PinStyle = (SecurIdPinStyle)3 });
    }
}
