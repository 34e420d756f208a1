namespace Countersign.Policy.Conditions;

/// <summary>
/// StringEquals, StringLike, ArnEquals, ArnLike: a pattern the whole value must fit, letter for letter.
/// </summary>
internal sealed class PatternWanted(string text, PatternKind kind, bool variables) : WantedValue(text)
{
    private readonly Pattern _pattern = new(text, kind, variables);

    public override bool IsMetBy(string actual, RequestContext context) => _pattern.Matches(actual, context);

    public override string? Substituted(RequestContext context) => _pattern.Substituted(context);

    public override IEnumerable<string> VariableKeys => _pattern.VariableKeys;
}

/// <summary>StringEqualsIgnoreCase.</summary>
internal sealed class IgnoreCaseWanted(string text, bool variables) : WantedValue(text)
{
    private readonly Pattern _pattern = new(text, PatternKind.Plain, variables);

    public override bool IsMetBy(string actual, RequestContext context) => _pattern.EqualsIgnoringCase(actual, context);

    public override string? Substituted(RequestContext context) => _pattern.Substituted(context);

    public override IEnumerable<string> VariableKeys => _pattern.VariableKeys;
}
