namespace Countersign.Policy;

/// <summary>Why a request was decided as it was, for people who may see the policies.</summary>
/// <param name="Decision">The decision explained.</param>
/// <param name="Verdict">It in a sentence or two: what decided, or what came closest.</param>
/// <param name="Statements">Every statement of every layer, in order, and whether it applied.</param>
/// <param name="Advice">What would change a refusal, if the policies leave a way: a sentence each.</param>
public sealed record Explanation(
    Decision Decision,
    string Verdict,
    IReadOnlyList<StatementExplanation> Statements,
    IReadOnlyList<string> Advice);

/// <summary>One statement before one request.</summary>
/// <param name="Where">The statement, its policy and layer.</param>
/// <param name="Failed">The first element that did not fit; null when the statement applied.</param>
/// <param name="Sentence">What it did, or the one thing that kept it from applying.</param>
/// <param name="Conditions">Each of its conditions: what it wants, what the request has.</param>
/// <param name="Resources">Its resources before and after their variables got values.</param>
public sealed record StatementExplanation(
    MatchedStatement Where,
    StatementElement? Failed,
    string Sentence,
    IReadOnlyList<ConditionExplanation> Conditions,
    IReadOnlyList<SubstitutedText> Resources)
{
    /// <summary>Whether all its elements fit the request.</summary>
    public bool Applies => Failed is null;

    /// <summary>Whether it is about this action, but not this resource or not under these circumstances.</summary>
    public bool IsNearMiss => Failed is StatementElement.Resource or StatementElement.Condition;
}

/// <summary>One condition before one request.</summary>
/// <param name="Operator">Such as <c>BoolIfExists</c>.</param>
/// <param name="Key">As the policy writes it.</param>
/// <param name="Wanted">The values the policy lists.</param>
/// <param name="Actual">The request's values; null when it does not have the key.</param>
/// <param name="IsMet">Whether the request satisfies it.</param>
/// <param name="Sentence">All this in words.</param>
public sealed record ConditionExplanation(
    string Operator,
    string Key,
    IReadOnlyList<SubstitutedText> Wanted,
    IReadOnlyList<string>? Actual,
    bool IsMet,
    string Sentence);

/// <summary>A text of a policy with what its variables make of it.</summary>
/// <param name="Written">As the policy has it.</param>
/// <param name="Substituted">
/// With the request's values; null when a variable has none, so that it matches nothing.
/// </param>
public readonly record struct SubstitutedText(string Written, string? Substituted)
{
    /// <summary>Both texts where they differ.</summary>
    public override string ToString() => Substituted switch
    {
        null => $"\"{Written}\" (which has no value here)",
        _ when string.Equals(Written, Substituted, StringComparison.Ordinal) => $"\"{Written}\"",
        _ => $"\"{Written}\" (here \"{Substituted}\")",
    };
}
