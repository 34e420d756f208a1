using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Countersign.Fuzz;

/// <summary>Fuzzes targets in processes of their own: one that dies or hangs is a finding, and the next goes on.</summary>
internal sealed class Overseer(Places places, string program)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(250);

    // An input that wants more gets OutOfMemoryException, which is a finding: 1 GiB.
    private const string MostMemory = "0x40000000";

    /// <summary>How long an input may take before its process is ended: longer than any may take by far.</summary>
    public TimeSpan Hang { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Fuzzes one target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="time">How long.</param>
    /// <param name="keepLeast">Whether the shared corpus is written anew at the end.</param>
    public async Task<Outcome> Run(Target target, TimeSpan time, bool keepLeast)
    {
        var box = Path.Combine(places.Work, $"{target.Name}.box");
        Directory.CreateDirectory(places.Work);
        File.Delete(box);
        using var blackBox = new BlackBox(box);
        var files = new List<string>();
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var left = time - Stopwatch.GetElapsedTime(began);
            left = left > TimeSpan.Zero ? left : TimeSpan.Zero;
            var (outcome, how) = await Once(target, left, keepLeast, box, blackBox);
            if (outcome is not null)
                return outcome with { Findings = [.. files, .. outcome.Findings] };

            var lost = new Finding(how, blackBox.Input, how);
            Directory.CreateDirectory(places.FoundBy(target));
            await File.WriteAllBytesAsync(Path.Combine(places.FoundBy(target), lost.FileName), lost.Input);
            files.Add(lost.FileName);
            if (Stopwatch.GetElapsedTime(began) >= time || files.Count > 5)
                return new Outcome(blackBox.Executions, 0, 0, 0, 0, 0, files);
        }
    }

    private async Task<(Outcome? Outcome, string How)> Once(Target target, TimeSpan time, bool keepLeast, string box, BlackBox blackBox)
    {
        var result = Path.Combine(places.Work, $"{target.Name}.json");
        File.Delete(result);
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                program, Program.Child, target.Name, time.TotalSeconds.ToString(CultureInfo.InvariantCulture), places.Vectors,
                places.Work, box, result, keepLeast ? "keep" : "",
            },
            Environment = { ["DOTNET_GCHeapHardLimit"] = MostMemory, ["DOTNET_TieredCompilation"] = "1" },
        };
        using var child = Process.Start(start)!;
        var (executions, since) = (-1L, Stopwatch.GetTimestamp());
        using var timer = new PeriodicTimer(Glance);
        var exit = child.WaitForExitAsync();
        while (await Task.WhenAny(exit, timer.WaitForNextTickAsync().AsTask()) != exit)
        {
            if (blackBox.Executions != executions)
                (executions, since) = (blackBox.Executions, Stopwatch.GetTimestamp());
            if (executions > 0 && Stopwatch.GetElapsedTime(since) > Hang && !File.Exists(result))
            {
                child.Kill(entireProcessTree: true);
                await exit;
                return (null, "hang");
            }
        }
        return child.ExitCode == 0 && File.Exists(result)
            ? (JsonSerializer.Deserialize<Outcome>(await File.ReadAllTextAsync(result)), "")
            : (null, string.Create(CultureInfo.InvariantCulture, $"crash-{child.ExitCode}"));
    }
}
