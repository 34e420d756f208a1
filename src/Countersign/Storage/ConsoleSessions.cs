namespace Countersign.Storage;

/// <summary>A browser that has signed in, with the moment of each proof.</summary>
internal sealed record ConsoleSession
{
    public required byte[] SessionHash { get; init; }
    public required string AccountId { get; init; }
    public required string UserId { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset SeenAt { get; init; }
    public required DateTimeOffset PasswordAt { get; init; }
    public DateTimeOffset? MfaAt { get; init; }
    public string? MfaSerial { get; init; }
    public required string SourceIp { get; init; }
    public required string UserAgent { get; init; }

    /// <summary>From when on the account lets nobody in without MFA; null: never.</summary>
    public DateTimeOffset? MfaRequiredFrom { get; init; }
}

/// <summary>The table <c>console_sessions</c>.</summary>
internal readonly struct ConsoleSessions(Statements statements)
{
    public Task<ConsoleSession?> Find(byte[] hash) => statements.Find<ConsoleSession?>("""
        SELECT session_hash, account_id, user_id, started_at, seen_at, password_at, mfa_at, mfa_serial, source_ip, user_agent
        FROM console_sessions WHERE session_hash = @hash
        """, new { hash });

    /// <summary>A session with whose it is: all that a call by it asks for.</summary>
    public async Task<(ConsoleSession Session, User User)?> Open(byte[] hash)
    {
        var found = await statements.Pairs<ConsoleSession, User>($"""
            SELECT s.session_hash, s.account_id, s.user_id, s.started_at, s.seen_at, s.password_at, s.mfa_at, s.mfa_serial, s.source_ip, s.user_agent,
                   a.mfa_required_from, {Users.Columns}
            FROM console_sessions s JOIN users u ON u.user_id = s.user_id JOIN accounts a ON a.account_id = u.account_id
            WHERE s.session_hash = @hash
            """, new { hash }, second: "user_id");
        return found is [var one] ? one : null;
    }

    public Task Add(ConsoleSession session) => statements.Later("""
        INSERT INTO console_sessions (session_hash, account_id, user_id, started_at, seen_at, password_at, mfa_at, mfa_serial, source_ip, user_agent)
        VALUES (@SessionHash, @AccountId, @UserId, @StartedAt, @SeenAt, @PasswordAt, @MfaAt, @MfaSerial, @SourceIp, @UserAgent)
        """, session);

    /// <summary>Gives the session a new token with newer proofs; the old token is dead, and an unfinished enrolment comes along.</summary>
    /// <returns>False when the session has ended meanwhile.</returns>
    public async Task<bool> Renew(ConsoleSession old, ConsoleSession renewed)
    {
        var moved = new
        {
            newHash = renewed.SessionHash,
            renewed.SeenAt,
            renewed.PasswordAt,
            renewed.MfaAt,
            renewed.MfaSerial,
            oldHash = old.SessionHash,
        };
        await statements.Change("UPDATE mfa_devices SET wizard_session = @newHash WHERE wizard_session = @oldHash", moved);
        return await statements.Change("""
            UPDATE console_sessions
            SET session_hash = @newHash, seen_at = @SeenAt, password_at = @PasswordAt, mfa_at = @MfaAt, mfa_serial = @MfaSerial
            WHERE session_hash = @oldHash
            """, moved) == 1;
    }

    public Task Seen(byte[] hash, DateTimeOffset now) => statements.Later(
        "UPDATE console_sessions SET seen_at = @now WHERE session_hash = @hash AND seen_at < @now", new { now, hash });

    public Task Remove(byte[] hash) =>
        statements.Later("DELETE FROM console_sessions WHERE session_hash = @hash", new { hash });

    /// <summary>Ends a user's sessions, all but one if it is given.</summary>
    public Task RemoveOf(string userId, byte[]? except) => statements.Later(
        "DELETE FROM console_sessions WHERE user_id = @userId AND session_hash <> @except",
        new { userId, except = except ?? [] });

    public Task Sweep(DateTimeOffset startedBefore, DateTimeOffset seenBefore) => statements.Later(
        "DELETE FROM console_sessions WHERE started_at < @startedBefore OR seen_at < @seenBefore", new { startedBefore, seenBefore });
}
