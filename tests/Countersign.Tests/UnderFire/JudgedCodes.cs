using System.Diagnostics.Metrics;

namespace Countersign.Tests.UnderFire;

/// <summary>Counts codes that were compared with a secret.</summary>
internal sealed class JudgedCodes : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _count;

    public JudgedCodes(TestServer server)
    {
        var scope = server.Service<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "countersign.mfa.codes_judged" && instrument.Meter.Scope == scope)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, measurement, _, _) => Interlocked.Add(ref _count, measurement));
        _listener.Start();
    }

    public long Count => Interlocked.Read(ref _count);

    public void Dispose() => _listener.Dispose();
}
