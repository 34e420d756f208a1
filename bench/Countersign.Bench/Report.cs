using System.Globalization;

namespace Countersign.Bench;

/// <summary>How figures are written.</summary>
internal static class Report
{
    /// <summary>The median, and in brackets the lowest and the highest round.</summary>
    public static string Times(IReadOnlyList<double> rounds) => $"{Time(Measured.Median(rounds))} ({Time(rounds.Min())}–{Time(rounds.Max())})";

    public static string Processor()
    {
        const string File = "/proc/cpuinfo";
        return System.IO.File.Exists(File)
            ? System.IO.File.ReadLines(File).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "an unknown processor"
            : "an unknown processor";
    }

    /// <summary>The folder of the solution.</summary>
    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Countersign.slnx")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"No Countersign.slnx above {AppContext.BaseDirectory}.");
        return folder.FullName;
    }

    private static string Time(double nanoseconds) => nanoseconds switch
    {
        < 1e3 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds:0} ns"),
        < 1e6 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e3:0.0} µs"),
        < 1e9 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e6:0.0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e9:0.0} s"),
    };
}
