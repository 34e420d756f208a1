namespace Countersign.Bench;

/// <summary>The real clock: what is measured here is real time.</summary>
internal static class Clock
{
#pragma warning disable RS0030 // here the clock is chosen
    public static TimeProvider Of { get; } = TimeProvider.System;
#pragma warning restore RS0030
}
