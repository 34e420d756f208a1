using System.Net;
using Countersign.Observing;
using Countersign.Storage;
using Countersign.Tests.RouteMatrix;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Countersign.Tests.Observing;

/// <summary>What a load balancer, a container's runtime or a watchdog is told.</summary>
public sealed class HealthTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    public async Task Whoever_asks_is_told_that_the_server_works_and_nothing_is_written_about_it(string path)
    {
        await server.Service<WriteBehind>().Flush();
        var before = await Contents.Of(server) + await Events();
        using var client = new HttpClient { BaseAddress = server.Url };

        using var answer = await client.GetAsync(path, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("""{"status":"ok"}""", await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        await server.Service<WriteBehind>().Flush();
        Assert.Equal(before, await Contents.Of(server) + await Events(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_database_that_fails_makes_it_unready_yet_alive_and_the_reason_names_nothing()
    {
        await using var own = new TestServer();
        await own.InitializeAsync();
        using var client = new HttpClient { BaseAddress = own.Url };
        await Execute(own, "ALTER TABLE accounts RENAME TO gone");

        using var ready = await client.GetAsync("/healthz/ready", Cancellation);
        using var live = await client.GetAsync("/healthz/live", Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("""{"status":"unavailable","reason":"The database does not answer."}""", await ready.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);

        await Execute(own, "ALTER TABLE gone RENAME TO accounts");
        own.Clock.Advance(Readiness.Kept);
        using var again = await client.GetAsync("/healthz/ready", Cancellation);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task A_flood_of_health_checks_reads_the_database_once_a_second()
    {
        var reads = 0;
        var clock = new FakeTimeProvider();
        var readiness = Of(clock, () => Task.FromResult(Interlocked.Increment(ref reads) > 0));

        for (var i = 0; i < 1000; i++)
            Assert.Null(await readiness.Problem());
        Assert.Equal(1, reads);

        clock.Advance(Readiness.Kept);
        Assert.Null(await readiness.Problem());
        Assert.Equal(2, reads);
    }

    [Fact]
    public async Task A_database_that_hangs_makes_it_unready_after_two_seconds_and_is_not_asked_again_meanwhile()
    {
        var reads = 0;
        var clock = new FakeTimeProvider();
        var begun = new TaskCompletionSource();
        var hangs = new TaskCompletionSource<bool>();
        var readiness = Of(clock, () =>
        {
            Interlocked.Increment(ref reads);
            begun.TrySetResult();
            return hangs.Task;
        });

        for (var i = 0; i < 3; i++)
        {
            var asked = readiness.Problem();
            Assert.False(asked.IsCompleted);
            clock.Advance(Readiness.Limit);
            Assert.Equal("The database does not answer in time.", await asked);
        }

        await begun.Task;
        Assert.Equal(1, reads);
        hangs.SetResult(true);
        Assert.Null(await readiness.Problem());
    }

    [Fact]
    public async Task A_server_without_an_account_yet_is_not_ready() =>
        Assert.Equal("The first start is not over.", await Of(new FakeTimeProvider(), () => Task.FromResult(false)).Problem());

    [Fact]
    public async Task A_server_that_stops_is_not_ready()
    {
        using var stopping = new CancellationTokenSource();
        var readiness = new Readiness(() => Task.FromResult(true), new FakeTimeProvider(), NullLogger<Readiness>.Instance, stopping.Token);
        Assert.Null(await readiness.Problem());

        await stopping.CancelAsync();

        Assert.Equal("The server is stopping.", await readiness.Problem());
    }

    private static Readiness Of(FakeTimeProvider clock, Func<Task<bool>> isThere) =>
        new(isThere, clock, NullLogger<Readiness>.Instance, CancellationToken.None);

    private async Task<object?> Events()
    {
        await using var connection = await server.OpenDatabase();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM audit_events";
        return await command.ExecuteScalarAsync(Cancellation);
    }

    private static async Task Execute(TestServer server, string sql)
    {
        await using var connection = await server.OpenDatabase();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the test's own
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
