namespace Countersign.Audit;

/// <summary>What can be wrong with the audit log.</summary>
public enum AuditDamageKind
{
    /// <summary>An event is not what it was when it was sealed.</summary>
    Changed,

    /// <summary>Events are gone.</summary>
    Removed,

    /// <summary>An event stands where another one was.</summary>
    Reordered,

    /// <summary>An event was put in, past the server.</summary>
    Inserted,

    /// <summary>The end of the log is gone.</summary>
    CutOff,

    /// <summary>The events may be right; their seals are not.</summary>
    SealChanged,

    /// <summary>The record of where the chain ends is gone, false, or an older one.</summary>
    HeadChanged,

    /// <summary>None of it was sealed by this server.</summary>
    Rewritten,

    /// <summary>A head that was kept elsewhere is not one of this log.</summary>
    NotTheKeptLog,
}

/// <summary>One thing that is wrong with the audit log.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="Number">Where in the chain; null where it has no place there.</param>
/// <param name="EventId">The event, where it is known.</param>
/// <param name="Text">All of it, for a person.</param>
public sealed record AuditDamage(AuditDamageKind Kind, long? Number, string? EventId, string Text);
