using Countersign.Otp.SecurId;

namespace Countersign.Otp.Tests.SecurId;

public sealed class SecurIdCodeTests
{
    private static readonly OathParameters AsOath = SecurIdToken.Parameters.AsOath;

    [Fact]
    public void Tokencodes_are_those_of_stoken()
    {
        var rows = SecurIdVectors.Stoken.GetProperty("rows");
        foreach (var row in rows.EnumerateArray())
        {
            var token = SecurIdVectors.Token((int)row.Number("token"));
            var (seed, parameters) = (token.Seed(), token.Parameters());
            var time = DateTimeOffset.FromUnixTimeSeconds(row.Number("time"));

            var code = SecurIdCode.Compute(seed, parameters, time);
            var next = SecurIdCode.Compute(seed, parameters, time + parameters.Interval);

            var pin = row.Text("pin");
            Assert.True(code == SecurIdVectors.WithoutPin(row.Text("code"), pin, parameters), row.ToString());
            Assert.True(next == SecurIdVectors.WithoutPin(row.Text("next"), pin, parameters), row.ToString());
        }
        Assert.Equal(320, rows.GetArrayLength());
    }

    [Fact]
    public void Tokencodes_of_tokens_whose_number_has_nine_digits_are_those_of_stoken()
    {
        var tokens = SecurIdVectors.Batch.GetProperty("tokens").EnumerateArray()
            .ToDictionary(token => token.Text("sn"), StringComparer.Ordinal);
        foreach (var row in SecurIdVectors.Batch.GetProperty("rows").EnumerateArray())
        {
            var token = tokens[row.Text("sn")];

            var code = SecurIdCode.Compute(
                token.Seed(), token.Parameters(), DateTimeOffset.FromUnixTimeSeconds(row.Number("time")));

            Assert.True(code == A.Code(row.Text("code")), row.ToString());
        }
    }

    [Fact]
    public void The_tokencode_of_the_worked_example_is_right_to_the_second()
    {
        var code = A.Code("65366536");
        var begin = DateTimeOffset.FromUnixTimeSeconds(1409757420);

        Assert.NotEqual(code, SecurIdToken.CodeAt(begin.AddSeconds(-1)));
        Assert.Equal(code, SecurIdToken.CodeAt(begin));
        Assert.Equal(code, SecurIdToken.CodeAt(begin.AddSeconds(59)));
        Assert.NotEqual(code, SecurIdToken.CodeAt(begin.AddSeconds(60)));
    }

    [Fact]
    public void Any_moment_from_1970_to_9999_has_a_tokencode()
    {
        Assert.Equal(8, SecurIdToken.CodeAt(DateTimeOffset.UnixEpoch).Digits);
        Assert.Equal(8, SecurIdToken.CodeAt(DateTimeOffset.MaxValue).Digits);
        Assert.Throws<ArgumentOutOfRangeException>(() => SecurIdToken.CodeAt(DateTimeOffset.UnixEpoch.AddSeconds(-1)));
    }

    [Theory]
    [InlineData(0), InlineData(15), InlineData(17), InlineData(32)]
    public void A_seed_has_sixteen_bytes(int size)
    {
        var refusal = Assert.Throws<ArgumentException>(
            () => SecurIdCode.Compute(new byte[size], SecurIdToken.Parameters, A.Noon));

        Assert.Equal("seed", refusal.ParamName);
    }

    [Theory]
    [InlineData(-2, CodeOutcome.Wrong), InlineData(-1, CodeOutcome.Accepted), InlineData(0, CodeOutcome.Accepted)]
    [InlineData(1, CodeOutcome.Accepted), InlineData(2, CodeOutcome.Wrong)]
    public void A_tokencode_counts_one_step_early_or_late(int steps, CodeOutcome outcome)
    {
        var step = SecurIdToken.StepOf(A.Noon) + steps;

        var verdict = SecurIdCode.Verify(
            SecurIdToken.Seed, SecurIdToken.Parameters, default, SecurIdToken.CodeOf(step), A.Noon, DriftPolicy.Fixed);

        Assert.Equal(outcome, verdict.Outcome);
        Assert.Equal(outcome == CodeOutcome.Accepted ? step : CodeVerdict.NoStep, verdict.Step);
        Assert.Equal(outcome == CodeOutcome.Accepted ? step + 1 : 0, verdict.Next.NextStep);
    }

    [Fact]
    public void At_both_ends_of_time_and_with_a_wild_drift_a_verdict_is_given()
    {
        foreach (var now in (DateTimeOffset[])[DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue])
        {
            foreach (var drift in (int[])[-2_000_000, 0, 2_000_000])
            {
                var (state, right) = (new OathState(0, drift, default), SecurIdToken.CodeAt(now));

                Assert.Equal(drift <= 0, Judge(right).Outcome == CodeOutcome.Accepted);
                Assert.Equal(CodeOutcome.Wrong, Judge(default).Outcome);

                CodeVerdict Judge(OneTimeCode code) => SecurIdCode.Verify(
                    SecurIdToken.Seed, SecurIdToken.Parameters, state, code, now, DriftPolicy.Follows);
            }
        }
    }

