namespace Countersign.Bench;

/// <summary>A promise of speed, as a ratio to a floor that is measured in the same run: machines differ, ratios hardly do.</summary>
/// <param name="Number">The goal's number in the list of goals; "law" for what must not grow; "-" for what is on no list.</param>
/// <param name="Name">What is promised.</param>
/// <param name="Floor">What it is compared with: something that cannot be left out, or a peer.</param>
/// <param name="AtMost">The ratio that is promised.</param>
/// <param name="Measure">Measures both, turn by turn.</param>
internal sealed record Goal(string Number, string Name, string Floor, double AtMost, Func<Task<Measured>> Measure)
{
    /// <summary>The most that one operation may allocate, in bytes of managed memory; null where that is no promise.</summary>
    public long? AtMostBytes { get; init; }

    /// <summary>Whether somebody who types this means the goal: its number, or a part of its name.</summary>
    public bool IsMeantBy(string text) => Number == text || !text.All(char.IsAsciiDigit) && Name.Contains(text, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Something that is counted, not timed: without noise, so that one too many is a failure.</summary>
/// <param name="What">What was counted.</param>
/// <param name="Count">How many there were.</param>
/// <param name="AtMost">How many there may be.</param>
internal sealed record Gate(string What, double Count, double AtMost)
{
    public bool IsMet => Count <= AtMost;
}

/// <summary>What figures are.</summary>
internal enum Unit
{
    /// <summary>Nanoseconds, of time or of a processor's time.</summary>
    Time,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>Things.</summary>
    Count,
}

/// <summary>What was measured.</summary>
/// <param name="Floor">The floor's rounds, in nanoseconds (or bytes) for one operation.</param>
/// <param name="Subject">The subject's rounds, in the same unit.</param>
/// <param name="BytesPerOperation">Managed memory the subject allocates for one operation; null where it was not counted.</param>
/// <param name="Note">What else there is to know.</param>
internal sealed record Measured(IReadOnlyList<double> Floor, IReadOnlyList<double> Subject, long? BytesPerOperation = null, string Note = "")
{
    public Unit Unit { get; init; }

    public IReadOnlyList<Gate> Gates { get; init; } = [];

    /// <summary>Median by median.</summary>
    public double Ratio => Median(Subject) / Median(Floor);

    public static double Median(IReadOnlyList<double> rounds) => rounds.Order().ElementAt(rounds.Count / 2);
}

/// <summary>What a goal is compared with cannot be had on this machine.</summary>
/// <param name="reason">Says what is missing, and what is known instead.</param>
internal sealed class NotRunHereException(string reason) : Exception(reason);
