using System.Diagnostics.CodeAnalysis;

namespace Countersign.Policy;

/// <summary>A policy in the IAM policy language, read once and compiled. Immutable, safe for many threads.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"/>
public sealed class PolicyDocument
{
    internal PolicyDocument(
        string text, PolicyKind kind, string? version, int countedLength, IReadOnlyList<Statement> statements)
    {
        Text = text;
        Kind = kind;
        Version = version;
        CountedLength = countedLength;
        Statements = statements;
    }

    /// <summary>The text as given; GetPolicyVersion and its kin answer with it.</summary>
    public string Text { get; }

    /// <summary>What sort of policy it was read as.</summary>
    public PolicyKind Kind { get; }

    /// <summary>2012-10-17 or 2008-10-17; null when not written, which means the older.</summary>
    public string? Version { get; }

    /// <summary>
    /// Its length in characters without the white space between tokens: what IAM's size quotas count.
    /// </summary>
    public int CountedLength { get; }

    /// <summary>Its statements in the order written; at least one.</summary>
    public IReadOnlyList<Statement> Statements { get; }

    /// <summary>All keys that its conditions and variables ask about, each once, as first written.</summary>
    public IEnumerable<string> ContextKeys =>
        Statements.SelectMany(KeysOf).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a policy.</summary>
    /// <param name="text">Any text; whoever takes it from the wire limits its length (IAM: 131,072 characters).</param>
    /// <param name="kind">Where it is to be used.</param>
    /// <exception cref="PolicyFaultException">The text is not a policy of that kind.</exception>
    public static PolicyDocument Parse(string text, PolicyKind kind) =>
        TryParse(text, kind, out var document, out var fault) ? document : throw new PolicyFaultException(fault);

    /// <summary>Reads a policy, or says what is wrong with it.</summary>
    /// <param name="text">Any text; whoever takes it from the wire limits its length (IAM: 131,072 characters).</param>
    /// <param name="kind">Where it is to be used.</param>
    /// <param name="document">The compiled policy.</param>
    /// <param name="fault">The fault AWS would report first.</param>
    /// <returns>Whether the text is a policy of that kind.</returns>
    public static bool TryParse(
        string text,
        PolicyKind kind,
        [NotNullWhen(true)] out PolicyDocument? document,
        [NotNullWhen(false)] out PolicyFault? fault)
    {
        (document, fault) = PolicyParser.Read(text, kind);
        return document is not null;
    }

    private static IEnumerable<string> KeysOf(Statement statement)
    {
        foreach (var resource in statement.Resources ?? [])
        {
            foreach (var key in resource.VariableKeys)
                yield return key;
        }

        foreach (var condition in statement.Conditions)
        {
            yield return condition.Key;
            foreach (var key in condition.Wanted.SelectMany(wanted => wanted.VariableKeys))
                yield return key;
        }
    }
}
