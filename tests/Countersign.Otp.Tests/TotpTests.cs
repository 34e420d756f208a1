namespace Countersign.Otp.Tests;

public sealed class TotpTests
{
    private static readonly OathParameters Parameters = OathParameters.Default;

    [Fact]
    public void Rfc6238_appendix_B()
    {
        var rows = VectorFile.Rows("totp-rfc6238.json");

        foreach (var row in rows)
        {
            var now = DateTimeOffset.FromUnixTimeSeconds(row.Number("time"));
            var parameters = new OathParameters(row.Hash(), 8, TimeSpan.FromSeconds(30));
            Assert.Equal(Convert.ToInt64(row.Text("T"), 16), Totp.StepAt(now, parameters));
            Assert.Equal(A.Code(row.Text("totp")), Totp.Compute(row.Key(), parameters, now));
        }

        Assert.Equal(18, rows.Count);
    }

    [Fact]
    public void Oathtool_times()
    {
        var rows = VectorFile.Rows("totp-oathtool.json").Where(row => row.Text("type") is "totp").ToList();

        foreach (var row in rows)
        {
            var now = DateTimeOffset.FromUnixTimeSeconds(row.Number("time"));
            var parameters = new OathParameters(
                row.Hash(), (int)row.Number("digits"), TimeSpan.FromSeconds(row.Number("period")))
            {
                T0 = DateTimeOffset.FromUnixTimeSeconds(row.Number("t0")),
            };
            Assert.Equal(row.Text("counter"), $"{Totp.StepAt(now, parameters)}");
            Assert.Equal(A.Code(row.Text("code")), Totp.Compute(row.Key(), parameters, now));
        }

        Assert.Equal(760, rows.Count);
        Assert.True(rows.Count(row => row.Text("code").StartsWith('0')) > 50);
    }

