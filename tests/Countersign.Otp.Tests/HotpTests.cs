namespace Countersign.Otp.Tests;

public sealed class HotpTests
{
    private static readonly OathParameters Parameters = OathParameters.Default;

    [Fact]
    public void Rfc4226_appendix_D()
    {
        var rows = VectorFile.Rows("hotp-rfc4226.json");

        foreach (var row in rows)
            Assert.Equal(A.Code(row.Text("hotp")), Hotp.Compute(A.Key, (ulong)row.Number("count"), OathHash.Sha1, 6));

        Assert.Equal(10, rows.Count);
    }

    [Fact]
    public void Oathtool_counters()
    {
        var rows = VectorFile.Rows("totp-oathtool.json").Where(row => row.Text("type") is "hotp").ToList();

        foreach (var row in rows)
        {
            var counter = ulong.Parse(row.Text("counter"), null);
            var digits = (int)row.Number("digits");
            Assert.Equal(A.Code(row.Text("code")), Hotp.Compute(row.Key(), counter, row.Hash(), digits));
        }

        Assert.Equal(203, rows.Count);
        Assert.Contains(rows, row => row.Text("counter") is "18446744073709551615");
    }

    [Fact]
    public void A_search_computes_the_same_codes()
    {
        var rows = VectorFile.Rows("totp-oathtool.json").Where(row => row.Text("type") is "totp").ToList();

        foreach (var row in rows)
        {
            var parameters = new OathParameters(row.Hash(), (int)row.Number("digits"), TimeSpan.FromSeconds(30));
            using var codes = new CodeSequence(row.Key(), parameters);
            _ = codes[7];
            Assert.Equal(A.Code(row.Text("code")), codes[long.Parse(row.Text("counter"), null)]);
        }

        Assert.Equal(760, rows.Count);
    }

    [Theory]
    [InlineData(5), InlineData(9), InlineData(0), InlineData(-6)]
    public void A_code_has_six_to_eight_digits(int digits)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Hotp.Compute(A.Key, 0, OathHash.Sha1, digits));
    }

    [Fact]
    public void An_empty_key_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Hotp.Compute([], 0, OathHash.Sha1, 6));
        Assert.Throws<ArgumentException>(() => Hotp.FindConsecutive([], Parameters, default, default, 0));
    }

    [Theory]
    [InlineData(0, CodeOutcome.Accepted), InlineData(9, CodeOutcome.Accepted), InlineData(10, CodeOutcome.Wrong)]
    [InlineData(-1, CodeOutcome.AlreadyUsed), InlineData(-10, CodeOutcome.AlreadyUsed)]
    [InlineData(-11, CodeOutcome.Wrong)]
    public void A_code_is_looked_for_among_the_next_ten_counters(int ahead, CodeOutcome expected)
    {
        var state = new OathState(500, 0, default);

        var verdict = Hotp.Verify(A.Key, Parameters, state, A.CodeOf(500 + ahead));

        Assert.Equal(expected, verdict.Outcome);
        Assert.Equal(expected == CodeOutcome.Wrong ? CodeVerdict.NoStep : 500 + ahead, verdict.Step);
        Assert.Equal(expected == CodeOutcome.Accepted ? 501 + ahead : 500, verdict.Next.NextStep);
    }

    [Fact]
    public void Counter_0_of_a_new_token_works_once()
    {
        var first = Hotp.Verify(A.Key, Parameters, default, A.Code("755224"));
        var again = Hotp.Verify(A.Key, Parameters, first.Next, A.Code("755224"));

        Assert.Equal((CodeOutcome.Accepted, 0L), (first.Outcome, first.Step));
        Assert.Equal(CodeOutcome.AlreadyUsed, again.Outcome);
    }

    [Fact]
    public void Counters_go_up_to_the_largest_that_can_be_stored()
    {
        var state = new OathState(long.MaxValue - 2, 0, default);

        var last = Hotp.Verify(A.Key, Parameters, state, A.CodeOf(long.MaxValue - 1));
        var none = Hotp.Verify(A.Key, Parameters, last.Next, A.CodeOf(long.MaxValue));

        Assert.Equal((CodeOutcome.Accepted, long.MaxValue), (last.Outcome, last.Next.NextStep));
        Assert.Equal(CodeOutcome.Wrong, none.Outcome);
        Assert.Null(Hotp.FindConsecutive(A.Key, Parameters, default, default, long.MaxValue));
    }

    [Theory]
    [InlineData(0, true), InlineData(1, true), InlineData(999, true), InlineData(1000, false), InlineData(-1, false)]
    public void A_pair_is_looked_for_among_the_next_thousand_counters(int ahead, bool found)
    {
        var match = Hotp.FindConsecutive(A.Key, Parameters, A.CodeOf(2000 + ahead), A.CodeOf(2001 + ahead), 2000);

        Assert.Equal(found ? new ConsecutiveMatch(2001 + ahead, 0) : null, match);
    }

    [Fact]
    public void Neighbours_that_share_a_code_are_a_pair()
    {
        const long counter = 910_737;
        Assert.Equal(A.CodeOf(counter), A.CodeOf(counter + 1));

        var match = Hotp.FindConsecutive(A.Key, Parameters, A.Code("911617"), A.Code("911617"), counter - 100);

        Assert.Equal(counter + 1, match?.Step);
    }

    [Fact]
    public void Of_neighbours_that_share_a_code_each_works_once()
    {
        var code = A.Code("911617");

        var first = Hotp.Verify(A.Key, Parameters, new OathState(910_737, 0, default), code);
        var second = Hotp.Verify(A.Key, Parameters, first.Next, code);
        var third = Hotp.Verify(A.Key, Parameters, second.Next, code);

        Assert.Equal((CodeOutcome.Accepted, 910_737L), (first.Outcome, first.Step));
        Assert.Equal((CodeOutcome.Accepted, 910_738L), (second.Outcome, second.Step));
        Assert.Equal(CodeOutcome.AlreadyUsed, third.Outcome);
    }
}
