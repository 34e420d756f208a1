using Countersign.Policy.Conditions;
using static Countersign.Policy.Tests.Given;

namespace Countersign.Policy.Tests;

/// <summary>What the vectors leave open in operators, values and variables.</summary>
public sealed class ConditionTests
{
    [Theory]
    [InlineData("2026-01-01T00:00:00Z", 1767225600)]
    [InlineData("2026-01-01t00:00:00z", 1767225600)]
    [InlineData("2026-01-01T00:00Z", 1767225600)]
    [InlineData("2026-01-01T00:00:00", 1767225600)]
    [InlineData("2026-01-01T00:00:00-0130", 1767231000)]
    [InlineData("2026", 1767225600)]
    [InlineData("0", 0)]
    [InlineData("20260", 20260)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("2024-02-29", 1709164800)]
    [InlineData("1969-12-31T23:59:59Z", -1)]
    [InlineData("0001-01-01", -62135596800)]
    [InlineData("-292275054", -9223372017043200)]
    [InlineData("292278993-12-31", 9223372017043200)]
    public void A_date_is_read_as_an_instant(string text, long seconds)
    {
        Assert.True(Instant.TryParse(text, out var instant));
        Assert.Equal(new Instant(seconds, 0), instant);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("9223372036854775808")]
    [InlineData("2026-13-01")]
    [InlineData("2026-02-29")]
    [InlineData("2026-1-1")]
    [InlineData("2026-01-01T")]
    [InlineData("2026-01-01T24:00:00Z")]
    [InlineData("2026-01-01T00:00:60Z")]
    [InlineData("2026-01-01T00:00:00.Z")]
    [InlineData("2026-01-01T00:00:00.1234567890Z")]
    [InlineData("2026-01-01T00:00:00Zulu")]
    [InlineData("2026-01-01 00:00:00")]
    [InlineData("292278994-01")]
    [InlineData(" 2026-01-01")]
    [InlineData("２０２６-01-01")]
    public void What_is_no_date_is_not_read_as_one(string text) => Assert.False(Instant.TryParse(text, out _));

    [Fact]
    public void Fractions_of_a_second_count()
    {
        var context = new RequestContext().Set("aws:CurrentTime", "2026-01-01T00:00:00.25Z");
        Assert.True(Meets("""{"DateGreaterThan":{"aws:CurrentTime":"2026-01-01T00:00:00.2Z"}}""", context));
        Assert.True(Meets("""{"DateEquals":{"aws:CurrentTime":"2026-01-01T01:00:00.250+01:00"}}""", context));
    }

    [Theory]
    [InlineData("203.0.113.9", true)]
    [InlineData("::ffff:203.0.113.9", true)]
    [InlineData("::ffff:cb00:7109", true)]
    [InlineData("::203.0.113.9", false)]
    [InlineData("203.0.113.009", false)]
    [InlineData("203.0.28937", false)]
    [InlineData("3405803785", false)]
    [InlineData("0xcb.0.113.9", false)]
    [InlineData("203.0.113.9 ", false)]
    public void An_address_is_one_spelling_of_four_numbers_also_in_IPv6_dress(string actual, bool within) => Assert.Equal(
        within,
        Meets("""{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}""", new RequestContext().Set("aws:SourceIp", actual)));

    [Theory]
    [InlineData("1e2", false)]
    [InlineData("+100", false)]
    [InlineData(" 100", false)]
    [InlineData("100.", false)]
    [InlineData("1,00", false)]
    [InlineData("0x64", false)]
    [InlineData("100.000", true)]
    [InlineData("0100", true)]
    [InlineData("100.00000000000000000000000000001", false)]
    public void Numbers_are_plain_decimals(string actual, bool equal) => Assert.Equal(
        equal, Meets("""{"NumericEquals":{"app:N":100}}""", new RequestContext().Set("app:N", actual)));

    [Fact]
    public void Numbers_and_Booleans_of_JSON_are_compared_as_their_text()
    {
        var context = new RequestContext().Set("app:N", "1.0").Set("app:B", true);
        Assert.True(Meets("""{"NumericEquals":{"app:N":1},"Bool":{"app:B":true}}""", context));
        Assert.False(Meets("""{"StringEquals":{"app:N":1}}""", context));
        Assert.True(Meets("""{"StringEquals":{"app:N":1.0}}""", context));
    }

    [Fact]
    public void A_key_without_wanted_values_is_met_only_negated()
    {
        var context = new RequestContext().Set("app:S", "x");
        Assert.False(Meets("""{"StringEquals":{"app:S":[]}}""", context));
        Assert.True(Meets("""{"StringNotEquals":{"app:S":[]}}""", context));
    }

    [Theory]
    [InlineData("x${app:S", "x${app:S", true)]
    [InlineData("${app:S, default}", "${app:S, default}", true)]
    [InlineData("${}", "${}", false)]
    [InlineData("${app:S}", "", true)]
    [InlineData("${app:Absent, ''}", "", true)]
    [InlineData("${app:Absent, 'a, b}'}", "a, b}", true)]
    [InlineData("${APP:s}${app:S}", "", true)]
    [InlineData("$${app:S}", "$", true)]
    public void Variables_not_closed_or_badly_quoted_stand_for_themselves(string written, string actual, bool met)
    {
        var context = new RequestContext().Set("app:S", "").Set("app:T", actual);
        Assert.Equal(met, Meets("{\"StringEquals\":{\"app:T\":\"" + written + "\"}}", context));
    }

    [Fact]
    public void A_variable_in_the_first_five_parts_of_an_ARN_condition_cannot_add_parts()
    {
        const string condition = """{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::${app:Account}:user/*"}}""";
        var context = new RequestContext().Set("aws:PrincipalArn", AliceArn).Set("app:Account", Account);
        Assert.True(Meets(condition, context));
        context.Set("app:Account", Account + ":user/alice").Set("aws:PrincipalArn", AliceArn + ":user/x");
        Assert.False(Meets(condition, context));
    }

    [Fact]
    public void Variables_have_no_effect_in_actions_and_in_the_first_five_parts_of_a_resource()
    {
        var context = new RequestContext().Set("app:V", "iam").Set("name", "x");
        Assert.False(Ask(
            Statements("""{"Effect":"Allow","Action":"iam:${name}","Resource":"*"}"""), "iam:x", "*", context).IsAllowed);
        Assert.False(Ask(
            Statements("""{"Effect":"Allow","Action":"*","Resource":"arn:aws:${app:V}::111122223333:user/alice"}"""),
            "iam:GetUser",
            AliceArn,
            context).IsAllowed);
    }
}
