using SharpFuzz;

namespace Countersign.Fuzz;

/// <summary>A copy of this program in which every branch of the code under test counts itself.</summary>
internal static class Instrumented
{
    private static readonly Lock OneAtATime = new();    // the instrumentation numbers its branches from one list
    private static readonly string[] UnderTest = ["Countersign.Otp.dll", "Countersign.Policy.dll", "countersign.dll"];

    /// <summary>Makes the copy.</summary>
    /// <param name="work">Where; what was there before goes.</param>
    /// <returns>The path of the program's assembly, for <c>dotnet</c>.</returns>
    public static string Make(string work)
    {
        var folder = Path.Combine(work, "instrumented");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        foreach (var path in Directory.GetFiles(AppContext.BaseDirectory, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(AppContext.BaseDirectory, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        lock (OneAtATime)
        {
            foreach (var assembly in UnderTest)
                Fuzzer.Instrument(Path.Combine(folder, assembly), _ => true, Options.Value);
        }

        return Path.Combine(folder, "Countersign.Fuzz.dll");
    }
}
