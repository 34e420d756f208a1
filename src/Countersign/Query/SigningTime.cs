using System.Globalization;

namespace Countersign.Query;

/// <summary>Times as signatures have them, ISO 8601 basic format: <c>20261125T033545Z</c>.</summary>
internal static class SigningTime
{
    private const int Length = 16;
    private const string Format = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>Reads X-Amz-Date; exactly that form.</summary>
    public static bool TryParse(string text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    /// <summary>Reads a Date header: the same form, or HTTP's (RFC 9110 section 5.6.7, the preferred one).</summary>
    public static bool TryParseDateHeader(string text, out DateTimeOffset time) =>
        TryParse(text, out time)
        || DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    /// <summary>The time in that form.</summary>
    public static string Print(DateTimeOffset time) => string.Create(Length, time.UtcDateTime, static (text, utc) =>
    {
        Digits(text[..4], utc.Year);
        Digits(text[4..6], utc.Month);
        Digits(text[6..8], utc.Day);
        text[8] = 'T';
        Digits(text[9..11], utc.Hour);
        Digits(text[11..13], utc.Minute);
        Digits(text[13..15], utc.Second);
        text[15] = 'Z';
    });

    // Every signed request has its time printed twice: format strings would cost as much as a hash.
    private static void Digits(Span<char> text, int number)
    {
        for (var i = text.Length - 1; i >= 0; i--, number /= 10)
            text[i] = (char)('0' + number % 10);
    }
}
