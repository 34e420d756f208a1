namespace Countersign.Observing;

/// <summary>Whether requests can be served: the database answers, and the account is there.</summary>
/// <remarks>
/// One question at a time and at most one a second, however many ask: a flood of health checks costs the database
/// nothing, and one that hangs is not asked again until it has let go.
/// </remarks>
/// <param name="isThere">Reads a little; false while there is no account yet.</param>
/// <param name="clock">Tells how long.</param>
/// <param name="log">Is told why not.</param>
/// <param name="stopping">Cancelled when the server begins to stop.</param>
internal sealed partial class Readiness(Func<Task<bool>> isThere, TimeProvider clock, ILogger<Readiness> log, CancellationToken stopping)
{
    /// <summary>How long the database may take to answer.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>How long an answer stands.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Task<string?>? _answer;
    private Task<bool>? _reading;
    private long _askedAt;

    /// <summary>Why not; null when ready. For everybody: it names nothing of this installation.</summary>
    public Task<string?> Problem()
    {
        if (stopping.IsCancellationRequested)
            return Task.FromResult<string?>("The server is stopping.");
        lock (_gate)
        {
            if (_answer is null || (_answer.IsCompleted && clock.GetElapsedTime(_askedAt) >= Kept))
            {
                _askedAt = clock.GetTimestamp();
                _answer = Ask();
            }

            return _answer;
        }
    }

    private async Task<string?> Ask()
    {
        // Apart from the caller's thread: SQLite reads, and waits for a lock, without letting go of it.
        if (_reading is null or { IsCompleted: true })
            _reading = Task.Run(isThere, CancellationToken.None);
        try
        {
            return await _reading.WaitAsync(Limit, clock) ? null : "The first start is not over.";
        }
        catch (TimeoutException)
        {
            NotInTime(log);
            return "The database does not answer in time.";
        }
#pragma warning disable CA1031 // whatever it is: who asks learns that, and the log the rest
        catch (Exception fault)
#pragma warning restore CA1031
        {
            NotAtAll(log, fault);
            return "The database does not answer.";
        }
    }

    [LoggerMessage(EventId = 6001, Level = LogLevel.Warning, Message = "Not ready: the database has not answered within 2 seconds")]
    private static partial void NotInTime(ILogger log);

    [LoggerMessage(EventId = 6002, Level = LogLevel.Warning, Message = "Not ready: the database does not answer")]
    private static partial void NotAtAll(ILogger log, Exception fault);
}
