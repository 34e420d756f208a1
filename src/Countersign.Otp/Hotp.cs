using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Security.Cryptography;

namespace Countersign.Otp;

/// <summary>Codes that count button presses: RFC 4226, with the hashes of RFC 6238.</summary>
public static class Hotp
{
    /// <summary>
    /// How many counters ahead a single code is looked for: 10 (RFC 4226 section 7.4, the look-ahead window).
    /// </summary>
    public const int LookAhead = 10;

    /// <summary>How many counters ahead a pair of codes is looked for: 1000.</summary>
    public const int ResyncLookAhead = 1000;

    private const int LongestDigest = HMACSHA512.HashSizeInBytes;
    private static readonly uint[] PowersOfTen = [1_000_000, 10_000_000, 100_000_000];

    /// <summary>The code of one counter.</summary>
    /// <param name="key">The shared secret, at least one byte; RFC 4226 asks for 16 or more.</param>
    /// <param name="counter">Which code: any unsigned 64-bit number.</param>
    /// <param name="hash">The hash under the HMAC.</param>
    /// <param name="digits">6 to 8.</param>
    /// <returns>The code. Allocates nothing.</returns>
    /// <exception cref="ArgumentException">The key is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The digits are not 6 to 8, or the hash is unknown.</exception>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms",
        Justification = "RFC 4226 is HMAC-SHA-1: most devices know no other, and collisions do not break an HMAC.")]
    public static OneTimeCode Compute(ReadOnlySpan<byte> key, ulong counter, OathHash hash, int digits)
    {
        if (key.IsEmpty)
            throw new ArgumentException("The key is empty.", nameof(key));

        Span<byte> message = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(message, counter);

        Span<byte> digest = stackalloc byte[LongestDigest];
        var length = hash switch
        {
            OathHash.Sha1 => HMACSHA1.HashData(key, message, digest),
            OathHash.Sha256 => HMACSHA256.HashData(key, message, digest),
            OathHash.Sha512 => HMACSHA512.HashData(key, message, digest),
            _ => throw new ArgumentOutOfRangeException(nameof(hash), hash, "The hash is SHA-1, SHA-256 or SHA-512."),
        };
        return Truncate(digest[..length], digits);
    }

    /// <summary>Judges one code against the next 10 counters, in constant time; allocates nothing.</summary>
    /// <param name="key">The shared secret.</param>
    /// <param name="parameters">Hash and digits of the device; the period is of no interest.</param>
    /// <param name="state">What is remembered of the device.</param>
    /// <param name="code">What was typed.</param>
    /// <returns>
    /// <see cref="CodeOutcome.AlreadyUsed"/> for one of the 10 counters before <see cref="OathState.NextStep"/>.
    /// </returns>
    /// <exception cref="ArgumentException">The key is empty, or the parameters are <c>default</c>.</exception>
    /// <remarks>
    /// RFC 4226 section 7.2: ahead only, since a button may be pressed without a sign-in, never behind.
    /// </remarks>
    public static CodeVerdict Verify(
        ReadOnlySpan<byte> key, OathParameters parameters, OathState state, OneTimeCode code)
    {
        uint hits = 0, fresh = 0;
        for (var i = 0; i < 2 * LookAhead; i++)
        {
            var ahead = i - LookAhead;
            if (!TryAdvance(state.NextStep, ahead, out var counter))
                continue;
            hits |= Bit(code == Compute(key, (ulong)counter, parameters.Hash, parameters.Digits)) << i;
            fresh |= Bit(ahead >= 0) << i;
        }

        if (hits == 0)
            return new CodeVerdict(CodeOutcome.Wrong, CodeVerdict.NoStep, state);
        if ((hits & fresh) == 0)
            return new CodeVerdict(CodeOutcome.AlreadyUsed, StepOf(BitOperations.Log2(hits)), state);

        var accepted = StepOf(BitOperations.TrailingZeroCount(hits & fresh));
        return new CodeVerdict(CodeOutcome.Accepted, accepted, state with { NextStep = accepted + 1 });

        long StepOf(int bit) => state.NextStep + (bit - LookAhead);
    }

    /// <summary>
    /// Finds where two codes in a row fit ahead of a counter: the proof that a person holds the device.
    /// </summary>
    /// <param name="key">The shared secret.</param>
    /// <param name="parameters">Hash and digits of the device.</param>
    /// <param name="first">A code the device showed.</param>
    /// <param name="second">The one it showed next.</param>
    /// <param name="from">The first counter that <paramref name="first"/> may have: the device's NextStep.</param>
    /// <param name="count">How many counters are tried: 1 to 100 000.</param>
    /// <returns>The counter of the second code, the lowest if several fit; null when the pair fits nowhere.</returns>
    /// <exception cref="ArgumentException">The key is empty, or the parameters are <c>default</c>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="from"/> is negative or the count outside its range.
    /// </exception>
    /// <remarks>RFC 4226 section 7.4 (resynchronization). Looks at every counter, hit or miss.</remarks>
    public static ConsecutiveMatch? FindConsecutive(
        ReadOnlySpan<byte> key, OathParameters parameters, OneTimeCode first, OneTimeCode second,
        long from, int count = ResyncLookAhead)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 100_000);

        using var codes = new CodeSequence(key, parameters);
        ConsecutiveMatch? found = null;
        var firstFits = false;
        for (var i = 0; i <= count && TryAdvance(from, i, out var counter); i++)
        {
            var code = codes[counter];
            if (firstFits & code == second)
                found ??= new ConsecutiveMatch(counter, 0);
            firstFits = code == first;
        }
        return found;
    }

    /// <summary>Finds out why two codes do not fit, so that a person can be told what to do.</summary>
    /// <param name="key">The shared secret.</param>
    /// <param name="parameters">Hash and digits of the device.</param>
    /// <param name="state">What is remembered of the device; <c>default</c> for a new one.</param>
    /// <param name="first">A code that was typed.</param>
    /// <param name="second">The one that was typed next.</param>
    /// <returns>
    /// The fault; None when the pair fits and is fresh. ClockFarOff says that the counter is further ahead than
    /// <see cref="ResyncLookAhead"/>.
    /// </returns>
    /// <exception cref="ArgumentException">The key is empty, or the parameters are <c>default</c>.</exception>
    /// <remarks>Looks at the last 1000 counters and the next 10 000.</remarks>
    public static PairDiagnosis Diagnose(
        ReadOnlySpan<byte> key, OathParameters parameters, OathState state, OneTimeCode first, OneTimeCode second)
    {
        if (FindConsecutive(key, parameters, first, second, state.NextStep) is { } fits)
            return new PairDiagnosis(PairFault.None, parameters, fits);

        using var codes = new CodeSequence(key, parameters);
        var search = new PairSearch(codes, state.NextStep, ResyncLookAhead, 10 * ResyncLookAhead);
        if (search.Find(first, second) is { } offset)
        {
            var match = new ConsecutiveMatch(state.NextStep + offset, 0);
            var fault = state.Resync(match, ResyncBy.Owner) is null ? PairFault.AlreadyUsed : PairFault.ClockFarOff;
            return new PairDiagnosis(fault, parameters, match);
        }
        if (search.Relate(first, second) is { } relation)
            return new PairDiagnosis(relation, parameters, null);

        foreach (var hash in (ReadOnlySpan<OathHash>)[OathHash.Sha1, OathHash.Sha256, OathHash.Sha512])
        {
            if (first.Digits != second.Digits || first.Digits == 0)
                break;
            var other = parameters with { Hash = hash, Digits = first.Digits };
            if (FindConsecutive(key, other, first, second, state.NextStep) is { } match)
                return new PairDiagnosis(PairFault.OtherParameters, other, match);
        }
        return new PairDiagnosis(search.Blame(first, second, state.NextStep), parameters, null);
    }

    // RFC 4226 section 5.3. The offset is the low nibble of the last byte of the digest, be it of 20, 32 or 64 bytes.
    internal static OneTimeCode Truncate(ReadOnlySpan<byte> digest, int digits)
    {
        if (digits is < OneTimeCode.MinDigits or > OneTimeCode.MaxDigits)
            throw new ArgumentOutOfRangeException(nameof(digits), digits, "A code has 6 to 8 digits.");

        var offset = digest[^1] & 0xF;
        var number = BinaryPrimitives.ReadUInt32BigEndian(digest[offset..]) & 0x7FFF_FFFF;
        return new OneTimeCode(number % PowersOfTen[digits - OneTimeCode.MinDigits], (byte)digits);
    }

    internal static uint Bit(bool value) => value ? 1u : 0u;

    // NextStep is stored as a signed 64-bit number, so the last counter that can be accepted is 2^63 - 2.
    private static bool TryAdvance(long from, int by, out long counter)
    {
        var possible = by < 0 ? from >= -by : from < long.MaxValue - by;
        counter = possible ? from + by : 0;
        return possible;
    }
}
