using System.Diagnostics;

namespace Countersign.Bench;

/// <summary>Measures two things turn by turn, so that whatever slows the machine slows both.</summary>
internal static class Paired
{
    private const int Rounds = 11;
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(100);

    public static Task<Measured> Run(Action floor, Action subject)
    {
        var floorCount = Calibrate(floor);
        return Run(() => Time(floor, floorCount), subject);
    }

    /// <summary>The same against a floor that times itself: a peer in a process of its own.</summary>
    /// <param name="floor">Runs a round and answers nanoseconds for one operation.</param>
    /// <param name="subject">One operation.</param>
    public static Task<Measured> Run(Func<double> floor, Action subject)
    {
        var subjectCount = Calibrate(subject);
        var (floors, subjects) = (new List<double>(), new List<double>());
        var bytes = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            floors.Add(floor());
            var before = GC.GetAllocatedBytesForCurrentThread();
            subjects.Add(Time(subject, subjectCount));
            bytes += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        return Task.FromResult(new Measured(floors, subjects, bytes / ((long)subjectCount * Rounds)));
    }

    private static int Calibrate(Action action)
    {
        // The first calls pay for the compiler; what is timed comes after.
        var warm = Stopwatch.StartNew();
        var count = 0;
        while (warm.Elapsed < 3 * Round || count < 50)
        {
            action();
            count++;
        }

        return Math.Max(1, (int)(count * (Round / warm.Elapsed)));
    }

    private static double Time(Action action, int count)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
            action();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / count;
    }
}
