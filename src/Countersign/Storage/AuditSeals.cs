using System.Security.Cryptography;

namespace Countersign.Storage;

/// <summary>An event's place in the chain of the audit log.</summary>
internal sealed record AuditSeal
{
    /// <summary>1, 2, 3 … without gaps, in the order of sealing.</summary>
    public required long Number { get; init; }

    /// <summary>The event's number in its own table.</summary>
    public required long EventSeq { get; init; }

    /// <summary>Names the event even when it is gone.</summary>
    public required string EventId { get; init; }

    /// <summary>The event's time.</summary>
    public required long AtMs { get; init; }

    public required DateTimeOffset SealedAt { get; init; }

    /// <summary>32 bytes: of the event.</summary>
    public required byte[] Digest { get; init; }

    /// <summary>32 bytes: of the link before, and of this seal.</summary>
    public required byte[] Link { get; init; }
}

/// <summary>Where the chain ends.</summary>
internal sealed record AuditHead
{
    /// <summary>The chain's key, sealed.</summary>
    public required byte[] KeySealed { get; init; }

    /// <summary>The number of the last seal; 0 before the first.</summary>
    public required long Number { get; init; }

    /// <summary>The highest <see cref="AuditEvent.EventSeq"/> that has been sealed.</summary>
    public required long LastSeq { get; init; }

    /// <summary>The last seal's link.</summary>
    public required byte[] Link { get; init; }

    /// <summary>32 bytes: of the three above.</summary>
    public required byte[] Head { get; init; }
}

/// <summary>Numbers of events that were passed over, because nobody had committed them yet.</summary>
internal sealed record AuditGap
{
    public required long FirstSeq { get; init; }
    public required long LastSeq { get; init; }
    public required DateTimeOffset SeenAt { get; init; }
}

