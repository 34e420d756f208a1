using System.Globalization;

namespace Countersign.Query;

/// <summary>Times as signatures have them, ISO 8601 basic format: <c>20261125T033545Z</c>.</summary>
internal static class SigningTime
{
    private const string Format = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>Reads X-Amz-Date; exactly that form.</summary>
    public static bool TryParse(string text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    /// <summary>Reads a Date header: the same form, or HTTP's (RFC 9110 section 5.6.7, the preferred one).</summary>
    public static bool TryParseDateHeader(string text, out DateTimeOffset time) =>
        TryParse(text, out time)
        || DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    /// <summary>The time in that form.</summary>
    public static string Print(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);
}
