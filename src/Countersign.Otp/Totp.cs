namespace Countersign.Otp;

/// <summary>Codes that count time: RFC 6238.</summary>
public static class Totp
{
    /// <summary>The widest search for a pair of codes: 1 day either way.</summary>
    public static readonly TimeSpan WidestWindow = TimeSpan.FromDays(1);

    /// <summary>
    /// How far off a device's clock may be at enrolment and resync, unless said otherwise: 12 hours either way.
    /// </summary>
    public static readonly TimeSpan DefaultWindow = TimeSpan.FromHours(12);

    /// <summary>The number of the step that a moment falls in (RFC 6238 section 4.2).</summary>
    /// <param name="now">The moment.</param>
    /// <param name="parameters">Period and T0 of the device.</param>
    /// <returns>0 for the first period after T0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The moment is before T0.</exception>
    /// <exception cref="ArgumentException">The parameters are <c>default</c>.</exception>
    public static long StepAt(DateTimeOffset now, OathParameters parameters)
    {
        if (parameters.Period == TimeSpan.Zero)
            throw new ArgumentException("The parameters have no values.", nameof(parameters));
        if (now < parameters.T0)
            throw new ArgumentOutOfRangeException(nameof(now), now, "There are no codes before T0.");

        return (now.UtcTicks - parameters.T0.UtcTicks) / parameters.Period.Ticks;
    }

    /// <summary>The code that a device with a right clock shows.</summary>
    /// <param name="key">The shared secret, at least one byte.</param>
    /// <param name="parameters">The device's parameters.</param>
    /// <param name="now">When.</param>
    /// <returns>The code. Allocates nothing.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The moment is before T0.</exception>
    /// <exception cref="ArgumentException">The key is empty, or the parameters are <c>default</c>.</exception>
    public static OneTimeCode Compute(ReadOnlySpan<byte> key, OathParameters parameters, DateTimeOffset now) =>
        Hotp.Compute(key, (ulong)StepAt(now, parameters), parameters.Hash, parameters.Digits);

    /// <summary>
    /// Judges one code. Compares with every candidate in constant time, whatever matched; allocates nothing.
    /// </summary>
    /// <param name="key">The shared secret.</param>
    /// <param name="parameters">The device's parameters.</param>
    /// <param name="state">What is remembered of the device.</param>
    /// <param name="code">What was typed.</param>
    /// <param name="now">When it arrived, by the server's clock.</param>
    /// <param name="policy">Whether the device's drift follows what it shows.</param>
    /// <returns>The verdict, and what to remember when it counts.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The moment is before T0.</exception>
    /// <exception cref="ArgumentException">The key is empty, or the parameters are <c>default</c>.</exception>
    /// <remarks>
    /// RFC 6238 sections 5.2 and 6. The candidates are now + drift ± 1 step and, unless the device is fast by more than
    /// a step, now ± 1 step: a pair that was typed late when the device was enrolled looks like a slow clock, and must
    /// not shut out the right codes that come after it. (A fast device gets no such second window, since there it would
    /// hold codes that have left the display long ago.) When several fresh steps share the code, the earliest counts,
    /// so that no code that is yet to be shown is spent.
    /// </remarks>
    public static CodeVerdict Verify(
        ReadOnlySpan<byte> key, OathParameters parameters, OathState state, OneTimeCode code,
        DateTimeOffset now, DriftPolicy policy)
    {
        var here = StepAt(now, parameters);
        return TimedCodes.Verify(new CodeByCode(key, parameters), state, code, here, policy);
    }

