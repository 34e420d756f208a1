namespace Countersign.Storage;

/// <summary>One event of the audit log.</summary>
internal sealed record AuditEvent
{
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

    /// <summary>The latest events, youngest first.</summary>
    public Task<IReadOnlyList<AuditEvent>> Latest(string accountId, int limit) => statements.List<AuditEvent>("""
        SELECT event_id, account_id, at_ms, action, principal, outcome, record FROM audit_events
        WHERE account_id = @accountId ORDER BY event_seq DESC LIMIT @limit
        """, new { accountId, limit });
}
