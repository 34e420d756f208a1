using Countersign.SignIn;

namespace Countersign.Tests.SignIn;

public sealed class RecoveryCodeTests
{
    [Theory]
    [InlineData("0123-4567-89AB-CDEF")]
    [InlineData("0123456789abcdef")]
    [InlineData("  o123 4567\u201389ab\u00A0cdef\n")]
    [InlineData("0I23-4567-89AB-CDEF")]
    [InlineData("0l23-4567-89AB-CDEF")]
    public void Case_spaces_dashes_and_look_alikes_do_not_matter(string typed) =>
        Assert.Equal("0123-4567-89AB-CDEF", RecoveryCode.TryParse(typed)!.Reveal());

    [Theory]
    [InlineData("")]
    [InlineData("123456")]
    [InlineData("0123-4567-89AB-CDE")]
    [InlineData("0123-4567-89AB-CDEF0")]
    [InlineData("0123-4567-89AB-CDEU")]
    [InlineData("0123-4567-89AB-CDE\u0661")]
    [InlineData("0123-4567-89AB-CDEF 0123-4567-89AB-CDEF")]
    public void Anything_else_is_none(string typed) => Assert.Null(RecoveryCode.TryParse(typed));

    [Fact]
    public void A_very_long_text_is_none() => Assert.Null(RecoveryCode.TryParse(new string(' ', 100_000) + "0123-4567-89AB-CDEF"));

    [Theory]
    [InlineData(RecoveryCodeKind.Own, 16)]
    [InlineData(RecoveryCodeKind.Bypass, 12)]
    public void A_code_that_was_made_up_is_read_back_and_its_kind_known(RecoveryCodeKind kind, int characters)
    {
        var code = RecoveryCode.Generate(kind);

        var read = RecoveryCode.TryParse(code.Reveal().ToLowerInvariant())!;

        Assert.Equal((kind, code.Reveal()), (read.Kind, read.Reveal()));
        Assert.Equal(characters, code.Reveal().Replace("-", "", StringComparison.Ordinal).Length);
    }

    [Fact]
    public void Codes_differ_and_do_not_print_themselves()
    {
        var codes = Enumerable.Range(0, 1000).Select(_ => RecoveryCode.Generate(RecoveryCodeKind.Bypass)).ToList();

        Assert.Equal(1000, codes.Select(code => code.Reveal()).Distinct(StringComparer.Ordinal).Count());
        Assert.All(codes, code => Assert.DoesNotContain(code.Reveal()[..4], $"{code}", StringComparison.Ordinal));
    }
}
