using CsCheck;

namespace Countersign.Otp.Tests;

public sealed class OneTimeCodeTests
{
    [Theory]
    [InlineData("123456"), InlineData("000000"), InlineData("0123456"), InlineData("99999999")]
    public void Six_to_eight_ascii_digits_are_a_code(string text)
    {
        Assert.True(OneTimeCode.TryParse(text, out var code));

        Assert.Equal(text.Length, code.Digits);
    }

    [Theory]
    [InlineData(""), InlineData("12345"), InlineData("123456789"), InlineData("+12345"), InlineData(" 123456")]
    [InlineData("123456\n"), InlineData("12 3456"), InlineData("-12345"), InlineData("0x1234"), InlineData("12345a")]
    [InlineData("１２３４５６"), InlineData("٠١٢٣٤٥"), InlineData("12345/"), InlineData("12345:"), InlineData("123456\0")]
    public void Anything_else_is_none(string text)
    {
        Assert.False(OneTimeCode.TryParse(text, out var code));

        Assert.Equal(default, code);
    }

    [Fact]
    public void Leading_zeros_count()
    {
        Assert.NotEqual(A.Code("009015"), A.Code("0009015"));
        Assert.NotEqual(A.Code("000000"), default);
    }

    [Fact]
    public void Two_codes_are_equal_when_their_digits_are()
    {
        var sixToEight = Gen.Int[6, 8].SelectMany(n => Gen.Char['0', '1'].Array[n]).Select(chars => new string(chars));

        Gen.Select(sixToEight, sixToEight).Sample((left, right) =>
        {
            var (a, b) = (A.Code(left), A.Code(right));
            var same = string.Equals(left, right, StringComparison.Ordinal);
            return a == b == same && a != b == !same && a.Equals((object)b) == same
                && (!same || a.GetHashCode() == b.GetHashCode());
        });
    }

    [Theory]
    [InlineData("123456"), InlineData("00000042")]
    public void It_does_not_print_its_digits(string text)
    {
        var code = A.Code(text);

        Assert.Equal($"{text.Length}-digit code", code.ToString());
        Assert.Equal($"{text.Length}-digit code", $"{code}");
    }
}
