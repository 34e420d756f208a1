namespace Countersign.Storage;

/// <summary>One event of the audit log.</summary>
internal sealed record AuditEvent
{
    /// <summary>Given by the database, not in the order of commits; 0 until then.</summary>
    public long EventSeq { get; init; }

    public required string EventId { get; init; }
    public required string AccountId { get; init; }
    public required long AtMs { get; init; }
    public required string Action { get; init; }
    public required string Principal { get; init; }

    /// <summary><c>Success</c>, or the error's code.</summary>
    public required string Outcome { get; init; }

    /// <summary>JSON, see <see cref="Audit.AuditRecord"/>.</summary>
    public required string Record { get; init; }
}

/// <summary>The table <c>audit_events</c>: only ever appended to.</summary>
internal readonly struct AuditEvents(Statements statements)
{
    public Task Add(AuditEvent happened) => statements.Later("""
        INSERT INTO audit_events (event_id, account_id, at_ms, action, principal, outcome, record)
        VALUES (@EventId, @AccountId, @AtMs, @Action, @Principal, @Outcome, @Record)
        """, happened);

    /// <summary>Adds one unless it is there: a commit whose answer was lost may have happened.</summary>
    public Task AddOnce(AuditEvent happened) => statements.Later("""
        INSERT INTO audit_events (event_id, account_id, at_ms, action, principal, outcome, record)
        SELECT @EventId, @AccountId, @AtMs, @Action, @Principal, @Outcome, @Record
        WHERE NOT EXISTS (SELECT 1 FROM audit_events WHERE account_id = @AccountId AND at_ms = @AtMs AND event_id = @EventId)
        """, happened);

    /// <summary>The latest events, youngest first.</summary>
    public Task<IReadOnlyList<AuditEvent>> Latest(string accountId, int limit) => statements.List<AuditEvent>("""
        SELECT event_id, account_id, at_ms, action, principal, outcome, record FROM audit_events
        WHERE account_id = @accountId ORDER BY event_seq DESC LIMIT @limit
        """, new { accountId, limit });
}
