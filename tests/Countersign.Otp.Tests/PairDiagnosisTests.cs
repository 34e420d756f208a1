namespace Countersign.Otp.Tests;

public sealed class PairDiagnosisTests
{
    private static readonly OathParameters Parameters = OathParameters.Default;

    [Fact]
    public void A_fresh_pair_has_no_fault()
    {
        var diagnosis = Diagnose(A.CodeOf(A.NoonStep + 9), A.CodeOf(A.NoonStep + 10));

        var match = new ConsecutiveMatch(A.NoonStep + 10, 10);
        Assert.Equal(new PairDiagnosis(PairFault.None, Parameters, match), diagnosis);
    }

    [Fact]
    public void A_pair_that_was_used_is_said_to_be_used()
    {
        var state = new OathState(A.NoonStep, 0, default);

        var diagnosis = Diagnose(A.CodeOf(A.NoonStep - 1), A.CodeOf(A.NoonStep), state);

        Assert.Equal(PairFault.AlreadyUsed, diagnosis.Fault);
    }

    [Theory]
    [InlineData(0, 0, PairFault.SameCode), InlineData(1, 0, PairFault.OrderSwapped)]
    [InlineData(-900, -901, PairFault.OrderSwapped)]
    [InlineData(0, 2, PairFault.NotNeighbours), InlineData(-10, 10, PairFault.NotNeighbours)]
    [InlineData(5, 2, PairFault.NotNeighbours)]
    [InlineData(1440, 1441, PairFault.ClockFarOff), InlineData(-2881, -2880, PairFault.ClockFarOff)]
    [InlineData(2879, 2880, PairFault.ClockFarOff)]
    public void What_two_codes_have_to_do_with_each_other_is_found(int first, int second, PairFault expected)
    {
        var diagnosis = Diagnose(A.CodeOf(A.NoonStep + first), A.CodeOf(A.NoonStep + second));

        Assert.Equal(expected, diagnosis.Fault);
    }

    [Fact]
    public void A_clock_that_is_a_day_off_is_measured()
    {
        var diagnosis = Diagnose(A.CodeOf(A.NoonStep - 2881), A.CodeOf(A.NoonStep - 2880));

        Assert.Equal(TimeSpan.FromDays(-1), diagnosis.ClockAhead);
        Assert.Equal(TimeSpan.Zero, Diagnose(A.CodeOf(A.NoonStep), A.CodeOf(A.NoonStep)).ClockAhead);
    }

    [Theory]
    [InlineData(500, -500), InlineData(1100, 466)]
    public void Of_two_places_far_off_the_nearer_one_is_named(int now, int ahead)
    {
        const long early = 175_808_838;    // its pair of codes comes again 1566 steps later
        var moment = DateTimeOffset.UnixEpoch.AddSeconds(30 * (early + now));

        var diagnosis = Totp.Diagnose(
            A.Key, Parameters, default, A.CodeOf(early - 1), A.CodeOf(early), moment, TimeSpan.FromHours(1));

        Assert.Equal((PairFault.ClockFarOff, ahead * Parameters.Period), (diagnosis.Fault, diagnosis.ClockAhead));
    }

    [Theory]
    [InlineData(OathHash.Sha256, 6, 30), InlineData(OathHash.Sha512, 6, 30), InlineData(OathHash.Sha1, 8, 30)]
    [InlineData(OathHash.Sha1, 7, 30), InlineData(OathHash.Sha1, 6, 60), InlineData(OathHash.Sha512, 8, 60)]
    public void An_app_that_has_its_own_parameters_is_found_out(OathHash hash, int digits, int period)
    {
        var others = new OathParameters(hash, digits, TimeSpan.FromSeconds(period));
        var first = Totp.Compute(A.Key, others, A.Noon - others.Period);
        var second = Totp.Compute(A.Key, others, A.Noon);

        var diagnosis = Diagnose(first, second);

        Assert.Equal((PairFault.OtherParameters, others), (diagnosis.Fault, diagnosis.Parameters));
        Assert.Equal(new ConsecutiveMatch(Totp.StepAt(A.Noon, others), 0), diagnosis.Match);
    }

    [Theory]
    [InlineData(0, 0), InlineData(10, 0), InlineData(-10, 0), InlineData(600, 605)]
    public void A_single_wrong_code_is_named_when_the_other_is_near_where_the_device_should_be(int offset, int drift)
    {
        var (right, wrong) = (A.CodeOf(A.NoonStep + offset), A.WrongCode(A.NoonStep));
        var state = new OathState(0, drift, default);

        Assert.Equal(PairFault.SecondWrong, Diagnose(right, wrong, state).Fault);
        Assert.Equal(PairFault.FirstWrong, Diagnose(wrong, right, state).Fault);
    }

