namespace Countersign.Otp.SecurId;

/// <summary>The tokencodes of RSA SecurID tokens of the 128-bit (AES) kind, judged by the rules of TOTP.</summary>
/// <remarks>
/// The algorithm is that of the open-source program stoken, against which it is tested. For a token with a PIN, first
/// take the PIN off with <see cref="SecurIdPin.TokencodeOf(Passcode, SecurIdParameters)"/>.
/// </remarks>
public static class SecurIdCode
{
    /// <summary>Bytes of a seed: 16.</summary>
    public const int SeedSize = Aes128.Size;

    /// <summary>
    /// How many steps a token may be off, either way, for a single further code to prove it (next-tokencode mode): 10.
    /// Multiplied by the interval it is the window of <see cref="FindConsecutive"/>.
    /// </summary>
    /// <remarks>
    /// RSA Authentication Manager's widest range for hardware tokens, after three failures (RSA knowledge base, article
    /// a19272). An administrator's resync reaches further: <see cref="Totp.DefaultWindow"/>.
    /// </remarks>
    public const int NextTokencodeSteps = 10;

    /// <summary>The number of the step that a moment falls in, counted from 1970.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="parameters">The token's parameters.</param>
    /// <returns>Unix seconds divided by the interval.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The moment is before 1970.</exception>
    public static long StepAt(DateTimeOffset now, SecurIdParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return Totp.StepAt(now, parameters.AsOath);
    }

    /// <summary>The tokencode that a token with a right clock shows.</summary>
    /// <param name="seed">16 bytes.</param>
    /// <param name="parameters">The token's parameters.</param>
    /// <param name="now">When.</param>
    /// <returns>The tokencode, without any PIN.</returns>
    /// <exception cref="ArgumentException">The seed is not 16 bytes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The moment is before 1970.</exception>
    public static OneTimeCode Compute(ReadOnlySpan<byte> seed, SecurIdParameters parameters, DateTimeOffset now)
    {
        var here = StepAt(now, parameters);
        using var codes = new SecurIdSequence(seed, parameters);
        return codes[here];
    }

    /// <summary>Judges one tokencode. Compares with every candidate in constant time, whatever matched.</summary>
    /// <param name="seed">16 bytes.</param>
    /// <param name="parameters">The token's parameters.</param>
    /// <param name="state">What is remembered of the token.</param>
    /// <param name="code">What was typed, without any PIN.</param>
    /// <param name="now">When it arrived, by the server's clock.</param>
    /// <param name="policy">Whether the token's drift follows what it shows: for hardware it does.</param>
    /// <returns>The verdict, and what to remember when it counts.</returns>
    /// <exception cref="ArgumentException">The seed is not 16 bytes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The moment is before 1970.</exception>
    /// <remarks>The candidates are those of <see cref="Totp.Verify"/>, and so is everything said there.</remarks>
    public static CodeVerdict Verify(
        ReadOnlySpan<byte> seed, SecurIdParameters parameters, OathState state, OneTimeCode code,
        DateTimeOffset now, DriftPolicy policy)
    {
        var here = StepAt(now, parameters);
        using var codes = new SecurIdSequence(seed, parameters);
        return TimedCodes.Verify(codes, state, code, here, policy);
    }

    /// <summary>
    /// Finds where two consecutive tokencodes fit: the proof that a person holds the token, and how far its clock is
    /// off.
    /// </summary>
    /// <param name="seed">16 bytes.</param>
    /// <param name="parameters">The token's parameters.</param>
    /// <param name="first">A tokencode the token showed, without any PIN.</param>
    /// <param name="second">The one it showed next.</param>
    /// <param name="now">When the pair arrived, by the server's clock.</param>
    /// <param name="window">
    /// How far the second one may be off, either way, 0 to 1 day: <see cref="Totp.DefaultWindow"/> at enrolment and
    /// resync, <see cref="NextTokencodeSteps"/> intervals after a failure.
    /// </param>
    /// <returns>
    /// The step of the second one and the drift, nearest to now if several fit; null when the pair fits nowhere.
    /// </returns>
    /// <exception cref="ArgumentException">The seed is not 16 bytes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The moment is before 1970, or the window outside its range.
    /// </exception>
    /// <remarks>Looks at every step, hit or miss, so that its duration tells nothing.</remarks>
    public static ConsecutiveMatch? FindConsecutive(
        ReadOnlySpan<byte> seed, SecurIdParameters parameters, OneTimeCode first, OneTimeCode second,
        DateTimeOffset now, TimeSpan window)
    {
        var here = StepAt(now, parameters);
        var reach = TimedCodes.Reach(window, parameters.Interval);
        using var codes = new SecurIdSequence(seed, parameters);
        return TimedCodes.FindConsecutive(codes, first, second, here, reach);
    }

    /// <summary>Finds out why two tokencodes do not fit, so that a person can be told what to do.</summary>
    /// <param name="seed">16 bytes.</param>
    /// <param name="parameters">The token's parameters.</param>
    /// <param name="state">What is remembered of the token; <c>default</c> for a new one.</param>
    /// <param name="first">A tokencode that was typed, without any PIN.</param>
    /// <param name="second">The one that was typed next.</param>
    /// <param name="now">When the pair arrived, by the server's clock.</param>
    /// <param name="window">The window of <see cref="FindConsecutive"/>.</param>
    /// <returns>
    /// The fault; None when the pair fits and is fresh. OtherParameters is said when 6 and 8 digits, or 30 and 60
    /// seconds, are confused. The parameters are <see cref="SecurIdParameters.AsOath"/>.
    /// </returns>
    /// <exception cref="ArgumentException">The seed is not 16 bytes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The moment is before 1970, or the window outside its range.
    /// </exception>
    /// <remarks>Looks a little further than a day either way, as <see cref="Totp.Diagnose"/> does.</remarks>
    public static PairDiagnosis Diagnose(
        ReadOnlySpan<byte> seed, SecurIdParameters parameters, OathState state, OneTimeCode first, OneTimeCode second,
        DateTimeOffset now, TimeSpan window)
    {
        var here = StepAt(now, parameters);
        var reach = TimedCodes.Reach(window, parameters.Interval);
        using var codes = new SecurIdSequence(seed, parameters);
        return TimedCodes.Diagnose(codes, parameters.AsOath, state, first, second, here, reach, out var search)
            ?? FindOtherParameters(seed, parameters, first, second, now, window)
            ?? new PairDiagnosis(search.Blame(first, second, here + state.DriftSteps), parameters.AsOath, null);
    }

    private static PairDiagnosis? FindOtherParameters(
        ReadOnlySpan<byte> seed, SecurIdParameters parameters, OneTimeCode first, OneTimeCode second,
        DateTimeOffset now, TimeSpan window)
    {
        if (first.Digits != second.Digits || first.Digits is not (6 or 8))
            return null;
        foreach (var seconds in (ReadOnlySpan<int>)[60, 30])
        {
            var other = parameters with { Digits = first.Digits, Interval = TimeSpan.FromSeconds(seconds) };
            if (FindConsecutive(seed, other, first, second, now, window) is { } match)
                return new PairDiagnosis(PairFault.OtherParameters, other.AsOath, match);
        }
        return null;
    }
}
