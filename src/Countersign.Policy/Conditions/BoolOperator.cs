namespace Countersign.Policy.Conditions;

/// <summary>
/// Bool: both sides are true, or both false, in any case. Any other text on either side never matches.
/// </summary>
internal sealed class BoolWanted(string text, bool variables) : WantedValue(text)
{
    private readonly Pattern _pattern = new(text, PatternKind.Plain, variables);

    public override bool IsMetBy(string actual, RequestContext context) =>
        bool.TrueString.Equals(actual, StringComparison.OrdinalIgnoreCase) ||
        bool.FalseString.Equals(actual, StringComparison.OrdinalIgnoreCase)
            ? _pattern.EqualsIgnoringCase(actual, context)
            : false;

    public override string? Substituted(RequestContext context) => _pattern.Substituted(context);

    public override IEnumerable<string> VariableKeys => _pattern.VariableKeys;
}