    /// <summary>
    /// Finds where two consecutive codes fit: the proof that a person holds the device, and how far its clock is off.
    /// </summary>
    /// <param name="key">The shared secret.</param>
    /// <param name="parameters">The device's parameters.</param>
    /// <param name="first">A code the device showed.</param>
    /// <param name="second">The one it showed next. It may have the same digits, once in a million.</param>
    /// <param name="now">When the pair arrived, by the server's clock.</param>
    /// <param name="window">How far the second code may be off, either way: 0 to 1 day.</param>
    /// <returns>
    /// The step of the second code and the drift, nearest to now if several fit; null when the pair fits nowhere.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The moment is before T0, or the window outside its range.
    /// </exception>
    /// <exception cref="ArgumentException">The key is empty, or the parameters are <c>default</c>.</exception>
    /// <remarks>
    /// RFC 6238 section 6 (resynchronization). Looks at every step, hit or miss, so that its duration tells nothing. A
    /// wrong pair fits by chance once in 10^12 per step, so a wide window is safe.
    /// </remarks>
    public static ConsecutiveMatch? FindConsecutive(
        ReadOnlySpan<byte> key, OathParameters parameters, OneTimeCode first, OneTimeCode second,
        DateTimeOffset now, TimeSpan window)
    {
        var here = StepAt(now, parameters);
        var reach = TimedCodes.Reach(window, parameters.Period);
        using var codes = new CodeSequence(key, parameters);
        return TimedCodes.FindConsecutive(codes, first, second, here, reach);
    }

    /// <summary>Finds out why two codes do not fit, so that a person can be told what to do.</summary>
    /// <param name="key">The shared secret.</param>
    /// <param name="parameters">The device's parameters.</param>
    /// <param name="state">What is remembered of the device; <c>default</c> for a new one.</param>
    /// <param name="first">A code that was typed.</param>
    /// <param name="second">The one that was typed next.</param>
    /// <param name="now">When the pair arrived, by the server's clock.</param>
    /// <param name="window">The window of <see cref="FindConsecutive"/>.</param>
    /// <returns>The fault; None when the pair fits and is fresh.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The moment is before T0, or the window outside its range.
    /// </exception>
    /// <exception cref="ArgumentException">The key is empty, or the parameters are <c>default</c>.</exception>
    /// <remarks>
    /// Looks a little further than a day either way, but at no more than 12 001 steps, and in the window for SHA-1, 256
    /// and 512 with 30 and 60 seconds: some ten thousand HMACs, tens of milliseconds. A single code is believed
    /// only within ten steps of where the device should be.
    /// </remarks>
    public static PairDiagnosis Diagnose(
        ReadOnlySpan<byte> key, OathParameters parameters, OathState state, OneTimeCode first, OneTimeCode second,
        DateTimeOffset now, TimeSpan window)
    {
        var here = StepAt(now, parameters);
        var reach = TimedCodes.Reach(window, parameters.Period);
        using var codes = new CodeSequence(key, parameters);
        return TimedCodes.Diagnose(codes, parameters, state, first, second, here, reach, out var search)
            ?? FindOtherParameters(key, parameters, first, second, now, window)
            ?? new PairDiagnosis(search.Blame(first, second, here + state.DriftSteps), parameters, null);
    }

    private static PairDiagnosis? FindOtherParameters(
        ReadOnlySpan<byte> key, OathParameters parameters, OneTimeCode first, OneTimeCode second,
        DateTimeOffset now, TimeSpan window)
    {
        if (first.Digits != second.Digits || first.Digits == 0)
            return null;
        foreach (var period in (ReadOnlySpan<TimeSpan>)
            [parameters.Period, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60)])
        {
            foreach (var hash in (ReadOnlySpan<OathHash>)[OathHash.Sha1, OathHash.Sha256, OathHash.Sha512])
            {
                var other = parameters with { Hash = hash, Digits = first.Digits, Period = period };
                if (FindConsecutive(key, other, first, second, now, window) is { } match)
                    return new PairDiagnosis(PairFault.OtherParameters, other, match);
            }
        }
        return null;
    }

    // For the few codes of a verdict: allocates nothing, where a CodeSequence would.
    private readonly ref struct CodeByCode(ReadOnlySpan<byte> key, OathParameters parameters) : ICodes
    {
        private readonly ReadOnlySpan<byte> _key = key;

        public long Last => long.MaxValue - 1;

        public OneTimeCode this[long step] => Hotp.Compute(_key, (ulong)step, parameters.Hash, parameters.Digits);
    }
}
