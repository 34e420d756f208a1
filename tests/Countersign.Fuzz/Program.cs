using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Countersign.Fuzz;

/// <summary>
/// <c>SECONDS [TARGET] [--keep]</c>: fuzzes every target, or one, for so long, and prints a table. Exit code 1 when there are
/// findings. With <c>--keep</c> the shared corpora are written anew. <c>sizes</c> times what is large on purpose.
/// </summary>
internal static class Program
{
    /// <summary>The first argument of a process that fuzzes for another.</summary>
    public const string Child = "child";

    private const int StackOfRequests = 1536 * 1024;    // .NET's default on Linux

    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is [Child, ..])
            return RunChild(arguments);

        if (arguments is ["sizes"])
        {
            HostileSizes.Print();
            return 0;
        }

        var keep = arguments.Contains("--keep", StringComparer.Ordinal);
        var rest = arguments.Where(argument => argument != "--keep").ToArray();
        if (rest.Length is 0 or > 2 || !int.TryParse(rest[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || (rest.Length == 2 && Targets.All.All(target => target.Name != rest[1])))
        {
            await System.Console.Error.WriteLineAsync($"SECONDS [TARGET] [--keep], or sizes; targets: {string.Join(", ", Targets.All.Select(target => target.Name))}");
            return 2;
        }

        var chosen = Targets.All.Where(target => rest.Length == 1 || target.Name == rest[1]).ToList();
        return await Run(chosen, TimeSpan.FromSeconds(seconds), keep);
    }

    private static async Task<int> Run(List<Target> chosen, TimeSpan time, bool keep)
    {
        var places = Places.InWorkingCopy();
        var overseer = new Overseer(places, Instrumented.Make(places.Work));
        var failed = false;
        System.Console.WriteLine("| target | executions | per second | corpus | edges | slowest ms | most allocated KiB | peak MiB | findings |");
        System.Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---|");
        foreach (var target in chosen)
        {
            var outcome = await overseer.Run(target, time, keep);
            failed |= outcome.Findings.Count > 0;
            System.Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {target.Name} | {outcome.Executions} | {outcome.Executions / Math.Max(1, time.TotalSeconds):F0} | {outcome.Corpus} | {outcome.Edges} | {outcome.SlowestMs:F0} | {outcome.MostAllocated / 1024} | {outcome.PeakBytes / 1024 / 1024} | {(outcome.Findings.Count == 0 ? "none" : string.Join(", ", outcome.Findings))} |"));
        }
        return failed ? 1 : 0;
    }

    private static int RunChild(string[] arguments)
    {
        var coverage = new Coverage();    // before anything that is instrumented
        var target = Targets.Find(arguments[1]);
        using var blackBox = new BlackBox(arguments[5]);
        var hunt = new Hunt(
            target, new Places(arguments[3], arguments[4]), coverage, blackBox, BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)));

        // On a stack as requests have it, which is smaller than the first thread's.
        var thread = new Thread(
            () =>
            {
                var outcome = hunt.Run(TimeSpan.FromSeconds(double.Parse(arguments[2], CultureInfo.InvariantCulture)));
                if (arguments[7] == "keep")
                    hunt.KeepLeast();
                File.WriteAllText(arguments[6], JsonSerializer.Serialize(outcome));
            },
            StackOfRequests);
        thread.Start();
        thread.Join();
        return 0;
    }
}
