using System.Diagnostics;
using System.Globalization;

namespace Countersign.Tests.Audit;

/// <summary>How fast the chain is; the figures go to the test's output.</summary>
[Trait("Category", "Long")]
public sealed class AuditSpeedTests(TestServer server, ITestOutputHelper output) : IClassFixture<TestServer>
{
    private const int Events = 100_000;

    [Fact]
    public async Task A_hundred_thousand_events_are_sealed_and_verified_in_seconds()
    {
        var log = await SealedLog.Of(server, 1000);
        await log.Verify();    // warm
        var writing = Stopwatch.StartNew();
        await log.Add(Events / 2);
        var firstHalf = writing.Elapsed;
        await log.Seal();
        writing.Restart();
        await log.Add(Events / 2);
        var secondHalf = writing.Elapsed;

        var sealing = Stopwatch.StartNew();
        await log.Seal();
        sealing.Stop();
        var verifying = Stopwatch.StartNew();
        var found = await log.Verify();
        verifying.Stop();

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{(TestServer.OnPostgres ? "PostgreSQL" : "SQLite")}: sealed {Events / 2 / sealing.Elapsed.TotalSeconds:F0}/s, verified {found.Sealed / verifying.Elapsed.TotalSeconds:F0}/s; "
            + $"written in {firstHalf.TotalSeconds:F1} s and, with {Events / 2} sealed before them, in {secondHalf.TotalSeconds:F1} s."));
        Assert.Empty(found.Damages);
        Assert.Equal(1000 + Events, found.Sealed);
        Assert.InRange(verifying.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.InRange(sealing.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }
}
