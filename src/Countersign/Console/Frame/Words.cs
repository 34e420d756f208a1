using System.Globalization;
using Countersign.Mfa;

namespace Countersign.Console.Frame;

/// <summary>How the console writes times, ages and numbers.</summary>
internal static class Words
{
    /// <summary>An account's id in three groups: 4819-2230-1175.</summary>
    public static string Account(string accountId) => $"{accountId[..4]}-{accountId[4..8]}-{accountId[8..]}";

    /// <summary>A day: 3 Nov 2026.</summary>
    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>A moment as seen from now: "today, 09:41 UTC", "yesterday, 17:03 UTC", else the day.</summary>
    public static string Moment(DateTimeOffset at, DateTimeOffset now)
    {
        var clock = at.UtcDateTime.ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture);
        return (now.UtcDateTime.Date - at.UtcDateTime.Date).Days switch
        {
            0 => $"today, {clock}",
            1 => $"yesterday, {clock}",
            _ => Day(at),
        };
    }

    /// <summary>How long ago, roughly: "just now", "4 min ago", "3 h ago", "41 days ago".</summary>
    public static string Ago(DateTimeOffset at, DateTimeOffset now)
    {
        var age = now - at;
        return age.TotalMinutes switch
        {
            < 1 => "just now",
            < 60 => $"{(int)age.TotalMinutes} min ago",
            < 24 * 60 => $"{(int)age.TotalHours} h ago",
            _ => $"{Days(age)} ago",
        };
    }

    /// <summary>An age in days: "today", "1 day", "41 days".</summary>
    public static string Age(DateTimeOffset at, DateTimeOffset now) => now - at is var age && age.TotalDays < 1 ? "today" : Days(age);

    /// <summary>How far a clock is off: "right", "30 s slow".</summary>
    public static string Clock(TimeSpan ahead)
    {
        var off = ahead.Duration();
        var amount = off.TotalMinutes switch
        {
            < 10 => $"{off.TotalSeconds:0} s",
            < 120 => $"{off.TotalMinutes:0} min",
            _ => $"{off.TotalHours:0.#} h",
        };
        return off == TimeSpan.Zero ? "right" : $"{amount} {(ahead > TimeSpan.Zero ? "fast" : "slow")}";
    }

    /// <summary>A count with its thousands apart: 12,040.</summary>
    public static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A key in groups of four.</summary>
    public static string Grouped(string key) => string.Join(' ', key.Chunk(4).Select(four => new string(four)));

    /// <summary>The MFA kinds as the list of users names them.</summary>
    public static string Kind(string kind) => SecondFactor.OfKind(kind).Label;

    private static string Days(TimeSpan age) => (int)age.TotalDays is 1 ? "1 day" : $"{(int)age.TotalDays} days";
}