    [Fact]
    public void At_both_ends_of_time_pairs_are_looked_for_and_diagnosed()
    {
        foreach (var now in (DateTimeOffset[])[DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue])
        {
            var code = SecurIdToken.CodeAt(now);

            Assert.Null(SecurIdCode.FindConsecutive(
                SecurIdToken.Seed, SecurIdToken.Parameters, code, code, now, Totp.WidestWindow));
            Assert.Equal(PairFault.SameCode, SecurIdCode.Diagnose(
                SecurIdToken.Seed, SecurIdToken.Parameters, default, code, code, now, Totp.WidestWindow).Fault);
        }
    }

    [Theory]
    [InlineData(-720, true), InlineData(0, true), InlineData(720, true)]
    [InlineData(-721, false), InlineData(721, false)]
    public void A_pair_is_found_up_to_twelve_hours_off(int stepsOff, bool found)
    {
        var second = SecurIdToken.StepOf(A.Noon) + stepsOff;

        var match = Find(second - 1, second, Totp.DefaultWindow);

        Assert.Equal(found ? new ConsecutiveMatch(second, stepsOff) : null, match);
    }

    [Theory]
    [InlineData(-10, true), InlineData(10, true), InlineData(-11, false), InlineData(11, false)]
    public void After_a_failure_the_next_tokencode_proves_a_token_that_is_ten_intervals_off(int stepsOff, bool found)
    {
        var second = SecurIdToken.StepOf(A.Noon) + stepsOff;
        var window = SecurIdCode.NextTokencodeSteps * SecurIdToken.Parameters.Interval;

        Assert.Equal(found, Find(second - 1, second, window) is not null);
    }

    [Fact]
    public void Two_tokencodes_that_are_no_pair_are_not_found()
    {
        var here = SecurIdToken.StepOf(A.Noon);

        Assert.Null(Find(here, here - 1, Totp.DefaultWindow));
        Assert.Null(Find(here - 2, here, Totp.DefaultWindow));
        Assert.Null(Find(here, here, Totp.DefaultWindow));
        Assert.Throws<ArgumentOutOfRangeException>(() => Find(here, here + 1, TimeSpan.FromDays(1.1)));
    }

    [Theory]
    [InlineData(-1, 0, PairFault.None), InlineData(0, 0, PairFault.SameCode), InlineData(0, -1, PairFault.OrderSwapped)]
    [InlineData(-3, 0, PairFault.NotNeighbours), InlineData(-1000, -999, PairFault.ClockFarOff)]
    public void Two_tokencodes_that_do_not_fit_are_diagnosed(int first, int second, PairFault fault)
    {
        var here = SecurIdToken.StepOf(A.Noon);

        var diagnosis = Diagnose(SecurIdToken.CodeOf(here + first), SecurIdToken.CodeOf(here + second));

        Assert.Equal((fault, AsOath), (diagnosis.Fault, diagnosis.Parameters));
    }

    [Fact]
    public void A_pair_that_was_used_is_named_so()
    {
        var here = SecurIdToken.StepOf(A.Noon);
        var (first, second) = (SecurIdToken.CodeOf(here - 1), SecurIdToken.CodeOf(here));

        Assert.Equal(PairFault.None, Diagnose(first, second, new OathState(here - 1, 0, default)).Fault);
        Assert.Equal(PairFault.AlreadyUsed, Diagnose(first, second, new OathState(here, 0, default)).Fault);
    }

    [Fact]
    public void The_one_wrong_tokencode_of_two_is_named()
    {
        var here = SecurIdToken.StepOf(A.Noon);
        var (right, wrong) = (SecurIdToken.CodeOf(here), A.Code("00000000"));

        Assert.Equal(PairFault.SecondWrong, Diagnose(right, wrong).Fault);
        Assert.Equal(PairFault.FirstWrong, Diagnose(wrong, right).Fault);
        Assert.Equal(PairFault.NeitherFits, Diagnose(wrong, A.Code("11111111")).Fault);
    }

    [Theory]
    [InlineData(6, 60), InlineData(8, 30), InlineData(6, 30)]
    public void Confused_digits_or_intervals_are_found_out(int digits, int interval)
    {
        var others = SecurIdToken.Parameters with { Digits = digits, Interval = TimeSpan.FromSeconds(interval) };
        var first = SecurIdCode.Compute(SecurIdToken.Seed, others, A.Noon - others.Interval);
        var second = SecurIdCode.Compute(SecurIdToken.Seed, others, A.Noon);

        var diagnosis = Diagnose(first, second);

        Assert.Equal((PairFault.OtherParameters, others.AsOath), (diagnosis.Fault, diagnosis.Parameters));
        Assert.Equal(new ConsecutiveMatch(SecurIdCode.StepAt(A.Noon, others), 0), diagnosis.Match);
    }

    private static ConsecutiveMatch? Find(long first, long second, TimeSpan window) => SecurIdCode.FindConsecutive(
        SecurIdToken.Seed, SecurIdToken.Parameters, SecurIdToken.CodeOf(first), SecurIdToken.CodeOf(second),
        A.Noon, window);

    private static PairDiagnosis Diagnose(OneTimeCode first, OneTimeCode second, OathState state = default) =>
        SecurIdCode.Diagnose(
            SecurIdToken.Seed, SecurIdToken.Parameters, state, first, second, A.Noon, Totp.DefaultWindow);
}
