namespace Countersign.Fuzz;

/// <summary>Where inputs are kept.</summary>
/// <param name="Vectors">tests/vectors/fuzz: what everybody shares.</param>
/// <param name="Work">The corpora of this machine, which later runs go on with, and the instrumented program.</param>
internal sealed record Places(string Vectors, string Work)
{
    private const string Vector = "vectors/fuzz";

    /// <summary>The places in the working copy that the program was built in.</summary>
    /// <exception cref="DirectoryNotFoundException">It was moved out of it.</exception>
    public static Places InWorkingCopy()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Countersign.slnx")))
            {
                return new Places(
                    Path.Combine(folder.FullName, "tests", Vector), Path.Combine(folder.FullName, "artifacts", "fuzz"));
            }
        }
        throw new DirectoryNotFoundException("Countersign.slnx is in no folder above the program.");
    }

    /// <summary>What was built into a program: copies of <see cref="Vectors"/> beside it.</summary>
    public static Places BesideTheProgram() => new(Path.Combine(AppContext.BaseDirectory, Vector), "");

    /// <summary>The least inputs that reach all branches that were ever reached, one a line in Base64.</summary>
    public string CorpusOf(Target target) => Path.Combine(Vectors, $"{target.Name}.corpus");

    /// <summary>What was found once, each in its file.</summary>
    public string FoundBy(Target target) => Path.Combine(Vectors, target.Name);

    /// <summary>The inputs that this machine has found to be interesting.</summary>
    public string CollectedBy(Target target) => Path.Combine(Work, target.Name);

    /// <summary>Everything that is known of a target: its seeds, the shared corpus, what was found.</summary>
    public IEnumerable<byte[]> Known(Target target)
    {
        foreach (var seed in target.Seeds)
            yield return seed;
        if (File.Exists(CorpusOf(target)))
        {
            foreach (var line in File.ReadLines(CorpusOf(target)))
                yield return Convert.FromBase64String(line);
        }
        if (Directory.Exists(FoundBy(target)))
        {
            foreach (var path in Directory.GetFiles(FoundBy(target)).Order(StringComparer.Ordinal))
                yield return File.ReadAllBytes(path);
        }
    }
}
