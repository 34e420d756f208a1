using System.Globalization;

namespace Countersign.Fuzz.Tests;

/// <summary>Fuzzing proper. What it finds is in tests/vectors/fuzz afterwards.</summary>
[Trait("Category", "Long")]
public sealed class LongTests(ITestOutputHelper output, LongTests.Program program) : IClassFixture<LongTests.Program>
{
    /// <summary>Seconds for each target, unless the variable says otherwise: some nine minutes for all.</summary>
    private const int Seconds = 28;

    private const string Variable = "COUNTERSIGN_FUZZ_SECONDS";

    public static TheoryData<string> Names() => [.. Targets.All.Select(target => target.Name)];

    [Theory, MemberData(nameof(Names))]
    public async Task Fuzzing_finds_nothing(string name)
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable(Variable), CultureInfo.InvariantCulture, out var asked) ? asked : Seconds;

        var outcome = await program.Overseer.Run(Targets.Find(name), TimeSpan.FromSeconds(seconds), keepLeast: false);

        output.WriteLine(outcome.ToString());
        Assert.Empty(outcome.Findings);
        Assert.InRange(outcome.Edges, 20, 65_536);    // or nothing was instrumented
    }

    /// <summary>The instrumented copy, made once.</summary>
    public sealed class Program
    {
        internal Overseer Overseer { get; } = new(Places.InWorkingCopy(), Instrumented.Make(Places.InWorkingCopy().Work));
    }
}
