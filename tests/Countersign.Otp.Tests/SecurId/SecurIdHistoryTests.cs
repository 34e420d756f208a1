using CsCheck;

namespace Countersign.Otp.Tests.SecurId;

/// <summary>The rules as properties over any history of attempts: random times, random order, random clocks.</summary>
public sealed class SecurIdHistoryTests
{
    // What a person does next: after so many seconds, type the code that was on the display so many seconds ago.
    private static readonly Gen<(int Wait, int Late)[]> History =
        Gen.Select(Gen.Int[0, 300], Gen.Frequency((2, Gen.Const(0)), (3, Gen.Int[0, 300]))).Array[1, 30];

    private static readonly Gen<TimeSpan> AnyClock =
        Gen.Int[-43_000, 43_000].Select(seconds => TimeSpan.FromSeconds(seconds));

    [Fact]
    public void No_tokencode_is_accepted_twice_in_any_order_of_attempts()
    {
        var attempts = Gen.Select(Gen.Int[0, 80], Gen.Int[-6, 6]).Array[1, 40];

        Gen.Select(Gen.Bool, AnyClock, attempts).Sample((follows, clock, attempts) =>
        {
            var token = new SecurIdToken(follows ? DriftPolicy.Follows : DriftPolicy.Fixed, clock).Enrol();
            foreach (var (wait, steps) in attempts)
            {
                token.Now += TimeSpan.FromSeconds(wait);
                token.Type(token.Shown + steps);    // asserts it
            }
        }, iter: 30);
    }

    [Fact]
    public void A_token_never_has_a_fresh_tokencode_refused_while_one_in_four_is_typed_on_time()
    {
        Gen.Select(AnyClock, History).Sample((clock, history) =>
        {
            var token = new SecurIdToken(DriftPolicy.Follows, clock).Enrol();
            var lateInARow = 0;
            foreach (var (wait, late) in history)
            {
                token.Now += TimeSpan.FromSeconds(wait);
                var step = lateInARow < 3 ? token.ShownAt(token.Now.AddSeconds(-late)) : token.Shown;
                var isFresh = step == token.Shown;
                var wasAccepted = token.WasAccepted(step);

                var outcome = token.Type(step);
                if (isFresh || wasAccepted)
                    Assert.Equal(!wasAccepted, outcome == CodeOutcome.Accepted);
                if (outcome == CodeOutcome.Accepted)
                    lateInARow = isFresh ? 0 : lateInARow + 1;
            }
        }, iter: 30);
    }
}