/// <summary>The tables <c>audit_chain</c> (one row: where the chain ends), <c>audit_seals</c> and <c>audit_gaps</c>.</summary>
internal readonly struct AuditSeals(Statements statements, Sealing sealing)
{
    private const string Table = "audit_chain";
    private const string KeyColumn = "key_sealed";
    private const string Row = "audit";

    /// <summary>Where the chain ends; null before the first event was sealed.</summary>
    public Task<AuditHead?> Head() => statements.Find<AuditHead>("SELECT key_sealed, number, last_seq, link, head FROM audit_chain WHERE chain_id = 'audit'");

    /// <summary>Opens the chain's key.</summary>
    /// <exception cref="CryptographicException">It was changed, or the data key that it was sealed with is gone.</exception>
    public byte[] OpenKey(AuditHead head) => sealing.Open(head.KeySealed, Table, KeyColumn, Row);

    /// <summary>Seals a new key for the chain.</summary>
    public byte[] SealKey(ReadOnlySpan<byte> key) => sealing.Seal(key, Table, KeyColumn, Row);

    /// <summary>The last seal that is there.</summary>
    public Task<AuditSeal?> Last() => statements.First<AuditSeal>(
        "SELECT number, event_seq, event_id, at_ms, sealed_at, digest, link FROM audit_seals ORDER BY number DESC LIMIT 1");

    /// <summary>The highest number of an event that a seal is for; 0 when there is none.</summary>
    public Task<long> LastSeq() => statements.Value<long>("SELECT COALESCE(max(event_seq), 0) FROM audit_seals");

    /// <summary>Whether there is something to seal.</summary>
    public async Task<bool> AreDue() => await statements.Value<long>("""
        SELECT CASE WHEN EXISTS (SELECT 1 FROM audit_events WHERE event_seq > COALESCE((SELECT last_seq FROM audit_chain WHERE chain_id = 'audit'), 0))
            OR EXISTS (SELECT 1 FROM audit_gaps g JOIN audit_events e ON e.event_seq BETWEEN g.first_seq AND g.last_seq) THEN 1 ELSE 0 END
        """) == 1;

    /// <summary>Events beyond a number, in the order of their numbers.</summary>
    public Task<IReadOnlyList<AuditEvent>> After(long lastSeq, int limit) => statements.List<AuditEvent>("""
        SELECT event_seq, event_id, account_id, at_ms, action, principal, outcome, record FROM audit_events
        WHERE event_seq > @lastSeq ORDER BY event_seq LIMIT @limit
        """, new { lastSeq, limit });

    /// <summary>Events whose numbers had been passed over.</summary>
    public Task<IReadOnlyList<AuditEvent>> Late(int limit) => statements.List<AuditEvent>("""
        SELECT e.event_seq, e.event_id, e.account_id, e.at_ms, e.action, e.principal, e.outcome, e.record
        FROM audit_gaps g JOIN audit_events e ON e.event_seq BETWEEN g.first_seq AND g.last_seq
        ORDER BY e.event_seq LIMIT @limit
        """, new { limit });

    /// <summary>The numbers that were passed over and may still come.</summary>
    public Task<IReadOnlyList<AuditGap>> Gaps() => statements.List<AuditGap>("SELECT first_seq, last_seq, seen_at FROM audit_gaps ORDER BY first_seq");

    /// <summary>Notes numbers that were passed over.</summary>
    public Task AddGap(AuditGap gap) => statements.Later(
        "INSERT INTO audit_gaps (first_seq, last_seq, seen_at) VALUES (@FirstSeq, @LastSeq, @SeenAt)", gap);

    /// <summary>Strikes numbers out of the notes.</summary>
    public Task RemoveGap(AuditGap gap) => statements.Later("DELETE FROM audit_gaps WHERE first_seq = @FirstSeq", gap);

    /// <summary>Gives up on numbers that were passed over before a moment.</summary>
    public Task ForgetGaps(DateTimeOffset before) => statements.Later("DELETE FROM audit_gaps WHERE seen_at < @before", new { before });

    /// <summary>Adds seals, and moves the head to the last of them. The key stays as it is: it may have been sealed anew meanwhile.</summary>
    public async Task Add(IReadOnlyList<AuditSeal> seals, AuditHead head)
    {
        await statements.ChangeMany("""
            INSERT INTO audit_seals (number, event_seq, event_id, at_ms, sealed_at, digest, link)
            VALUES (@Number, @EventSeq, @EventId, @AtMs, @SealedAt, @Digest, @Link)
            """, seals);
        await statements.Later("""
            INSERT INTO audit_chain (chain_id, key_sealed, number, last_seq, link, head)
            VALUES ('audit', @KeySealed, @Number, @LastSeq, @Link, @Head)
            ON CONFLICT (chain_id) DO UPDATE SET number = @Number, last_seq = @LastSeq, link = @Link, head = @Head
            """, head);
    }

    /// <summary>Seals beyond a number, each with its event; null where there is none.</summary>
    public Task<IReadOnlyList<(AuditSeal Seal, AuditEvent? Happened)>> Page(long afterNumber, int limit) =>
        statements.Pairs<AuditSeal, AuditEvent?>("""
            SELECT s.number, s.event_seq, s.event_id, s.at_ms, s.sealed_at, s.digest, s.link,
                e.event_seq, e.event_id, e.account_id, e.at_ms, e.action, e.principal, e.outcome, e.record
            FROM audit_seals s LEFT JOIN audit_events e ON e.event_seq = s.event_seq
            WHERE s.number > @afterNumber ORDER BY s.number LIMIT @limit
            """, new { afterNumber, limit }, second: "event_seq");

    /// <summary>Events that no seal is for, in the order of their numbers.</summary>
    public Task<IReadOnlyList<AuditEvent>> Unsealed(long afterSeq, int limit) => statements.List<AuditEvent>("""
        SELECT e.event_seq, e.event_id, e.account_id, e.at_ms, e.action, e.principal, e.outcome, '' AS record FROM audit_events e
        WHERE e.event_seq > @afterSeq AND NOT EXISTS (SELECT 1 FROM audit_seals s WHERE s.event_seq = e.event_seq)
        ORDER BY e.event_seq LIMIT @limit
        """, new { afterSeq, limit });
}
