namespace Countersign.Policy;

/// <summary>How closely a principal element names the caller; decides what an Allow grants by itself.</summary>
internal enum PrincipalMatch
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By the caller's account: the account's own policies must allow as well.</summary>
    Account,

    /// <summary>By the session's role, or by the user who federated: counts like an Allow of theirs.</summary>
    Source,

    /// <summary>By the caller's own ARN or id, or everybody: enough in the same account.</summary>
    Direct,
}

/// <summary>One principal that a policy names, with the place where it stands.</summary>
/// <param name="Type">AWS, Service, Federated or CanonicalUser; <c>*</c> for the bare star.</param>
/// <param name="Value">An ARN, account, unique id, service or provider.</param>
/// <param name="Start">Offset of the JSON string (its opening quote) in the document's text.</param>
/// <param name="End">Offset after its closing quote.</param>
public readonly record struct NamedPrincipal(string Type, string Value, int Start, int End);

/// <summary>Principal or NotPrincipal of a statement.</summary>
internal sealed class PrincipalElement(bool excludes, IReadOnlyList<NamedPrincipal> named)
{
    /// <summary>True for NotPrincipal.</summary>
    public bool Excludes { get; } = excludes;

    public IReadOnlyList<NamedPrincipal> Named { get; } = named;

    /// <summary>Whether the statement is about this caller, and how closely.</summary>
    /// <remarks>
    /// NotPrincipal errs on the side of refusal, AWS being silent: a Deny exempts only callers who are named
    /// themselves or by their role, never one who has a permissions boundary; an Allow leaves out whoever is named in
    /// any way, be it by account.
    /// </remarks>
    public PrincipalMatch Match(Principal caller, bool allows, bool hasBoundary)
    {
        var closest = PrincipalMatch.None;
        foreach (var principal in Named)
        {
            var match = caller.Kind == PrincipalKind.WebIdentity ? MatchWebIdentity(principal, caller, allows) : Match(principal, caller);
            if (match > closest)
                closest = match;
        }

        if (!Excludes)
            return closest;
        if (allows && caller.Kind == PrincipalKind.WebIdentity)
            return PrincipalMatch.None;
        var exempt = allows ? closest != PrincipalMatch.None : closest >= PrincipalMatch.Source && !hasBoundary;
        return exempt ? PrincipalMatch.None : PrincipalMatch.Direct;
    }

    // Everybody is refused by a Deny for "*"; let in is only who comes from a provider that is named.
    private static PrincipalMatch MatchWebIdentity(NamedPrincipal named, Principal caller, bool allows) =>
        (named.Type is "Federated" && Same(named.Value, caller.Arn)) || (!allows && named.Type is "AWS" or "*" && named.Value is "*")
            ? PrincipalMatch.Direct
            : PrincipalMatch.None;

    private static PrincipalMatch Match(NamedPrincipal named, Principal caller)
    {
        if (named.Type is not ("AWS" or "*"))
            return PrincipalMatch.None;
        var value = named.Value;
        if (value is "*")
            return PrincipalMatch.Direct;
        if (caller.Kind == PrincipalKind.Anonymous)
            return PrincipalMatch.None;
        if (Same(value, caller.Arn) || (Same(value, caller.UniqueId) && caller.Kind == PrincipalKind.User))
            return PrincipalMatch.Direct;
        if (Same(value, caller.SourceArn) || Same(value, caller.UniqueId))
            return PrincipalMatch.Source;
        return IsAccount(value, caller.Account)
            ? caller.Kind == PrincipalKind.Root ? PrincipalMatch.Direct : PrincipalMatch.Account
            : PrincipalMatch.None;
    }

    private static bool IsAccount(string value, string account) =>
        Same(value, account) ||
        (value.StartsWith("arn:", StringComparison.Ordinal) && value.EndsWith(":root", StringComparison.Ordinal) &&
            value.Split(':') is [_, _, "iam", "", var owner, "root"] && Same(owner, account));

    private static bool Same(string one, string? other) => string.Equals(one, other, StringComparison.Ordinal);
}
