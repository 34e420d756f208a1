namespace Countersign;

/// <summary>An answer whose texts, numbers and flags belong into the audit event, as its <c>responseElements</c>.</summary>
internal interface IToldInAudit;
