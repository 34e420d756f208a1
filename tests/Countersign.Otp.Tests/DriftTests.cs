using CsCheck;

namespace Countersign.Otp.Tests;

public sealed class DriftTests
{
    private static readonly TimeSpan Step = OathParameters.Default.Period;

    [Fact]
    public void The_drift_of_a_phone_stays_whatever_is_accepted()
    {
        var phone = new Device(DriftPolicy.Fixed, 5 * Step).Enrol();

        foreach (var late in (int[])[1, 1, 1, 1, 1, 0, -1])
        {
            phone.Now += 3 * Step;
            Assert.Equal(CodeOutcome.Accepted, phone.Type(phone.Shown - late));
        }

        Assert.Equal((5, default(RecentOffsets)), (phone.State.DriftSteps, phone.State.Recent));
    }

    [Fact]
    public void The_drift_of_a_token_falls_with_the_fourth_code_in_a_row_that_is_behind_and_not_before()
    {
        var token = new Device(DriftPolicy.Follows, 5 * Step).Enrol();

        var drifts = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            token.Now += 3 * Step;
            Assert.Equal(CodeOutcome.Accepted, token.Type(token.Shown - 1));
            drifts.Add(token.State.DriftSteps);
        }

        Assert.Equal([5, 5, 5, 4], drifts);
    }

    [Fact]
    public void The_drift_of_a_token_rises_with_the_first_code_that_is_ahead()
    {
        var token = new Device(DriftPolicy.Follows, 5 * Step).Enrol();

        token.Now += 3 * Step;
        token.Ahead += Step;
        token.Type(token.Shown);

        Assert.Equal(6, token.State.DriftSteps);
        Assert.Equal(1110, token.State.Recent.Pack());
    }

    [Fact]
    public void A_token_whose_pair_was_typed_late_finds_back_with_its_next_code()
    {
        var token = new Device(DriftPolicy.Follows, TimeSpan.Zero);
        token.EnrolWith(token.Shown - 40);
        Assert.Equal(-40, token.State.DriftSteps);

        token.Type(token.Shown);

        Assert.Equal(0, token.State.DriftSteps);
    }

    [Theory]
    [InlineData(-3), InlineData(-1.7), InlineData(1.7), InlineData(8.6)]
    public void A_token_used_every_day_is_followed_for_a_year_without_resync(double secondsPerDay)
    {
        var token = new Device(DriftPolicy.Follows, TimeSpan.FromHours(3)).Enrol();

        for (var day = 1; day <= 365; day++)
        {
            token.Now += TimeSpan.FromDays(1) + TimeSpan.FromSeconds(7);
            token.Ahead += TimeSpan.FromSeconds(secondsPerDay);

            // At most once a fresh code can lie outside, right after the clock slipped over the edge of a step; half a
            // period later the same device shows a code that does not.
            if (token.Type(token.Shown) != CodeOutcome.Accepted)
            {
                token.Now += Step / 2;
                Assert.Equal((day, CodeOutcome.Accepted), (day, token.Type(token.Shown)));
            }
        }

        var expected = (int)Math.Floor((token.Ahead / Step) + 0.5);
        Assert.InRange(token.State.DriftSteps, expected - 1, expected + 1);
    }

    [Fact]
    public void The_recent_offsets_are_the_last_four_and_the_drift_is_their_greatest()
    {
        // The obvious way: keep every offset ever accepted, and look at the last four.
        Gen.Int[-2, 3].Array[1, 30].Sample(moves =>
        {
            var offsets = new List<long> { 0, 0, 0, 0 };
            var (drift, recent) = (0L, default(RecentOffsets));
            foreach (var ahead in moves)
            {
                offsets.Add(drift + ahead);
                recent = RecentOffsets.Unpack(recent.With(ahead, out var move).Pack());
                drift += move;

                var four = offsets[^4..];
                Assert.Equal(four.Max(), drift);
                Assert.Equal(string.Concat(four.Select(offset => Math.Min(drift - offset, 9))), $"{recent.Pack():D4}");
            }
        });
    }

    [Fact]
    public void Recent_offsets_are_stored_as_a_number_of_four_digits()
    {
        Gen.Int[0, 9_999].Sample(packed => RecentOffsets.Unpack(packed).Pack() == packed);

        Assert.Equal(default, RecentOffsets.Unpack(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => RecentOffsets.Unpack(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => RecentOffsets.Unpack(10_000));
    }
}
