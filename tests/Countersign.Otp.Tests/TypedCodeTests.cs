namespace Countersign.Otp.Tests;

public sealed class TypedCodeTests
{
    [Theory]
    [InlineData(" 123 456"), InlineData("123-456"), InlineData("１２３４５６"), InlineData("123\u200B456")]
    public void A18_typed_with_decoration_it_is_read_as_123456(string typed)
    {
        Assert.Equal("123456", TypedCode.Normalise(typed));
    }

    [Theory]
    [InlineData("12345"), InlineData("1234567"), InlineData("١٢٣٤٥٦")]
    public void A18_what_is_no_six_digit_code_stays_none(string typed)
    {
        var isSixDigits = OneTimeCode.TryParse(TypedCode.Normalise(typed), out var code) && code.Digits == 6;

        Assert.False(isSixDigits);
    }

    [Theory]
    [InlineData(" 123 456"), InlineData("123-456"), InlineData("１２３４５６"), InlineData("123\u200B456")]
    public void A18_on_the_wire_only_bare_digits_are_a_code(string sent)
    {
        Assert.False(OneTimeCode.TryParse(sent, out _));
    }

    [Theory]
    [InlineData('\u00A0'), InlineData('\u202F'), InlineData('\u3000'), InlineData('\u2009'), InlineData('\t')]
    [InlineData('\n'), InlineData('\u2010'), InlineData('\u2013'), InlineData('\u2014'), InlineData('\u2212')]
    [InlineData('\uFF0D'), InlineData('\u200C'), InlineData('\u200D'), InlineData('\u200E'), InlineData('\u202C')]
    [InlineData('\u2060'), InlineData('\u2069'), InlineData('\uFEFF'), InlineData('\u00AD')]
    public void Every_kind_of_space_dash_and_zero_width_character_goes(char between)
    {
        Assert.Equal("123456", TypedCode.Normalise($"{between}123{between}{between}456{between}"));
    }

    [Theory]
    [InlineData("123.456"), InlineData("+123456"), InlineData("12345O"), InlineData("123_456"), InlineData("१२३४५६")]
    public void Nothing_else_goes(string typed)
    {
        Assert.Equal(typed, TypedCode.Normalise(typed));
    }
}
