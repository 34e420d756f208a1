namespace Countersign.Storage;

/// <summary>Wrong tries in a row against one subject.</summary>
internal sealed record AttemptCounter
{
    /// <summary>Tries that may turn out wrong, or have: each is counted before it is judged.</summary>
    public required int Failures { get; init; }

    /// <summary>Those among them that have been judged, and were wrong.</summary>
    public required int FoundWrong { get; init; }
    public required long LastAtMs { get; init; }

    /// <summary>How long the next try must still wait.</summary>
    public TimeSpan Wait(DateTimeOffset now)
    {
        var last = DateTimeOffset.FromUnixTimeMilliseconds(LastAtMs);
        var wait = last - now > Attempt.LongestWait ? TimeSpan.Zero : last + Attempt.WaitAfter(Failures) - now;    // see Spend
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}

/// <summary>The table <c>attempt_counters</c>; see <see cref="Attempt"/> for the subjects.</summary>
internal readonly struct AttemptCounters(Statements statements)
{
    public Task<AttemptCounter?> Find(string accountId, string subject) => statements.Find<AttemptCounter?>(
        "SELECT failures, found_wrong, last_at_ms FROM attempt_counters WHERE account_id = @accountId AND subject = @subject",
        new { accountId, subject });

    /// <summary>Counts a try, if one is free: the row count is the answer, so that of many that race no more pass than the limit lets through.</summary>
    /// <remarks>A last try that lies further ahead than any wait tells that the clock has been set back: nobody waits for that time to come again.</remarks>
    /// <returns>One row; none when one must wait, or the subject is locked: then nothing was counted.</returns>
    public Statements.Changed Spend(string accountId, string subject, DateTimeOffset now) => statements.Post("""
        INSERT INTO attempt_counters (account_id, subject, failures, last_at_ms) VALUES (@accountId, @subject, 1, @now)
        ON CONFLICT (account_id, subject) DO UPDATE SET failures = attempt_counters.failures + 1, last_at_ms = @now
        WHERE attempt_counters.failures < @lockedAt
          AND (attempt_counters.last_at_ms > @now + @longest OR attempt_counters.last_at_ms + CASE
                WHEN attempt_counters.failures < @free THEN 0
                WHEN attempt_counters.failures >= @free + 10 THEN @longest
                ELSE 1000 << CAST(attempt_counters.failures - @free AS INTEGER) END <= @now)
        """, new
    {
        accountId,
        subject,
        now = now.ToUnixTimeMilliseconds(),
        lockedAt = Attempt.IsLocked(subject, Attempt.LockedAt) ? Attempt.LockedAt : int.MaxValue,
        free = Attempt.FreeTries,
        longest = (long)Attempt.LongestWait.TotalMilliseconds,
    });

    /// <summary>One try did not count after all.</summary>
    public Task Return(string accountId, string subject) => statements.Later(
        "UPDATE attempt_counters SET failures = failures - 1 WHERE account_id = @accountId AND subject = @subject AND failures > 0",
        new { accountId, subject });

    /// <summary>One try was judged, and was wrong.</summary>
    public Task FoundWrong(string accountId, string subject) => statements.Later(
        "UPDATE attempt_counters SET found_wrong = found_wrong + 1 WHERE account_id = @accountId AND subject = @subject",
        new { accountId, subject });

    /// <summary>Forgets passwords tried long ago: their names are anybody's, so there may be many. Codes are never forgotten.</summary>
    public Task Sweep(DateTimeOffset lastBefore) => statements.Later(
        "DELETE FROM attempt_counters WHERE subject LIKE 'password:%' AND last_at_ms < @lastBefore",
        new { lastBefore = lastBefore.ToUnixTimeMilliseconds() });

    /// <summary>Starts counting anew.</summary>
    public Task Clear(string accountId, string subject) => statements.Later(
        "DELETE FROM attempt_counters WHERE account_id = @accountId AND subject = @subject", new { accountId, subject });
}
