namespace Countersign.Policy.Conditions;

/// <summary>One value a condition compares the request's with, parsed for its operator.</summary>
/// <param name="text">As written in the policy.</param>
internal abstract class WantedValue(string text)
{
    /// <summary>As written in the policy.</summary>
    public string Text { get; } = text;

    /// <summary>
    /// Whether the request's value is the one wanted: equal, less, like, within ..., never the negation.
    /// </summary>
    public abstract bool IsMetBy(string actual, RequestContext context);

    /// <summary>The text after variables got their values; null when one has none.</summary>
    public virtual string? Substituted(RequestContext context) => Text;

    /// <summary>The keys of variables in the text.</summary>
    public virtual IEnumerable<string> VariableKeys => [];
}
