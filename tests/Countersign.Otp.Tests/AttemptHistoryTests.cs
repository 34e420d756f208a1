using CsCheck;

namespace Countersign.Otp.Tests;

/// <summary>The rules as properties over any history of attempts: random times, random order, random clocks.</summary>
public sealed class AttemptHistoryTests
{
    // What a person does next: after so many seconds, type the code that was on the display so many seconds ago.
    private static readonly Gen<(int Wait, int Late)[]> History =
        Gen.Select(Gen.Int[0, 150], Gen.Frequency((2, Gen.Const(0)), (3, Gen.Int[0, 150]))).Array[1, 40];

    private static readonly Gen<DriftPolicy> AnyPolicy =
        Gen.Bool.Select(follows => follows ? DriftPolicy.Follows : DriftPolicy.Fixed);

    private static readonly Gen<TimeSpan> AnyClock =
        Gen.Int[-43_000_000, 43_000_000].Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds));

    private static readonly Gen<TimeSpan> ClockOfAPhone =
        Gen.Int[-30_000, 29_999].Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds));

    [Fact]
    public void No_code_is_accepted_twice_in_any_order_of_attempts()
    {
        var attempts = Gen.Select(Gen.Int[0, 40], Gen.Int[-6, 6]).Array[1, 60];

        Gen.Select(AnyPolicy, AnyClock, attempts).Sample((policy, clock, attempts) =>
        {
            var device = new Device(policy, clock).Enrol();
            foreach (var (wait, steps) in attempts)
            {
                device.Now += TimeSpan.FromSeconds(wait);
                device.Type(device.Shown + steps);    // asserts it
            }
        });
    }

    [Fact]
    public void No_counter_is_accepted_twice_in_any_order_of_attempts()
    {
        Gen.Int[-15, 15].Array[1, 60].Sample(attempts =>
        {
            var (state, accepted) = (new OathState(100, 0, default), new HashSet<long>());
            foreach (var ahead in attempts)
            {
                var code = A.CodeOf(state.NextStep + ahead);
                var verdict = Hotp.Verify(A.Key, OathParameters.Default, state, code);

                Assert.Equal(ahead is >= 0 and < 10, verdict.Outcome == CodeOutcome.Accepted);
                Assert.True(verdict.Outcome != CodeOutcome.Accepted || accepted.Add(verdict.Step));
                state = verdict.Next;
            }
        });
    }

    [Fact]
    public void A_phone_whose_pair_was_fresh_never_has_a_fresh_code_refused_however_late_the_others_were_typed()
    {
        Gen.Select(AnyClock, History).Sample((clock, history) =>
        {
            var device = new Device(DriftPolicy.Fixed, clock).Enrol();
            TypeAll(device, history);
        });
    }

    [Fact]
    public void A_phone_on_time_never_has_a_fresh_code_refused_however_late_its_pair_and_the_others_were_typed()
    {
        Gen.Select(ClockOfAPhone, Gen.Int[0, 1400], History).Sample((clock, stepsLate, history) =>
        {
            var device = new Device(DriftPolicy.Fixed, clock);
            device.EnrolWith(device.Shown - stepsLate);
            TypeAll(device, history);
        });
    }

    [Fact]
    public void A_hardware_token_never_has_a_fresh_code_refused_while_one_in_four_is_typed_on_time()
    {
        Gen.Select(AnyClock, History).Sample((clock, history) =>
        {
            var device = new Device(DriftPolicy.Follows, clock).Enrol();
            TypeAll(device, history, mostLateInARow: 3);
        });
    }

    // Types a history, and asserts that each code which is on the display and not spent is accepted.
    private static void TypeAll(Device device, (int Wait, int Late)[] history, int mostLateInARow = int.MaxValue)
    {
        var lateInARow = 0;
        foreach (var (wait, late) in history)
        {
            device.Now += TimeSpan.FromSeconds(wait);
            var step = lateInARow < mostLateInARow
                ? device.ShownAt(device.Now.AddSeconds(-late))
                : device.Shown;
            var isFresh = step == device.Shown;
            if (device.WasAccepted(step))
            {
                Assert.NotEqual(CodeOutcome.Accepted, device.Type(step));
                continue;
            }

            var outcome = device.Type(step);
            if (isFresh)
                Assert.Equal(CodeOutcome.Accepted, outcome);
            if (outcome == CodeOutcome.Accepted)
                lateInARow = isFresh ? 0 : lateInARow + 1;
        }
    }
}
