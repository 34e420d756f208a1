namespace Countersign.Audit;

/// <summary>Every error of the audit log.</summary>
internal static class AuditErrors
{
    public static ApiError BadHead(string text) =>
        new("ValidationError", 400, $"'{text}' is not a head of the audit log. Expected: a number, a colon, and 64 hexadecimal digits, as 'audit verify' prints it.") { Member = "Heads" };

    public static ApiError KeyDoesNotOpen() =>
        new("AuditKeyUnusable", 409, "The key of the audit log's chain does not open: its row in audit_chain was changed. Nothing can be verified; restore that row from a backup.");
}
