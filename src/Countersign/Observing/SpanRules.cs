using System.Collections.Frozen;
using System.Diagnostics;
using OpenTelemetry;

namespace Countersign.Observing;

/// <summary>Of a span only what is known to be harmless leaves: no address, no name, no header that a client has sent.</summary>
internal sealed class SpanRules : BaseProcessor<Activity>
{
    private static readonly FrozenSet<string> Told = new[]
    {
        "countersign.action", "countersign.outcome", "countersign.request_id",
        "http.request.method", "http.response.status_code", "http.route", "error.type",
    }.ToFrozenSet(StringComparer.Ordinal);

    public override void OnEnd(Activity data)
    {
        if (data.GetTagItem("http.route") is string route && route.StartsWith(HealthDoor.Path, StringComparison.Ordinal))
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;    // so it is not sent: health is asked for every few seconds
        foreach (var (name, _) in data.TagObjects.ToList())
        {
            if (!Told.Contains(name))
                data.SetTag(name, null);
        }
    }
}
