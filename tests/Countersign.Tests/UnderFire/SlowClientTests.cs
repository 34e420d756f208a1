using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Countersign.Tests.UnderFire;

/// <summary>Clients that begin and do not end. The server under test has little patience, so that nobody has to wait for it.</summary>
public sealed class SlowClientTests(SlowClientTests.ImpatientServer server) : IClassFixture<SlowClientTests.ImpatientServer>
{
    private const int Crowd = 100;

    private const string Form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nA";

    private static readonly string[] Ways = ["nothing", "half a head", "half an API call", "half a form", "one request and no more"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_crowd_that_sends_slowly_or_not_at_all_keeps_nobody_from_an_answer_and_is_sent_away()
    {
        var crowd = new List<RawClient>();
        try
        {
            for (var i = 0; i < Crowd; i++)
            {
                crowd.Add(await RawClient.Open(server.Url));
                await crowd[i].Send(Bytes(Way(i)));
            }

            using var client = new HttpClient { BaseAddress = server.Url };
            for (var i = 0; i < 20; i++)
                Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/console.css", Cancellation)).StatusCode);

            var answers = await Task.WhenAll(crowd.Select(slow => slow.ReadToEnd()));    // it ends: the server has closed it
            Assert.All(answers, (answer, i) => Assert.Contains(Answer(Way(i)), answer, StringComparison.Ordinal));
        }
        finally
        {
            crowd.ForEach(slow => slow.Dispose());
        }
    }

    [Fact]
    public async Task A_byte_now_and_then_buys_no_more_time_than_none()
    {
        using var slow = await RawClient.Open(server.Url);
        var closed = slow.ReadToEnd();
        var began = Stopwatch.GetTimestamp();
        await slow.Send("GET / HTTP/1.1\r\nX: ");
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var sent = 0;
        while (!closed.IsCompleted && await ticks.WaitForNextTickAsync(Cancellation))
        {
            try
            {
                await slow.Send("a");
                sent++;
            }
            catch (IOException)
            {
                break;
            }
        }

        Assert.Contains("HTTP/1.1 408 ", await closed, StringComparison.Ordinal);
        Assert.InRange(sent, 1, 200);
        Assert.InRange(Stopwatch.GetElapsedTime(began), ImpatientServer.Patience, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task More_connections_than_there_may_be_are_closed_and_those_that_are_open_go_on()
    {
        await using var small = await ImpatientServer.Start(limits => limits.MaxConcurrentConnections = 5);
        var url = new Uri(small.ConsoleUrl);
        var open = new List<RawClient>();
        try
        {
            for (var i = 0; i < 5; i++)
            {
                open.Add(await RawClient.Open(url));
                await open[i].Send("GET /console.css HTTP/1.1\r\nHost: x\r\n\r\n");
                Assert.StartsWith("HTTP/1.1 200 ", await open[i].Read(), StringComparison.Ordinal);
            }

            using var sixth = await RawClient.Open(url);
            Assert.Equal("", await sixth.ReadToEnd());

            await open[0].Send("GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            Assert.Contains("HTTP/1.1 404 ", await open[0].ReadToEnd(), StringComparison.Ordinal);
        }
        finally
        {
            open.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task What_is_served_has_the_limits_that_are_written_down()
    {
        await using var usual = await ImpatientServer.Start(_ => { });

        var limits = usual.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        Assert.Equal(
            (ConnectionLimits.Head, ConnectionLimits.Rest, 1 << 20, ConnectionLimits.Connections),
            (limits.RequestHeadersTimeout, limits.KeepAliveTimeout, limits.MaxRequestBodySize, limits.MaxConcurrentConnections));
        Assert.Equal((1024, 1024), (limits.MinRequestBodyDataRate!.BytesPerSecond, limits.MinResponseDataRate!.BytesPerSecond));
    }

    private static string Way(int client) => Ways[client % Ways.Length];

    private static string Bytes(string way) => way switch
    {
        "nothing" => "",
        "half a head" => "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        "half an API call" => "POST / HTTP/1.1\r\nHost: x\r\n" + Form,
        "half a form" => "POST /sign-in HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n" + Form,
        _ => "GET /console.css HTTP/1.1\r\nHost: x\r\n\r\n",
    };

    /// <summary>What somebody who stays to listen is told.</summary>
    private static string Answer(string way) => way switch
    {
        "nothing" => "",
        "half a head" => "HTTP/1.1 408 ",
        "half an API call" => "<Code>RequestTimeout</Code>",
        "half a form" => "<h1>",
        _ => "HTTP/1.1 200 ",
    };

    /// <summary>A server that waits for a second only.</summary>
    public sealed class ImpatientServer : IAsyncLifetime
    {
        /// <summary>The server looks at its clock once a second, so that it takes up to one more.</summary>
        public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

        private static readonly List<DirectoryInfo> Folders = [];
        private Server? _server;

        /// <summary>Where it listens.</summary>
        public Uri Url => new(_server!.ConsoleUrl);

        /// <inheritdoc/>
        public async ValueTask InitializeAsync() => _server = await Start(limits =>
        {
            limits.RequestHeadersTimeout = Patience;
            limits.KeepAliveTimeout = Patience;
            limits.MinRequestBodyDataRate = new MinDataRate(1024, TimeSpan.FromSeconds(1.1));
        });

        /// <inheritdoc/>
        public async ValueTask DisposeAsync()
        {
            await _server!.DisposeAsync();
            foreach (var folder in Folders)
                folder.Delete(recursive: true);
        }

        internal static async Task<Server> Start(Action<KestrelServerLimits> change)
        {
            var folder = Directory.CreateTempSubdirectory("countersign-slow-");
            Folders.Add(folder);
            var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Data"] = folder.FullName,
                ["Urls"] = "http://127.0.0.1:0",
            }).Build();
            return await Server.Start(
                configuration, new FakeTimeProvider(DateTimeOffset.Parse("2026-01-01T12:00:00Z", null)), CancellationToken.None,
                services => services.PostConfigure<KestrelServerOptions>(options => change(options.Limits)));
        }
    }
}
