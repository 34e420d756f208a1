using System.Globalization;

namespace Countersign.Otp;

/// <summary>
/// What is known of a token before its owner has typed a code: any of hash, digits and period may be open.
/// </summary>
/// <remarks>
/// Files of makers leave them out, and the length of a key does not tell the hash. What is open is decided by the two
/// codes at enrolment: <see cref="Candidates"/> lists what to try, and <see cref="Of"/> makes the settled value to
/// keep.
/// </remarks>
public sealed record OathTokenParameters
{
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(30), Full = TimeSpan.FromSeconds(60);

    /// <summary>What a file says of a token; null is what it does not say.</summary>
    /// <param name="kind">Time or counter.</param>
    /// <param name="hash">The hash under the HMAC.</param>
    /// <param name="digits">6 to 8.</param>
    /// <param name="period">How long a code lives: 1 second to 1 day, whole seconds. Null for HOTP.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    /// <exception cref="ArgumentException">HOTP was given a period.</exception>
    public OathTokenParameters(OathKind kind, OathHash? hash = null, int? digits = null, TimeSpan? period = null)
    {
        if (kind is not (OathKind.Totp or OathKind.Hotp))
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "A token counts time or button presses.");
        if (kind == OathKind.Hotp && period is not null)
            throw new ArgumentException("A token that counts button presses has no period.", nameof(period));

        // The ranges are those of OathParameters, which checks them.
        _ = new OathParameters(hash ?? OathHash.Sha1, digits ?? OneTimeCode.MinDigits, period ?? Half);
        (Kind, Hash, Digits, Period) = (kind, hash, digits, period);
    }

    /// <summary>Time or counter.</summary>
    public OathKind Kind { get; }

    /// <summary>The hash under the HMAC, if known.</summary>
    public OathHash? Hash { get; }

    /// <summary>How many digits a code has, if known.</summary>
    public int? Digits { get; }

    /// <summary>How long a code lives, if known; null for HOTP.</summary>
    public TimeSpan? Period { get; }

    /// <summary>The parameters when nothing is open, else null. HOTP's have a period that means nothing.</summary>
    public OathParameters? Known =>
        Hash is { } hash && Digits is { } digits && (Period is not null || Kind == OathKind.Hotp)
            ? new OathParameters(hash, digits, Period ?? Half)
            : null;

    /// <summary>Parameters with nothing open, as the enrolment codes have settled them.</summary>
    /// <param name="kind">Time or counter.</param>
    /// <param name="parameters">What fitted.</param>
    /// <returns>A value whose <see cref="Known"/> is <paramref name="parameters"/>.</returns>
    public static OathTokenParameters Of(OathKind kind, OathParameters parameters) =>
        new(kind, parameters.Hash, parameters.Digits, kind == OathKind.Totp ? parameters.Period : null);

    /// <summary>Everything the token may be, the likeliest (SHA-1, 30 seconds) first.</summary>
    /// <param name="digits">How many digits the typed codes have.</param>
    /// <returns>
    /// One for a token that is wholly known, up to six otherwise; none when its codes have another number of digits, or
    /// a number no token has.
    /// </returns>
    public IReadOnlyList<OathParameters> Candidates(int digits)
    {
        if (digits is < OneTimeCode.MinDigits or > OneTimeCode.MaxDigits || (Digits ?? digits) != digits)
            return [];

        OathHash[] hashes = Hash is { } hash ? [hash] : [OathHash.Sha1, OathHash.Sha256, OathHash.Sha512];
        TimeSpan[] periods = Kind == OathKind.Hotp ? [Half] : Period is { } period ? [period] : [Half, Full];
        return [.. hashes.SelectMany(_ => periods, (hash, period) => new OathParameters(hash, digits, period))];
    }

    /// <summary>The compact form for a column of a database: "totp,sha1,6,30", "totp,?,6,?", "hotp,sha256,8".</summary>
    /// <returns>What <see cref="Parse"/> reads.</returns>
    public string Write()
    {
        var hash = Hash switch
        {
            null => "?",
            OathHash.Sha256 => "sha256",
            OathHash.Sha512 => "sha512",
            _ => "sha1",
        };
        var digits = Digits?.ToString(CultureInfo.InvariantCulture) ?? "?";
        var period = Period is { } known ? ((long)known.TotalSeconds).ToString(CultureInfo.InvariantCulture) : "?";
        return Kind == OathKind.Totp ? $"totp,{hash},{digits},{period}" : $"hotp,{hash},{digits}";
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="text">The compact form.</param>
    /// <returns>The value.</returns>
    /// <exception cref="FormatException">It is not that form, or a number is out of range.</exception>
    public static OathTokenParameters Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        return text.Split(',') switch
        {
            ["totp", var hash, var digits, var period] => new OathTokenParameters(
                OathKind.Totp, HashOf(hash), (int?)Number(digits, 6, 8),
                Number(period, 1, 86_400) is { } seconds ? TimeSpan.FromSeconds(seconds) : null),
            ["hotp", var hash, var digits] => new OathTokenParameters(
                OathKind.Hotp, HashOf(hash), (int?)Number(digits, 6, 8)),
            _ => throw NotTheForm(),
        };

        static OathHash? HashOf(string name) => name switch
        {
            "?" => null,
            "sha1" => OathHash.Sha1,
            "sha256" => OathHash.Sha256,
            "sha512" => OathHash.Sha512,
            _ => throw NotTheForm(),
        };

        static long? Number(string text, long least, long most) =>
            text == "?" ? null
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= least && number <= most ? number
            : throw NotTheForm();

        static FormatException NotTheForm() =>
            new("Expected the parameters of a token, as in \"totp,sha1,6,30\" or \"hotp,?,6\".");
    }

    /// <inheritdoc/>
    public override string ToString() => Write();
}
