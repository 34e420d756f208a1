namespace Countersign.Otp.Tests;

public sealed class ResyncTests
{
    private static readonly OathParameters Parameters = OathParameters.Default;

    [Theory]
    [InlineData(-1440, true), InlineData(-1439, true), InlineData(0, true), InlineData(+1440, true)]
    [InlineData(-1441, false), InlineData(+1441, false)]
    public void A_pair_is_found_up_to_twelve_hours_off(int stepsOff, bool found)
    {
        var second = A.NoonStep + stepsOff;

        var match = Find(A.CodeOf(second - 1), A.CodeOf(second));

        Assert.Equal(found ? new ConsecutiveMatch(second, stepsOff) : null, match);
    }

    [Fact]
    public void Two_codes_that_are_no_pair_are_not_found()
    {
        var (a, b, c) = (A.CodeOf(A.NoonStep - 1), A.CodeOf(A.NoonStep), A.CodeOf(A.NoonStep + 1));

        Assert.Null(Find(b, a));
        Assert.Null(Find(a, c));
        Assert.Null(Find(a, a));
        Assert.Null(Find(a, A.WrongCode(A.NoonStep)));
        Assert.Null(Find(A.WrongCode(A.NoonStep), b));
        Assert.Null(Find(default, default));
    }

    [Fact]
    public void Neighbours_that_share_a_code_are_a_pair()
    {
        const long step = 59_061_240;
        var now = DateTimeOffset.UnixEpoch.AddSeconds(30 * step);

        var match = Totp.FindConsecutive(
            A.Key, Parameters, A.Code("963181"), A.Code("963181"), now, Totp.DefaultWindow);

        Assert.Equal(new ConsecutiveMatch(step + 1, 1), match);
    }

    [Fact]
    public void A_window_of_nothing_looks_at_now_alone()
    {
        Assert.NotNull(Find(A.CodeOf(A.NoonStep - 1), A.CodeOf(A.NoonStep), TimeSpan.Zero));
        Assert.Null(Find(A.CodeOf(A.NoonStep), A.CodeOf(A.NoonStep + 1), TimeSpan.Zero));
        Assert.Null(Find(A.CodeOf(A.NoonStep - 2), A.CodeOf(A.NoonStep - 1), TimeSpan.Zero));
    }

    [Theory]
    [InlineData(-20, 0), InlineData(0, 0), InlineData(782, 0), InlineData(783, 0)]
    [InlineData(784, 1566), InlineData(1566, 1566), InlineData(1600, 1566)]
    public void Of_two_places_where_a_pair_fits_the_nearer_one_counts(int now, int found)
    {
        const long early = 175_808_838;    // its pair of codes comes again 1566 steps later
        var (first, second) = (A.CodeOf(early - 1), A.CodeOf(early));
        Assert.Equal((first, second), (A.CodeOf(early + 1565), A.CodeOf(early + 1566)));

        var moment = DateTimeOffset.UnixEpoch.AddSeconds(30 * (early + now));
        var match = Totp.FindConsecutive(A.Key, Parameters, first, second, moment, Totp.WidestWindow);

        Assert.Equal(new ConsecutiveMatch(early + found, found - now), match);
    }

    [Fact]
    public void A_pair_near_the_beginning_of_time_is_found()
    {
        var match = Totp.FindConsecutive(
            A.Key, Parameters, A.CodeOf(0), A.CodeOf(1), DateTimeOffset.UnixEpoch, Totp.DefaultWindow);

        Assert.Equal(new ConsecutiveMatch(1, 1), match);
    }

    [Fact]
    public void A_window_is_at_most_a_day()
    {
        var justMore = TimeSpan.FromDays(1) + TimeSpan.FromTicks(1);

        Assert.Null(Find(default, default, TimeSpan.FromDays(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Find(default, default, justMore));
        Assert.Throws<ArgumentOutOfRangeException>(() => Find(default, default, TimeSpan.FromTicks(-1)));
    }

    [Fact]
    public void Enrolling_spends_both_codes_and_sets_the_drift()
    {
        var state = OathState.Enrol(new ConsecutiveMatch(A.NoonStep + 7, 7));

        Assert.Equal(new OathState(A.NoonStep + 8, 7, default), state);
        foreach (var spent in (long[])[A.NoonStep + 6, A.NoonStep + 7])
        {
            var verdict = Totp.Verify(A.Key, Parameters, state, A.CodeOf(spent), A.Noon, DriftPolicy.Fixed);
            Assert.Equal(CodeOutcome.AlreadyUsed, verdict.Outcome);
        }
    }

    [Theory]
    [InlineData(0, true), InlineData(1, true), InlineData(-1, false), InlineData(-2, false), InlineData(-500, false)]
    public void The_owner_cannot_bring_spent_codes_back(int firstAfterNextStep, bool allowed)
    {
        var state = new OathState(10_000, 3, RecentOffsets.Unpack(1));
        var match = new ConsecutiveMatch(10_001 + firstAfterNextStep, -4);

        var next = state.Resync(match, ResyncBy.Owner);

        Assert.Equal(allowed ? new OathState(10_002 + firstAfterNextStep, -4, default) : null, next);
    }

    [Fact]
    public void An_administrator_may_go_back_for_a_clock_that_was_fast_and_has_been_set_right()
    {
        var state = new OathState(A.NoonStep + 500, 499, default);
        var pair = Find(A.CodeOf(A.NoonStep - 1), A.CodeOf(A.NoonStep))!.Value;

        var next = state.Resync(pair, ResyncBy.Administrator);

        Assert.Equal(new OathState(A.NoonStep + 1, 0, default), next);
    }

    private static ConsecutiveMatch? Find(OneTimeCode first, OneTimeCode second, TimeSpan? window = null) =>
        Totp.FindConsecutive(A.Key, Parameters, first, second, A.Noon, window ?? Totp.DefaultWindow);
}