    [Fact]
    public void A_single_code_from_far_off_is_taken_for_chance()
    {
        Assert.Equal(PairFault.NeitherFits, Diagnose(A.CodeOf(A.NoonStep + 11), A.WrongCode(A.NoonStep)).Fault);
    }

    [Fact]
    public void Two_codes_of_another_device_do_not_fit()
    {
        var other = "another secret key.."u8.ToArray();

        var diagnosis = Diagnose(
            Totp.Compute(other, Parameters, A.Noon - Parameters.Period), Totp.Compute(other, Parameters, A.Noon));

        Assert.Equal(new PairDiagnosis(PairFault.NeitherFits, Parameters, null), diagnosis);
    }

    [Fact]
    public void Codes_of_different_lengths_do_not_fit()
    {
        Assert.Equal(PairFault.NeitherFits, Diagnose(A.Code("1234567"), A.Code("12345678")).Fault);
        Assert.Equal(PairFault.SameCode, Diagnose(default, default).Fault);
    }

    [Fact]
    public void Any_period_and_any_place_has_a_bounded_search()
    {
        var everySecond = Parameters with { Period = TimeSpan.FromSeconds(1) };
        var early = DateTimeOffset.UnixEpoch;

        var diagnosis = Totp.Diagnose(
            A.Key, everySecond, default, A.CodeOf(6000), A.CodeOf(5999), early, TimeSpan.FromMinutes(1));

        Assert.Equal(PairFault.OrderSwapped, diagnosis.Fault);
    }

    [Theory]
    [InlineData(0, 1, PairFault.None), InlineData(-2, -1, PairFault.AlreadyUsed)]
    [InlineData(-1, 0, PairFault.AlreadyUsed)]
    [InlineData(5, 5, PairFault.SameCode), InlineData(6, 5, PairFault.OrderSwapped)]
    [InlineData(5, 8, PairFault.NotNeighbours)]
    [InlineData(5000, 5001, PairFault.ClockFarOff)]
    public void A_counter_device_is_diagnosed_too(int first, int second, PairFault expected)
    {
        var state = new OathState(3000, 0, default);

        var diagnosis = Hotp.Diagnose(A.Key, Parameters, state, A.CodeOf(3000 + first), A.CodeOf(3000 + second));

        Assert.Equal(expected, diagnosis.Fault);
    }

    [Fact]
    public void A_counter_device_with_another_hash_or_one_wrong_code_is_found_out()
    {
        var sha256 = Parameters with { Hash = OathHash.Sha256, Digits = 8 };
        var (first, second) = (Hotp.Compute(A.Key, 0, OathHash.Sha256, 8), Hotp.Compute(A.Key, 1, OathHash.Sha256, 8));
        var wrong = A.WrongCode(0, 12_000);

        var other = Hotp.Diagnose(A.Key, Parameters, default, first, second);

        Assert.Equal(new PairDiagnosis(PairFault.OtherParameters, sha256, new ConsecutiveMatch(1, 0)), other);
        Assert.Equal(PairFault.SecondWrong, Hotp.Diagnose(A.Key, Parameters, default, A.CodeOf(3), wrong).Fault);
        Assert.Equal(PairFault.FirstWrong, Hotp.Diagnose(A.Key, Parameters, default, wrong, A.CodeOf(3)).Fault);
        Assert.Equal(PairFault.NeitherFits, Hotp.Diagnose(A.Key, Parameters, default, wrong, A.CodeOf(300)).Fault);
    }

    [Fact]
    public void A_counter_device_near_the_end_of_its_counters_is_diagnosed_too()
    {
        var state = new OathState(long.MaxValue - 1, 0, default);

        var (first, second) = (A.CodeOf(long.MaxValue - 5), A.CodeOf(long.MaxValue - 6));
        var diagnosis = Hotp.Diagnose(A.Key, Parameters, state, first, second);

        Assert.Equal(PairFault.OrderSwapped, diagnosis.Fault);
    }

    private static PairDiagnosis Diagnose(OneTimeCode first, OneTimeCode second, OathState state = default) =>
        Totp.Diagnose(A.Key, Parameters, state, first, second, A.Noon, Totp.DefaultWindow);
}
