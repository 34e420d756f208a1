using Countersign.Storage;

namespace Countersign.Audit;

/// <summary>What the pipeline learns of a call on its way, until it becomes an event.</summary>
internal sealed class AuditTrail(string action, CallFacts facts, DateTimeOffset now)
{
    public Caller Caller { get; set; } = new AnonymousCaller();
    public string? AccountId { get; set; }
    public object? Request { get; set; }

    /// <summary>What was answered, where the event shall tell it.</summary>
    public IToldInAudit? Response { get; set; }

    /// <summary>The serial number of the device that it turned out to be about, where the request does not say.</summary>
    public string? About { get; set; }

    /// <summary>True when the event is part of a transaction already.</summary>
    public bool IsWritten { get; set; }

    public AuditEvent Succeeded() => Make("Success", null, null);

    public AuditEvent Refused(ApiError refusal) => Make(refusal.Code, refusal.Message, refusal.AuditReason);

    private AuditEvent Make(string outcome, string? message, string? cause)
    {
        var eventId = UniqueId.OfRequest();
        return new AuditEvent
        {
            EventId = eventId,
            AccountId = AccountId ?? "",
            AtMs = now.ToUnixTimeMilliseconds(),
            Action = action,
            Principal = AuditRecord.NameOf(Caller),
            Outcome = outcome,
            Record = AuditRecord.Write(eventId, action, Caller, AccountId, facts, now, Request, Response, About, outcome, message, cause),
        };
    }
}
