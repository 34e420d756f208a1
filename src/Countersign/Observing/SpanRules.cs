using System.Collections.Frozen;
using System.Diagnostics;

namespace Countersign.Observing;

/// <summary>Of a span only what is known to be harmless leaves: no address, no name, no header that a client has sent.</summary>
/// <remarks>It listens as an exporter does, and is told before every exporter that is built after <see cref="Apply"/>.</remarks>
internal static class SpanRules
{
    private static readonly FrozenSet<string> Told = new[]
    {
        "countersign.action", "countersign.outcome", "countersign.request_id",
        "http.request.method", "http.response.status_code", "http.route", "error.type",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly Lazy<ActivityListener> Listener = new(() =>
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is Measures.Name or FrameworkName,
            ActivityStopped = Strip,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    });

    /// <summary>The framework's source of spans.</summary>
    public const string FrameworkName = "Microsoft.AspNetCore";

    /// <summary>Puts the rules in force, once for the process.</summary>
    public static void Apply() => _ = Listener.Value;

    private static void Strip(Activity span)
    {
        if (span.GetTagItem("http.route") is string route && route.StartsWith(HealthDoor.Path, StringComparison.Ordinal))
            span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;    // so it is not sent: health is asked for every few seconds
        foreach (var (name, _) in span.TagObjects.ToList())
        {
            if (!Told.Contains(name))
                span.SetTag(name, null);
        }
    }
}
