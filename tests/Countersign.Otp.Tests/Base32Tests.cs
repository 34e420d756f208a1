using CsCheck;

namespace Countersign.Otp.Tests;

public sealed class Base32Tests
{
    [Theory]
    [InlineData("", ""), InlineData("f", "MY"), InlineData("fo", "MZXQ"), InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ"), InlineData("fooba", "MZXW6YTB"), InlineData("foobar", "MZXW6YTBOI")]
    [InlineData("12345678901234567890", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    public void Rfc4648_section_10_without_padding(string text, string base32)
    {
        var bytes = System.Text.Encoding.ASCII.GetBytes(text);

        Assert.Equal(base32, Base32.Encode(bytes));
        Assert.Equal(Base32Fault.None, Base32.TryDecode(base32, out var read));
        Assert.Equal(bytes, read);
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        Gen.Byte.Array[0, 200].Sample(bytes =>
            Base32.TryDecode(Base32.Encode(bytes), out var read) == Base32Fault.None
            && read.AsSpan().SequenceEqual(bytes));
    }

    [Theory]
    [InlineData("mzxw6ytboi"), InlineData("MZXW6YTBOI======"), InlineData("MZXW6YTBOI=")]
    [InlineData("MZXW6YTBOI=========")]
    [InlineData("mzxw 6ytb oi"), InlineData(" MZXW-6YTB-OI "), InlineData("MZXW6YTBOI== == ==")]
    [InlineData("MZXW\r\n6YTBOI\t")]
    public void It_is_read_as_people_write_it(string text)
    {
        Assert.Equal("foobar"u8.ToArray(), Base32.Decode(text));
    }

    [Theory]
    [InlineData("MZXW0YTB", Base32Fault.ForeignDigit), InlineData("MZXW1YTB", Base32Fault.ForeignDigit)]
    [InlineData("MZXW8YTB", Base32Fault.ForeignDigit), InlineData("MZXW9YTB", Base32Fault.ForeignDigit)]
    [InlineData("MZXW6!TB", Base32Fault.ForeignCharacter), InlineData("MY==MY==", Base32Fault.ForeignCharacter)]
    [InlineData("MZXW6\u212ATB", Base32Fault.ForeignCharacter), InlineData("MZXWéYTB", Base32Fault.ForeignCharacter)]
    [InlineData("Q", Base32Fault.Length), InlineData("MZX", Base32Fault.Length)]
    [InlineData("MZXW6Y", Base32Fault.Length)]
    [InlineData("MZXW6YTBA", Base32Fault.Length)]
    public void A_fault_has_a_name_and_a_sentence(string text, Base32Fault expected)
    {
        Assert.Equal(expected, Base32.TryDecode(text, out var bytes));

        Assert.Empty(bytes);
        var error = Assert.Throws<FormatException>(() => Base32.Decode(text));
        Assert.Equal(Base32.Describe(expected), error.Message);
        Assert.DoesNotContain(text, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sentence_for_a_foreign_digit_lists_them()
    {
        Assert.Contains("0 1 8 9", Base32.Describe(Base32Fault.ForeignDigit), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MZ", "f"), InlineData("MZXR", "fo"), InlineData("MZXW7", "foo"), InlineData("MZXW6YR", "foob")]
    public void Bits_that_belong_to_no_byte_are_a_warning(string text, string expected)
    {
        Assert.Equal(Base32Fault.TrailingBits, Base32.TryDecode(text, out var bytes));

        Assert.Equal(expected, System.Text.Encoding.ASCII.GetString(bytes));
        Assert.NotEmpty(Base32.Describe(Base32Fault.TrailingBits));
    }

    [Fact]
    public void No_text_makes_it_fail_otherwise()
    {
        Gen.Char[' ', '~'].Array[0, 40].Select(chars => new string(chars)).Sample(text =>
            Base32.TryDecode(text, out var bytes) is Base32Fault.None or Base32Fault.TrailingBits || bytes.Length == 0);
    }
}
