namespace Countersign.Clients.Tests;

/// <summary>The real time plus an offset that the test moves, so that codes can be stepped without waiting.</summary>
/// <remarks>Real clients sign with the real clock, and the server takes 15 minutes of difference: stay below while they call.</remarks>
internal sealed class SteppedClock : TimeProvider
{
    private long _offsetTicks;

    public override DateTimeOffset GetUtcNow()
    {
#pragma warning disable RS0030 // the clients that are tested have the real clock
        return System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _offsetTicks));
#pragma warning restore RS0030
    }

    public void Advance(TimeSpan by) => Interlocked.Add(ref _offsetTicks, by.Ticks);
}
