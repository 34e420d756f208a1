using System.Globalization;

namespace Countersign.Policy.Conditions;

/// <summary>
/// A moment as conditions write it: W3C ISO 8601 (from a year to fractions of a second) or Unix seconds.
/// </summary>
/// <param name="Seconds">Since 1970-01-01T00:00:00Z, without leap seconds.</param>
/// <param name="Nanoseconds">0 to 999,999,999.</param>
/// <remarks>
/// Forms as moto's tests list them for IAM: years -292275054 to 292278993, T in any case, epoch 0 to 2^63-1. Four
/// digits are a year, all other digit runs are seconds. A time without offset is UTC.
/// </remarks>
internal readonly record struct Instant(long Seconds, int Nanoseconds)
{
    private const long MinYear = -292_275_054;
    private const long MaxYear = 292_278_993;

    /// <summary>
    /// Negative when this instant is the earlier, 0 when they are one, positive when it is the later.
    /// </summary>
    public int Against(Instant other) =>
        Seconds != other.Seconds ? Seconds.CompareTo(other.Seconds) : Nanoseconds.CompareTo(other.Nanoseconds);

    public static bool TryParse(string text, out Instant instant)
    {
        instant = default;
        if (text.Length is 0 or > 64)
            return false;
        if (text.Length != 4 && !text.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            var isSeconds = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds);
            instant = new Instant(seconds, 0);
            return isSeconds;
        }

        var rest = text.AsSpan();
        if (!TryReadDate(ref rest, out var days))
            return false;
        var nanoseconds = 0;
        var secondOfDay = 0;
        var offset = 0;
        if (rest.Length > 0 &&
            (!Skip(ref rest, 'T', 't') || !TryReadTime(ref rest, out secondOfDay, out nanoseconds) ||
                !TryReadOffset(ref rest, out offset) || rest.Length > 0))
        {
            return false;
        }

        instant = new Instant((days * 86400) + secondOfDay - offset, nanoseconds);
        return true;
    }

    private static bool TryReadDate(ref ReadOnlySpan<char> rest, out long days)
    {
        days = 0;
        var negative = Skip(ref rest, '-', '-');
        var digits = CountDigits(rest);
        if (digits is < 4 or > 9)
            return false;
        var year = long.Parse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture) * (negative ? -1 : 1);
        rest = rest[digits..];
        int month = 1, day = 1;
        if (Skip(ref rest, '-', '-') && (!TryReadTwo(ref rest, 1, 12, out month) ||
            (Skip(ref rest, '-', '-') && !TryReadTwo(ref rest, 1, DaysIn(year, month), out day))))
        {
            return false;
        }

        days = DaysSinceEpoch(year, month, day);
        return year is >= MinYear and <= MaxYear;
    }

    private static bool TryReadTime(ref ReadOnlySpan<char> rest, out int secondOfDay, out int nanoseconds)
    {
        secondOfDay = nanoseconds = 0;
        if (!TryReadTwo(ref rest, 0, 23, out var hour) || !Skip(ref rest, ':', ':') ||
            !TryReadTwo(ref rest, 0, 59, out var minute))
        {
            return false;
        }

        var second = 0;
        if (Skip(ref rest, ':', ':'))
        {
            if (!TryReadTwo(ref rest, 0, 59, out second))
                return false;
            if (Skip(ref rest, '.', '.'))
            {
                var digits = CountDigits(rest);
                if (digits is 0 or > 9)
                    return false;
                nanoseconds = int.Parse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
                for (var i = digits; i < 9; i++)
                    nanoseconds *= 10;
                rest = rest[digits..];
            }
        }

        secondOfDay = (((hour * 60) + minute) * 60) + second;
        return true;
    }

    private static bool TryReadOffset(ref ReadOnlySpan<char> rest, out int seconds)
    {
        seconds = 0;
        if (rest.Length == 0 || Skip(ref rest, 'Z', 'z'))
            return true;
        var negative = rest[0] == '-';
        if (!Skip(ref rest, '+', '-') || !TryReadTwo(ref rest, 0, 23, out var hours))
            return false;
        Skip(ref rest, ':', ':');
        if (!TryReadTwo(ref rest, 0, 59, out var minutes))
            return false;
        seconds = ((hours * 60) + minutes) * (negative ? -60 : 60);
        return true;
    }

    private static bool TryReadTwo(ref ReadOnlySpan<char> rest, int min, int max, out int value)
    {
        value = 0;
        if (rest.Length < 2 || !char.IsAsciiDigit(rest[0]) || !char.IsAsciiDigit(rest[1]))
            return false;
        value = ((rest[0] - '0') * 10) + (rest[1] - '0');
        rest = rest[2..];
        return value >= min && value <= max;
    }

    private static bool Skip(ref ReadOnlySpan<char> rest, char either, char or)
    {
        if (rest.Length == 0 || (rest[0] != either && rest[0] != or))
            return false;
        rest = rest[1..];
        return true;
    }

    private static int CountDigits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }

    private static int DaysIn(long year, int month) => month switch
    {
        2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    // Days of the proleptic Gregorian calendar, counted in eras of 400 years (146,097 days) that begin in March.
    private static long DaysSinceEpoch(long year, int month, int day)
    {
        var y = month <= 2 ? year - 1 : year;
        var era = (y >= 0 ? y : y - 399) / 400;
        var yearOfEra = y - (era * 400);
        var dayOfYear = (((153 * (month > 2 ? month - 3 : month + 9)) + 2) / 5) + day - 1;
        return (era * 146_097) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear - 719_468;
    }
}
