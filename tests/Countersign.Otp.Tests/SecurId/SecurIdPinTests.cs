using Countersign.Otp.SecurId;
using CsCheck;

namespace Countersign.Otp.Tests.SecurId;

public sealed class SecurIdPinTests
{
    private static readonly SecurIdParameters Added =
        new("584917508172", 8, TimeSpan.FromMinutes(1), SecurIdPinStyle.Added);

    private static readonly SecurIdParameters Prepended = Added with { PinStyle = SecurIdPinStyle.Prepended };

    [Theory]
    [InlineData("0000", "65366536"), InlineData("9999", "65365425")]
    public void The_worked_example_holds_for_both_its_pins(string pin, string shown)
    {
        Assert.Equal(A.Code("65366536"), Pin(pin).TokencodeOf(shown, Added));
    }

    [Theory]
    [InlineData("123456", "1111", "122345")]
    [InlineData("000000", "1234", "009876")]
    [InlineData("000000", "99999999", "111111")]
    [InlineData("123456", "87123456", "000000")]
    public void An_added_pin_is_taken_off_digit_by_digit_from_the_right(string shown, string pin, string tokencode)
    {
        Assert.Equal(A.Code(tokencode), Pin(pin).TokencodeOf(shown, Added with { Digits = 6 }));
    }

    [Fact]
    public void A_prepended_pin_is_taken_off_when_it_is_right()
    {
        Assert.Equal(A.Code("00366536"), Pin("0123").TokencodeOf("012300366536", Prepended));
        Assert.Equal(A.Code("003665"), Pin("01234567").TokencodeOf("01234567003665", Prepended with { Digits = 6 }));
    }

    [Theory]
    [InlineData("0124"), InlineData("1123"), InlineData("123"), InlineData("00123"), InlineData("01230")]
    [InlineData(""), InlineData("012300000"), InlineData("0123000")]
    public void A_wrong_prepended_pin_leaves_no_tokencode_that_could_be_accepted(string typed)
    {
        var code = Pin("0123").TokencodeOf(typed + "65366536", Prepended);

        Assert.Equal(default, code);
        var verdict = SecurIdCode.Verify(
            SecurIdToken.Seed, Prepended, default, code, DateTimeOffset.FromUnixTimeSeconds(1409757465),
            DriftPolicy.Fixed);
        Assert.Equal(CodeOutcome.Wrong, verdict.Outcome);
    }

    [Theory]
    [InlineData("6536653"), InlineData("653665366"), InlineData("65366 36"), InlineData(""), InlineData("６5366536")]
    [InlineData("+5366536")]
    public void What_is_no_passcode_has_no_tokencode(string typed)
    {
        foreach (var style in Enum.GetValues<SecurIdPinStyle>())
        {
            var code = Pin("0123").TokencodeOf(typed, Added with { PinStyle = style });
            Assert.True(code.Digits is 0 or 7, $"{style}");
            if (style != SecurIdPinStyle.None)
                Assert.Equal(default, code);
        }
    }

    [Fact]
    public void Without_a_pin_style_the_passcode_is_the_tokencode()
    {
        var code = Pin("0123").TokencodeOf("65366536", Added with { PinStyle = SecurIdPinStyle.None });

        Assert.Equal(A.Code("65366536"), code);
    }

    [Fact]
    public void Whatever_the_pin_it_comes_off_as_the_token_put_it_on()
    {
        var digits = Gen.Bool.Select(six => six ? 6 : 8);
        var pins = Gen.Char['0', '9'].Array[4, 8].Select(pin => new string(pin));
        var tokencodes = Gen.Char['0', '9'].Array[8].Select(code => new string(code));

        Gen.Select(digits, pins, tokencodes).Sample((digits, pin, tokencode) =>
        {
            tokencode = tokencode[^digits..];
            var low = pin.PadLeft(digits, '0')[^digits..];
            var sum = string.Concat(tokencode.Zip(low, (a, b) => (a - '0' + b - '0') % 10));

            Assert.Equal(A.Code(tokencode), Pin(pin).TokencodeOf(sum, Added with { Digits = digits }));
            Assert.Equal(
                A.Code(tokencode), Pin(pin).TokencodeOf(pin + tokencode, Prepended with { Digits = digits }));
        });
    }

    [Theory]
    [InlineData("123"), InlineData("123456789"), InlineData("12a4"), InlineData(" 1234"), InlineData("")]
    [InlineData("１234")]
    public void A_pin_is_four_to_eight_digits(string text)
    {
        Assert.False(SecurIdPin.TryParse(text, out var pin));
        Assert.Null(pin);
    }

    [Fact]
    public void A_pin_does_not_print_itself()
    {
        Assert.Equal("5-digit PIN", Pin("98765").ToString());
    }

    private static SecurIdPin Pin(string text)
    {
        Assert.True(SecurIdPin.TryParse(text, out var pin), text);
        return pin;
    }
}
