using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Countersign.Bench;

// Measures what is promised and writes bench/RESULTS.md. Names of goals may be given, or parts of them: then only those are printed.
Goal[] goals = [.. Codes.Goals(), .. Inventory.Goals()];
var chosen = goals.Where(goal => args.Length == 0 || args.Any(part => goal.Name.Contains(part, StringComparison.OrdinalIgnoreCase))).ToList();
var table = new StringBuilder();
var missed = 0;
foreach (var goal in chosen)
{
    var measured = await goal.Measure();
    missed += measured.Ratio > goal.AtMost ? 1 : 0;
    var row = string.Create(
        CultureInfo.InvariantCulture,
        $"| {goal.Name} | {Report.Times(measured.Subject)} | {goal.Floor}: {Report.Times(measured.Floor)} | {measured.Ratio:0.00} | ≤ {goal.AtMost:0.##} {(measured.Ratio <= goal.AtMost ? "✓" : "✗")} | {(measured.BytesPerOperation is { } bytes ? $"{bytes} B" : "")} | {measured.Note} |");
    Console.WriteLine(row);
    table.AppendLine(row);
}

if (args.Length == 0)
{
#pragma warning disable RS0030 // a report bears the date of the day; nothing is judged by it
    var now = DateTimeOffset.UtcNow;
#pragma warning restore RS0030
    var file = Path.Combine(Report.Root(), "bench", "RESULTS.md");
    await File.WriteAllTextAsync(file, $"""
        # What was measured

        `dotnet run -c Release --project bench/Countersign.Bench`, {now:yyyy-MM-dd}, on {Environment.ProcessorCount} cores of {Report.Processor()}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}.

        Floor and subject are measured turn by turn in one run; times are medians (lowest to highest round). A ratio says more than a time: machines differ.

        | what | time | floor | ratio | goal | allocated | |
        |---|---|---|---|---|---|---|
        {table}
        """);
    Console.WriteLine($"Written to {file}.");
}

return missed == 0 ? 0 : 1;