    [Theory]
    [InlineData(0, 0), InlineData(29.999, 0), InlineData(30, 1), InlineData(59.9999999, 1), InlineData(60, 2)]
    public void A_step_begins_with_its_first_moment(double seconds, long step)
    {
        Assert.Equal(step, Totp.StepAt(DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * 1e7)), Parameters));
    }

    [Fact]
    public void Before_T0_there_are_no_codes()
    {
        var parameters = Parameters with { T0 = A.Noon };

        Assert.Equal(0, Totp.StepAt(A.Noon, parameters));
        Assert.Throws<ArgumentOutOfRangeException>(() => Totp.StepAt(A.Noon.AddTicks(-1), parameters));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Totp.StepAt(DateTimeOffset.UnixEpoch.AddTicks(-1), Parameters));
    }

    [Fact]
    public void The_first_step_of_all_has_no_candidate_before_it()
    {
        var verdict = Verify(new OathState(0, -1, default), A.CodeOf(0), DateTimeOffset.UnixEpoch);

        Assert.Equal((CodeOutcome.Accepted, 0L), (verdict.Outcome, verdict.Step));
    }

    [Fact]
    public void Parameters_without_values_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Totp.StepAt(A.Noon, default));
    }

    [Theory]
    [InlineData(0, -1, 1), InlineData(1, -1, 2), InlineData(2, 1, 3), InlineData(100, 99, 101)]
    [InlineData(-1, -2, 1), InlineData(-2, -3, 1), InlineData(-3, -4, 1)]
    public void The_window_is_one_step_around_the_drift_and_around_now_unless_fast(int drift, int earliest, int latest)
    {
        var state = new OathState(0, drift, default);

        for (var offset = earliest - 2; offset <= latest + 2; offset++)
        {
            var verdict = Verify(state, A.CodeOf(A.NoonStep + offset), A.Noon);

            var inside = offset >= earliest && offset <= latest;
            Assert.Equal((offset, inside ? CodeOutcome.Accepted : CodeOutcome.Wrong), (offset, verdict.Outcome));
            Assert.Equal(inside ? A.NoonStep + offset : CodeVerdict.NoStep, verdict.Step);
        }
    }

    [Fact]
    public void A_slow_device_is_also_accepted_on_time_and_nowhere_between()
    {
        var state = new OathState(0, -100, default);

        var accepted = Enumerable.Range(-105, 112)
            .Where(offset => Verify(state, A.CodeOf(A.NoonStep + offset), A.Noon).Outcome == CodeOutcome.Accepted);

        Assert.Equal([-101, -100, -99, -1, 0, 1], accepted);
    }

    [Fact]
    public void A_wrong_code_changes_nothing()
    {
        var state = new OathState(A.NoonStep - 10, 1, RecentOffsets.Unpack(120));

        var verdict = Verify(state, A.WrongCode(A.NoonStep), A.Noon, DriftPolicy.Follows);

        Assert.Equal(new CodeVerdict(CodeOutcome.Wrong, CodeVerdict.NoStep, state), verdict);
    }

    [Fact]
    public void A_code_of_another_length_is_wrong()
    {
        var sevenDigits = Hotp.Compute(A.Key, (ulong)A.NoonStep, OathHash.Sha1, 7);

        Assert.Equal(CodeOutcome.Wrong, Verify(default, sevenDigits, A.Noon).Outcome);
        Assert.Equal(CodeOutcome.Wrong, Verify(default, default, A.Noon).Outcome);
    }

    [Fact]
    public void A17_a_code_works_once_and_then_the_one_before_it_does_not_either()
    {
        var accepted = Verify(default, A.CodeOf(A.NoonStep), A.Noon);

        var again = Verify(accepted.Next, A.CodeOf(A.NoonStep), A.Noon);
        var before = Verify(accepted.Next, A.CodeOf(A.NoonStep - 1), A.Noon);
        var next = Verify(accepted.Next, A.CodeOf(A.NoonStep + 1), A.Noon);

        Assert.Equal(CodeOutcome.Accepted, accepted.Outcome);
        Assert.Equal(new CodeVerdict(CodeOutcome.AlreadyUsed, A.NoonStep, accepted.Next), again);
        Assert.Equal(new CodeVerdict(CodeOutcome.AlreadyUsed, A.NoonStep - 1, accepted.Next), before);
        Assert.Equal(CodeOutcome.Accepted, next.Outcome);
    }

    [Fact]
    public void A19_leading_zeros_are_part_of_the_code()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_111_112_790);

        Assert.Equal(CodeOutcome.Accepted, Verify(default, A.Code("009015"), now).Outcome);
        Assert.False(OneTimeCode.TryParse("9015", out _));
        Assert.Equal(CodeOutcome.Wrong, Verify(default, A.Code("0009015"), now).Outcome);
    }

    [Fact]
    public void Of_neighbours_that_share_a_code_each_works_once()
    {
        const long step = 59_061_240;
        var (code, now) = (A.CodeOf(step), DateTimeOffset.UnixEpoch.AddSeconds(30 * step));
        Assert.Equal(code, A.CodeOf(step + 1));

        var first = Verify(default, code, now);
        var second = Verify(first.Next, code, now);
        var third = Verify(second.Next, code, now);

        Assert.Equal((CodeOutcome.Accepted, step), (first.Outcome, first.Step));
        Assert.Equal((CodeOutcome.Accepted, step + 1), (second.Outcome, second.Step));
        Assert.Equal((CodeOutcome.AlreadyUsed, step + 1), (third.Outcome, third.Step));
    }

    [Theory]
    [InlineData(5), InlineData(9)]
    public void Digits_are_six_to_eight(int digits)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new OathParameters(OathHash.Sha1, digits, Parameters.Period));
        Assert.Throws<ArgumentOutOfRangeException>(() => Parameters with { Digits = digits });
    }

    [Theory]
    [InlineData(1, true), InlineData(86_400, true)]
    [InlineData(0, false), InlineData(-30, false), InlineData(0.5, false), InlineData(30.5, false)]
    [InlineData(86_401, false)]
    public void A_period_is_one_second_to_one_day_in_whole_seconds(double seconds, bool valid)
    {
        var make = () => new OathParameters(OathHash.Sha1, 6, TimeSpan.FromSeconds(seconds));

        if (valid)
            Assert.Equal(seconds, make().Period.TotalSeconds);
        else
            Assert.Throws<ArgumentOutOfRangeException>(() => make());
    }

    [Fact]
    public void The_hash_is_one_of_three()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Parameters with { Hash = (OathHash)3 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Hotp.Compute(A.Key, 0, (OathHash)3, 6));
    }

    private static CodeVerdict Verify(
        OathState state, OneTimeCode code, DateTimeOffset now, DriftPolicy policy = DriftPolicy.Fixed) =>
        Totp.Verify(A.Key, Parameters, state, code, now, policy);
}
