namespace Countersign.Bench;

/// <summary>A promise of speed, as a ratio to a floor that is measured in the same run: machines differ, ratios hardly do.</summary>
/// <param name="Name">What is promised.</param>
/// <param name="Floor">What it is compared with: something that cannot be left out.</param>
/// <param name="AtMost">The ratio that is promised.</param>
/// <param name="Measure">Measures both, turn by turn.</param>
internal sealed record Goal(string Name, string Floor, double AtMost, Func<Task<Measured>> Measure);

/// <summary>What was measured.</summary>
/// <param name="Floor">The floor's rounds, in nanoseconds for one operation.</param>
/// <param name="Subject">The subject's rounds, in nanoseconds for one operation.</param>
/// <param name="BytesPerOperation">Managed memory the subject allocates for one operation; null where it was not counted.</param>
/// <param name="Note">What else there is to know.</param>
internal sealed record Measured(IReadOnlyList<double> Floor, IReadOnlyList<double> Subject, long? BytesPerOperation = null, string Note = "")
{
    /// <summary>Median by median.</summary>
    public double Ratio => Median(Subject) / Median(Floor);

    public static double Median(IReadOnlyList<double> rounds) => rounds.Order().ElementAt(rounds.Count / 2);
}
