using Countersign.ServiceModel;

namespace Countersign.Tests.ServiceModel;

public sealed class ShapeTests
{
    [Theory]
    [InlineData("userNameType", "anna")]
    [InlineData("userNameType", "a+b=c,d.e@f_g-h")]
    [InlineData("tagValueType", "")]
    [InlineData("tagKeyType", "Größe 東京")]
    [InlineData("accountAliasType", "my-company-1")]
    [InlineData("maxItemsType", "1000")]
    [InlineData("statusType", "Inactive")]
    [InlineData("pathType", "/"), InlineData("pathType", "/a/b/")]
    [InlineData("passwordType", "pässword \t")]
    public void A_good_value_has_no_fault(string shape, string value) => Assert.Empty(Check(AwsService.Iam, shape, value));

    [Theory]
    [InlineData("userNameType", null, "Value null at 'm' failed to satisfy constraint: Member must not be null")]
    [InlineData("userNameType", "", "Value at 'm' failed to satisfy constraint: Member must have length greater than or equal to 1")]
    [InlineData("userNameType", "a b", @"Value at 'm' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]+")]
    [InlineData("userNameType", "é", @"Value at 'm' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]+")]
    [InlineData("userNameType", "anna\n", @"Value at 'm' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]+")]
    [InlineData("userNameType", "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggggg", "Value at 'm' failed to satisfy constraint: Member must have length less than or equal to 64")]
    [InlineData("authenticationCodeType", "१२३४५६", @"Value at 'm' failed to satisfy constraint: Member must satisfy regular expression pattern: [\d]+")]
    [InlineData("accountAliasType", "a--b", "Value at 'm' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$")]
    [InlineData("accountAliasType", "abc\n", "Value at 'm' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$")]
    [InlineData("statusType", "active", "Value at 'm' failed to satisfy constraint: Member must satisfy enum value set")]
    [InlineData("maxItemsType", "0", "Value at 'm' failed to satisfy constraint: Member must have value greater than or equal to 1")]
    [InlineData("maxItemsType", "1001", "Value at 'm' failed to satisfy constraint: Member must have value less than or equal to 1000")]
    public void A_wrong_value_is_told_its_rule_in_the_words_of_AWS(string shape, string? value, string fault) =>
        Assert.Contains(fault, Check(AwsService.Iam, shape, value), StringComparer.Ordinal);

    [Fact]
    public void Two_broken_rules_are_two_faults_length_first() =>
        Assert.Equal(
            [
                "Value '1:' at 'm' failed to satisfy constraint: Member must have length greater than or equal to 9",
                @"Value '1:é' at 'm' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=/:,.@-]*",
            ],
            [Check(AwsService.Sts, "serialNumberType", "1:")[0], Check(AwsService.Sts, "serialNumberType", "1:é")[1]]);

    [Theory]
    [InlineData("tokenCodeType"), InlineData("clientTokenType"), InlineData("SAMLAssertionType")]
    public void STS_shows_no_code_and_no_secret(string shape) =>
        Assert.All(Check(AwsService.Sts, shape, "s:e"), fault => Assert.DoesNotContain("s:e", fault, StringComparison.Ordinal));

    [Fact]
    public void A_very_long_value_is_not_repeated() =>
        Assert.All(Check(AwsService.Sts, "roleSessionNameType", new string(':', 1000)), fault => Assert.InRange(fault.Length, 1, 200));

    [Fact]
    public void A_list_has_a_length_too()
    {
        List<Fault> faults = [];
        AwsService.Iam.Shapes["tagListType"].CheckCount("tags", 51, faults);

        Assert.Equal(
            "1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50",
            Fault.Refuse(faults).Message);
    }

    [Theory]
    [InlineData("0", 0), InlineData("-7", -7), InlineData("007", 7), InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("99999999999999999999999999", long.MaxValue), InlineData("-99999999999999999999999999", -long.MaxValue)]
    public void A_whole_number_is_read(string text, long number)
    {
        Assert.True(WholeNumber.TryParse(text, out var read));
        Assert.Equal(number, read);
    }

    [Theory]
    [InlineData(""), InlineData("-"), InlineData("+1"), InlineData(" 1"), InlineData("1 "), InlineData("1e3"), InlineData("1,000"), InlineData("--1")]
    public void Another_text_is_no_whole_number(string text) => Assert.False(WholeNumber.TryParse(text, out _));

    private static List<string> Check(AwsService service, string shape, string? value)
    {
        List<Fault> faults = [];
        service.Shapes[shape].Check("m", value, faults);
        return [.. faults.Select(f => f.ToString())];
    }
}
