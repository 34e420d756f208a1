using System.Runtime.InteropServices;

namespace Countersign.Fuzz;

/// <summary>How long this thread has worked, whatever others do on the machine: Linux's clock of the thread's CPU time.</summary>
internal static partial class ThreadClock
{
    private const int ThreadCpuTime = 3;    // CLOCK_THREAD_CPUTIME_ID

    /// <summary>The thread's time since it began.</summary>
    public static TimeSpan Now
    {
        get
        {
            _ = Read(ThreadCpuTime, out var time);
            return TimeSpan.FromTicks((long)time.Seconds * TimeSpan.TicksPerSecond + time.Nanoseconds / TimeSpan.NanosecondsPerTick);
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int Read(int clock, out Moment moment);

    private readonly struct Moment
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
