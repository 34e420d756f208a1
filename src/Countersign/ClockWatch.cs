namespace Countersign;

/// <summary>Says so when the clock was set: codes, sessions, temporary credentials and signatures are judged by it.</summary>
/// <remarks>
/// It compares the clock with the time that has really passed. What was used stays used whatever the clock says, so after a
/// step back codes may be refused until the time is reached again.
/// </remarks>
internal sealed partial class ClockWatch(TimeProvider clock, ILogger<ClockWatch> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Less than that is what time servers correct.</summary>
    private static readonly TimeSpan Jump = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (seen, at) = Read();
        try
        {
            while (true)
            {
                await Task.Delay(Pause, clock, stoppingToken);
                var (now, then) = Read();
                var ahead = now - seen - clock.GetElapsedTime(at, then);
                if (ahead >= Jump)
                    Ahead(log, Whole(ahead), now);
                else if (ahead <= -Jump)
                    Back(log, Whole(-ahead), now);
                (seen, at) = (now, then);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the server stops
        }
    }

    // Both at one moment: a process that was held up between the two reads again.
    private (DateTimeOffset Clock, long Timestamp) Read()
    {
        while (true)
        {
            var before = clock.GetTimestamp();
            var now = clock.GetUtcNow();
            if (clock.GetElapsedTime(before) < Jump / 10)
                return (now, before);
        }
    }

    private static TimeSpan Whole(TimeSpan time) => TimeSpan.FromSeconds(Math.Round(time.TotalSeconds));

    [LoggerMessage(EventId = 4010, Level = LogLevel.Warning, Message = "The clock went ahead by {By}: it is {Now:u}. Sessions and codes of before may be over")]
    private static partial void Ahead(ILogger log, TimeSpan by, DateTimeOffset now);

    [LoggerMessage(EventId = 4011, Level = LogLevel.Warning, Message = "The clock went back by {By}: it is {Now:u}. Codes that were used stay used, so devices may be refused until that time is reached again")]
    private static partial void Back(ILogger log, TimeSpan by, DateTimeOffset now);
}
