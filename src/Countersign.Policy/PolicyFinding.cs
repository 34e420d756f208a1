namespace Countersign.Policy;

/// <summary>How grave a finding is.</summary>
public enum PolicySeverity
{
    /// <summary>The document is refused when it is saved.</summary>
    Error,

    /// <summary>It is saved, and lets through what it seems to keep out.</summary>
    SecurityWarning,

    /// <summary>It is saved, and a part of it does not do what it seems to.</summary>
    Warning,

    /// <summary>It can be said more simply.</summary>
    Suggestion,
}

/// <summary>Something about a policy that its author should know.</summary>
/// <param name="Severity">How grave it is.</param>
/// <param name="Code">
/// In upper snake case: the name IAM Access Analyzer has for it, where it has one; those about MFA are ours.
/// </param>
/// <param name="Line">1 for the first line.</param>
/// <param name="Column">1 for the first UTF-16 character of a line.</param>
/// <param name="Message">What is wrong, and what would be right.</param>
public sealed record PolicyFinding(PolicySeverity Severity, string Code, int Line, int Column, string Message);
