namespace Countersign.Otp;

/// <summary>What a device and its verifier must agree on, beside the key.</summary>
/// <remarks>Every value is checked when it is set; <c>default</c> is not usable, take <see cref="Default"/>.</remarks>
public readonly record struct OathParameters
{
    /// <summary>SHA-1, six digits, 30 seconds, counted from 1970: what every authenticator app does.</summary>
    public static OathParameters Default { get; } = new(OathHash.Sha1, 6, TimeSpan.FromSeconds(30));

    /// <summary>Parameters that count time from the Unix epoch.</summary>
    /// <param name="hash">The hash under the HMAC.</param>
    /// <param name="digits">6 to 8.</param>
    /// <param name="period">How long a code lives: 1 second to 1 day, whole seconds. HOTP has no use for it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public OathParameters(OathHash hash, int digits, TimeSpan period)
    {
        Hash = hash;
        Digits = digits;
        Period = period;
        T0 = DateTimeOffset.UnixEpoch;
    }

    /// <summary>The hash under the HMAC.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the three.</exception>
    public OathHash Hash
    {
        get;
        init => field = value is OathHash.Sha1 or OathHash.Sha256 or OathHash.Sha512
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The hash is SHA-1, SHA-256 or SHA-512.");
    }

    /// <summary>How many digits a code has: 6 to 8 (RFC 4226 section 5.3).</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not 6, 7 or 8.</exception>
    public int Digits
    {
        get;
        init => field = value is >= OneTimeCode.MinDigits and <= OneTimeCode.MaxDigits
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A code has 6 to 8 digits.");
    }

    /// <summary>How long a code lives, the X of RFC 6238 section 4.1: 1 second to 1 day, whole seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is shorter, longer, or has a fraction of a second.</exception>
    public TimeSpan Period
    {
        get;
        init => field = value >= TimeSpan.FromSeconds(1) && value <= TimeSpan.FromDays(1)
                && value.Ticks % TimeSpan.TicksPerSecond == 0
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, "A period is 1 second to 1 day, in whole seconds.");
    }

    /// <summary>
    /// The moment at which step 0 begins (RFC 6238 section 4.1); the Unix epoch unless a maker says otherwise.
    /// </summary>
    public DateTimeOffset T0 { get; init; }
}
