using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Countersign.Bench;

/// <summary>How figures are written, and judged.</summary>
internal sealed class Report
{
    /// <summary>A time says something only when it misses its goal by so much: neighbours on the machine are noise.</summary>
    private const double Noise = 2;

    private readonly StringBuilder _table = new();
    private readonly List<string> _notRun = [];

    /// <summary>How many goals were missed so clearly that it is no noise, or counted what must not be.</summary>
    public int Failed { get; private set; }

    /// <summary>How many goals were missed by less.</summary>
    public int Missed { get; private set; }

    /// <summary>How many were met.</summary>
    public int Met { get; private set; }

    public string Summary => $"{Met} met, {Missed} missed by less than {Noise} times, {Failed} failed, {_notRun.Count} not run here";

    /// <summary>Takes a result into the table.</summary>
    /// <returns>Its row.</returns>
    public string Add(Goal goal, Measured measured)
    {
        var gates = measured.Gates.ToList();
        if (goal.AtMostBytes is { } atMost && measured.BytesPerOperation is { } allocated)
            gates.Add(new Gate("allocated bytes", allocated, atMost));
        var verdict = gates.Exists(gate => !gate.IsMet) || measured.Ratio > Noise * goal.AtMost ? "✗ fails"
            : measured.Ratio > goal.AtMost ? "✗ missed"
            : "✓";
        (Met, Missed, Failed) = (Met + (verdict == "✓" ? 1 : 0), Missed + (verdict == "✗ missed" ? 1 : 0), Failed + (verdict == "✗ fails" ? 1 : 0));

        var notes = new List<string>();
        if (measured.BytesPerOperation is { } bytes && goal.AtMostBytes is null)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{bytes} B allocated"));
        notes.AddRange(gates.Select(gate => string.Create(
            CultureInfo.InvariantCulture, $"{gate.What}: {gate.Count:0.##}, at most {gate.AtMost:0.##}{(gate.IsMet ? "" : " ✗")}")));
        if (measured.Note.Length > 0)
            notes.Add(measured.Note);
        var row = string.Create(
            CultureInfo.InvariantCulture,
            $"| {goal.Number} | {goal.Name} | {Rounds(measured.Subject, measured.Unit)} | {goal.Floor}: {Rounds(measured.Floor, measured.Unit)} | {measured.Ratio:0.00##} | ≤ {goal.AtMost:0.##} {verdict} | {string.Join("; ", notes)} |");
        _table.AppendLine(row);
        return row;
    }

    /// <summary>Takes note of a goal whose peer is missing.</summary>
    public string Add(Goal goal, NotRunHereException missing)
    {
        _notRun.Add($"- {goal.Number}, {goal.Name}: {missing.Message}");
        return _notRun[^1];
    }

    /// <summary>The whole page.</summary>
    /// <param name="command">That made it.</param>
    /// <param name="now">When.</param>
    /// <param name="took">How long it took.</param>
    public string Page(string command, DateTimeOffset now, TimeSpan took) => string.Create(CultureInfo.InvariantCulture, $"""
        # What was measured

        `{command}`, {now:yyyy-MM-dd HH:mm} UTC, {took.TotalMinutes:0.0} minutes, on {Machine}. What it needs and how it measures: [README.md](README.md).

        **{Summary}.** Floor and subject are measured turn by turn in one run; figures are medians (lowest to highest round). A ratio says more than a time: machines differ. A ratio over its goal is *missed*; it *fails* when it is more than twice the goal, or when what is counted (bytes, entries, requests refused) is more than it may be.

        | goal | what | figure | floor | ratio | goal | |
        |---|---|---|---|---|---|---|
        {_table}
        """) + (_notRun.Count == 0 ? "" : $"\n## Not run here\n\n{string.Join('\n', _notRun)}\n");

    /// <summary>Where figures come from.</summary>
    public static string Machine => $"{Environment.ProcessorCount} cores of {Processor()}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";

    /// <summary>The folder of the solution.</summary>
    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Countersign.slnx")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"No Countersign.slnx above {AppContext.BaseDirectory}.");
        return folder.FullName;
    }

    /// <summary>A figure with its unit.</summary>
    public static string Figure(double figure, Unit unit) => unit switch
    {
        Unit.Count => string.Create(CultureInfo.InvariantCulture, $"{figure:0}"),
        Unit.Bytes when figure < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{figure:0} B"),
        Unit.Bytes => string.Create(CultureInfo.InvariantCulture, $"{figure / 1024 / 1024:0.0} MiB"),
        _ when figure < 1e3 => string.Create(CultureInfo.InvariantCulture, $"{figure:0} ns"),
        _ when figure < 1e6 => string.Create(CultureInfo.InvariantCulture, $"{figure / 1e3:0.0} µs"),
        _ when figure < 1e9 => string.Create(CultureInfo.InvariantCulture, $"{figure / 1e6:0.0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{figure / 1e9:0.0} s"),
    };

    /// <summary>The median, and in brackets the lowest and the highest round.</summary>
    public static string Rounds(IReadOnlyList<double> rounds, Unit unit) =>
        rounds.Count == 1
            ? Figure(rounds[0], unit)
            : $"{Figure(Measured.Median(rounds), unit)} ({Figure(rounds.Min(), unit)}–{Figure(rounds.Max(), unit)})";

    private static string Processor()
    {
        const string Facts = "/proc/cpuinfo";
        return File.Exists(Facts)
            ? File.ReadLines(Facts).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "an unknown processor"
            : "an unknown processor";
    }
}
