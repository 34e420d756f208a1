using System.Globalization;

namespace Countersign.Otp.SecurId;

/// <summary>What a SecurID token and its verifier must agree on, beside the seed.</summary>
/// <remarks>Every value is checked when it is set. 128-bit (AES) tokens only.</remarks>
public sealed record SecurIdParameters
{
    private const int SerialDigits = 12;

    /// <summary>The parameters of a token.</summary>
    /// <param name="serialNumber">12 ASCII digits: the number printed on the token, with zeros in front.</param>
    /// <param name="digits">6 or 8.</param>
    /// <param name="interval">30 or 60 seconds.</param>
    /// <param name="pinStyle">What a PIN does to the code.</param>
    /// <exception cref="ArgumentException">A value breaks its rule.</exception>
    public SecurIdParameters(
        string serialNumber, int digits, TimeSpan interval, SecurIdPinStyle pinStyle = SecurIdPinStyle.None)
    {
        SerialNumber = serialNumber;
        Digits = digits;
        Interval = interval;
        PinStyle = pinStyle;
    }

    /// <summary>12 digits; the last eight go into every code.</summary>
    /// <exception cref="ArgumentException">It is not 12 ASCII digits.</exception>
    public string SerialNumber
    {
        get;
        init => field = value is { Length: SerialDigits } && !value.AsSpan().ContainsAnyExceptInRange('0', '9')
            ? value
            : throw new ArgumentException("A SecurID serial number is 12 digits, zeros in front.", nameof(value));
    }

    /// <summary>How many digits a tokencode has: 6 or 8.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is another number.</exception>
    public int Digits
    {
        get;
        init => field = value is 6 or 8
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A tokencode has 6 or 8 digits.");
    }

    /// <summary>How long a tokencode lives: 30 or 60 seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is longer, shorter or between.</exception>
    public TimeSpan Interval
    {
        get;
        init => field = value.Ticks is 30 * TimeSpan.TicksPerSecond or 60 * TimeSpan.TicksPerSecond
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "An interval is 30 or 60 seconds.");
    }

    /// <summary>What a PIN does to the code.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the three.</exception>
    public SecurIdPinStyle PinStyle
    {
        get;
        init => field = value is SecurIdPinStyle.None or SecurIdPinStyle.Added or SecurIdPinStyle.Prepended
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A PIN is added, prepended or none.");
    }

    /// <summary>
    /// The same in the words of OATH, for <see cref="PairDiagnosis"/>: digits and period are the token's, the hash
    /// means nothing.
    /// </summary>
    public OathParameters AsOath => new(OathHash.Sha1, Digits, Interval);

    /// <summary>For a column of the database: serial, digits, seconds and PIN style.</summary>
    /// <returns>"584917508172,8,60,none".</returns>
    public string Write() => string.Create(
        CultureInfo.InvariantCulture, $"{SerialNumber},{Digits},{(int)Interval.TotalSeconds},{NameOf(PinStyle)}");

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="text">"584917508172,8,60,none".</param>
    /// <returns>The parameters.</returns>
    /// <exception cref="FormatException">It is another text.</exception>
    public static SecurIdParameters Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        if (text.Split(',') is not [{ Length: SerialDigits } serial, var digits, var seconds, var pin]
            || serial.AsSpan().ContainsAnyExceptInRange('0', '9')
            || digits is not ("6" or "8") || seconds is not ("30" or "60"))
        {
            throw NotParameters();
        }
        var style = pin switch
        {
            "none" => SecurIdPinStyle.None,
            "added" => SecurIdPinStyle.Added,
            "prepended" => SecurIdPinStyle.Prepended,
            _ => throw NotParameters(),
        };
        return new SecurIdParameters(serial, digits[0] - '0', TimeSpan.FromSeconds(seconds == "30" ? 30 : 60), style);
    }

    /// <inheritdoc/>
    public override string ToString() => Write();

    private static string NameOf(SecurIdPinStyle style) => style switch
    {
        SecurIdPinStyle.Added => "added",
        SecurIdPinStyle.Prepended => "prepended",
        _ => "none",
    };

    private static FormatException NotParameters() =>
        new("Expected serial number, digits, seconds and PIN style, like 584917508172,8,60,none.");
}
