namespace Countersign.Fuzz.Tests;

/// <summary>The fuzzer itself, by readers with planted faults.</summary>
public sealed class FuzzerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("countersign-fuzz-").FullName;

    [Fact]
    public async Task Coverage_leads_to_a_fault_that_chance_does_not_find()
    {
        var outcome = await Overseer().Run(new Planted(PlantedFault.Throws), TimeSpan.FromMinutes(4), keepLeast: false);

        Assert.StartsWith("InvalidOperationException-", Assert.Single(outcome.Findings), StringComparison.Ordinal);
        Assert.InRange(outcome.Edges, 20, 65_536);
        Assert.InRange(outcome.Executions, 100, long.MaxValue);
    }

    [Fact]
    public async Task A_reader_that_takes_its_process_with_it_is_found_by_what_it_was_reading()
    {
        var outcome = await Overseer().Run(new Planted(PlantedFault.Overflows), TimeSpan.FromMilliseconds(1), keepLeast: false);

        Assert.StartsWith("crash-134", outcome.Findings[0], StringComparison.Ordinal);
        Assert.Equal("seed", await File.ReadAllTextAsync(Path.Combine(_folder, "planted-overflows", outcome.Findings[0]), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_reader_that_never_comes_back_is_found_by_what_it_was_reading()
    {
        var outcome = await Overseer().Run(new Planted(PlantedFault.Hangs), TimeSpan.FromMilliseconds(1), keepLeast: false);

        Assert.StartsWith("hang-", outcome.Findings[0], StringComparison.Ordinal);
        Assert.Equal("seed", await File.ReadAllTextAsync(Path.Combine(_folder, "planted-hangs", outcome.Findings[0]), TestContext.Current.CancellationToken));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Overseer Overseer() => new(new Places(_folder, _folder), Instrumented.Make(_folder)) { Hang = TimeSpan.FromSeconds(2) };
}
