using System.Numerics;

namespace Countersign.Otp;

/// <summary>The rules of acceptance that all codes which count time share, whatever their algorithm.</summary>
internal static class TimedCodes
{
    private static readonly TimeSpan ADayAndABit = TimeSpan.FromHours(25);
    private const int MostSteps = 6000;

    /// <summary>
    /// Judges one code; see <see cref="Totp.Verify"/>. Compares with every candidate in constant time, whatever
    /// matched.
    /// </summary>
    public static CodeVerdict Verify<TCodes>(
        TCodes codes, OathState state, OneTimeCode code, long here, DriftPolicy policy)
        where TCodes : ICodes, allows ref struct
    {
        Span<long> steps = stackalloc long[6];
        steps = steps[..Candidates(here, state.DriftSteps, steps)];

        uint hits = 0, fresh = 0;
        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i] < 0 || steps[i] > codes.Last)
                continue;    // before and after there are no codes
            hits |= Hotp.Bit(code == codes[steps[i]]) << i;
            fresh |= Hotp.Bit(steps[i] >= state.NextStep) << i;
        }

        if (hits == 0)
            return new CodeVerdict(CodeOutcome.Wrong, CodeVerdict.NoStep, state);
        if ((hits & fresh) == 0)
            return new CodeVerdict(CodeOutcome.AlreadyUsed, steps[BitOperations.Log2(hits)], state);

        var accepted = steps[BitOperations.TrailingZeroCount(hits & fresh)];
        var next = policy == DriftPolicy.Follows ? state.Follow(accepted - here) : state;
        return new CodeVerdict(CodeOutcome.Accepted, accepted, next with { NextStep = accepted + 1 });
    }

    /// <summary>How many steps a window reaches either way.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The window is not 0 to <see cref="Totp.WidestWindow"/>.
    /// </exception>
    public static long Reach(TimeSpan window, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(window, Totp.WidestWindow);
        return window.Ticks / period.Ticks;
    }

    /// <summary>
    /// Where two consecutive codes fit, nearest to here; looks at every step of the reach, hit or miss.
    /// </summary>
    public static ConsecutiveMatch? FindConsecutive(
        ICodes codes, OneTimeCode first, OneTimeCode second, long here, long reach)
    {
        ConsecutiveMatch? found = null;
        var firstFits = false;
        for (var step = Math.Max(0, here - reach - 1); step <= Math.Min(here + reach, codes.Last); step++)
        {
            var code = codes[step];
            var drift = (int)(step - here);
            if (firstFits & code == second && (found is not { } other || Math.Abs(drift) < Math.Abs(other.DriftSteps)))
                found = new ConsecutiveMatch(step, drift);
            firstFits = code == first;
        }
        return found;
    }

    /// <summary>
    /// Why two codes do not fit, as far as the device's own parameters tell; null when they tell nothing, and
    /// <paramref name="search"/> can only say which code is to blame.
    /// </summary>
    public static PairDiagnosis? Diagnose(
        ICodes codes, OathParameters parameters, OathState state, OneTimeCode first, OneTimeCode second,
        long here, long reach, out PairSearch search)
    {
        var furthest = Math.Min(ADayAndABit.Ticks / parameters.Period.Ticks, MostSteps);
        search = new PairSearch(codes, here, furthest, furthest);
        if (FindConsecutive(codes, first, second, here, reach) is { } match)
        {
            var fault = state.Resync(match, ResyncBy.Owner) is null ? PairFault.AlreadyUsed : PairFault.None;
            return new PairDiagnosis(fault, parameters, match);
        }
        if (search.Find(first, second) is { } offset)
            return new PairDiagnosis(PairFault.ClockFarOff, parameters, new ConsecutiveMatch(here + offset, offset));
        return search.Relate(first, second) is { } relation ? new PairDiagnosis(relation, parameters, null) : null;
    }

    // Ascending and without repetition, so that the lowest bit is the earliest step.
    private static int Candidates(long here, int drift, Span<long> steps)
    {
        var count = 0;
        for (var offset = drift == 1 ? -1 : drift - 1; offset <= drift + 1; offset++)
            steps[count++] = here + offset;
        for (var offset = Math.Max(drift + 2, -1); offset <= 1; offset++)
            steps[count++] = here + offset;
        return count;
    }
}
