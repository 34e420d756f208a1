using Countersign.Console.Frame;
using Countersign.Policy;

namespace Countersign.Console.Permissions;

/// <summary>What a reviewer would say of a policy before it is saved. What AWS refuses is said by the operation, in AWS's words.</summary>
internal static class PolicyCheck
{
    /// <summary>The field of the document.</summary>
    public const string Field = "PolicyDocument";

    /// <summary>What was typed; browsers send each line's end as two characters.</summary>
    /// <exception cref="ApiError">ValidationError: nothing was.</exception>
    public static string Document(Visit visit) => visit.Form.Value(Field).ReplaceLineEndings("\n") is var text && text.Trim().Length > 0
        ? text
        : throw FormErrors.Empty(Field, "a policy document");

    /// <summary>What there is to say of the document that was sent; nothing of a page that is shown first.</summary>
    public static IReadOnlyList<PolicyFinding> Findings(Visit visit, PolicyKind kind) =>
        HttpMethods.IsPost(visit.Http.Request.Method) && visit.Form.Value(Field) is { Length: > 0 } text
            ? PolicyLint.Check(text.ReplaceLineEndings("\n"), kind)
            : [];

    /// <summary>Whether it can be saved as it is: nothing to warn of, or the visitor has read just these warnings and saves anyway.</summary>
    public static bool MaySave(Visit visit, PolicyKind kind)
    {
        var findings = Findings(visit, kind);
        return !NeedsConsent(findings) || (visit.Form.Has("Anyway", "yes") && visit.Form.Value("Seen") == Mark(findings));
    }

    /// <summary>Whether there are warnings, and no error that saving would be refused for.</summary>
    public static bool NeedsConsent(IReadOnlyList<PolicyFinding> findings) =>
        findings.All(finding => finding.Severity != PolicySeverity.Error) && findings.Any(IsWarning);

    /// <summary>Says which warnings a page has shown.</summary>
    public static string Mark(IReadOnlyList<PolicyFinding> findings) => string.Join(' ', findings.Where(IsWarning).Select(finding => finding.Code));

    /// <summary>The field of what is wrong with a document or a name.</summary>
    public static string? FieldOf(ApiError refusal) => refusal switch
    {
        { Code: "MalformedPolicyDocument" } => Field,
        { Member: { } member } when member.EndsWith(Field, StringComparison.OrdinalIgnoreCase) => Field,
        { Code: "EntityAlreadyExists" } => "PolicyName",
        _ => null,
    };

    private static bool IsWarning(PolicyFinding finding) => finding.Severity is PolicySeverity.Warning or PolicySeverity.SecurityWarning;
}
