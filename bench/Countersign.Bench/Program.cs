using System.Diagnostics;
using Countersign.Bench;

// Measures what is promised and writes bench/RESULTS.md. Names or numbers of goals may be given, or parts of names: then
// only those are measured, and nothing is written. Options: see bench/README.md.
if (args is ["published", .. var files])
    return await Published.Compare(files.TakeWhile(file => file != "--built"), files.SkipWhile(file => file != "--built").Skip(1));

var how = Pace.Read(args, out var chosen);
using var many = new Shared<Growth.Population>(() => new Growth.Population(Growth.Million));
using var events = new Shared<DataFolder>(() => DataFolder.WithEvents(Growth.Million));
Goal[] goals =
[
    .. Codes.Goals(), .. Seeds.Goals(), .. Policies.Goals(), .. SignedCalls.Goals(how), .. SignIns.Goals(how), .. Starting.Goals(how),
    .. Growth.Goals(many, events), .. Inventory.Goals(),
];
var started = Stopwatch.GetTimestamp();
var report = new Report();
foreach (var goal in goals.Where(goal => chosen.Count == 0 || chosen.Any(goal.IsMeantBy)))
{
    string row;
    try
    {
        row = report.Add(goal, await goal.Measure());
    }
    catch (NotRunHereException missing)
    {
        row = report.Add(goal, missing);
    }

    Console.WriteLine(row);
}

if (chosen.Count == 0)
{
    var file = Path.Combine(Report.Root(), "bench", "RESULTS.md");
    await File.WriteAllTextAsync(file, report.Page("bench/run", Clock.Of.GetUtcNow(), Stopwatch.GetElapsedTime(started)));
    Console.WriteLine($"Written to {file}.");
}

Console.WriteLine(report.Summary + ".");
return report.Failed == 0 ? 0 : 1;
