using System.Collections.Concurrent;
using System.Diagnostics;
using Countersign.Observing;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Countersign.Tests.Observing;

/// <summary>A server that is watched by every means: metrics on a port of their own, spans, and the log in JSON.</summary>
public sealed class WatchedServer : TestServer
{
    private readonly ConcurrentQueue<Activity> _spans = new();
    private TracerProvider? _tracing;

    /// <summary>Serves metrics wherever there is room.</summary>
    public WatchedServer() => More["MetricsUrls"] = "http://127.0.0.1:0";

    /// <summary>Where metrics are.</summary>
    internal Uri MetricsUrl => new(Service<MetricsDoor>().ListensAt);

    /// <summary>The spans that left, of this server and of others in the process.</summary>
    internal IReadOnlyList<Activity> Spans => [.. _spans];

    /// <summary>All that is in the spans, whether or not a collector would be told.</summary>
    internal string SpanText => string.Join('\n', Spans.Select(span => string.Join(
        ' ',
        [
            span.OperationName, span.DisplayName, span.StatusDescription, span.TraceStateString, span.TraceId.ToHexString(),
            .. span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"), .. span.Baggage.Select(item => $"{item.Key}={item.Value}"),
            .. span.Events.SelectMany(happened => happened.Tags.Select(tag => $"{happened.Name} {tag.Key}={tag.Value}")),
        ])));

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        _tracing = TraceExport.Spans().AddProcessor(new Keep(_spans)).Build();
        await base.InitializeAsync();
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _tracing?.Dispose();
    }

    /// <summary>What Prometheus reads.</summary>
    internal async Task<string> Metrics()
    {
        using var scraper = new HttpClient { BaseAddress = MetricsUrl };
        return await scraper.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
    }

    private sealed class Keep(ConcurrentQueue<Activity> spans) : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            if (data.Recorded)
                spans.Enqueue(data);
        }
    }
}
