namespace Countersign.Policy.Conditions;

/// <summary>One line of a Condition block: an operator, a key, and the values wanted.</summary>
internal sealed class Condition(ConditionOperator @operator, string key, WantedValue[] wanted)
{
    public ConditionOperator Operator { get; } = @operator;

    public string Key { get; } = key;

    public WantedValue[] Wanted { get; } = wanted;

    /// <summary>Whether the request satisfies it.</summary>
    public bool IsMetBy(RequestContext context)
    {
        var actual = context.Find(Key);
        if (Operator.IsNull)
            return MeetsAny(IsEmpty(actual) ? "true" : "false", context);
        return Operator.Qualifier switch
        {
            SetQualifier.All => IsEmpty(actual) || AllSatisfy(actual, context),
            SetQualifier.Any => !IsEmpty(actual) && AnySatisfies(actual, context),
            _ => actual.IsPresent
                ? actual.Text is not null && Satisfies(actual.Text, context)
                : Operator.IfExists || Operator.IsNegated,
        };
    }

    // No key, no values, or an empty text: a null data set.
    private static bool IsEmpty(ContextValue value) =>
        value.Texts is not null ? value.Texts.Count == 0 : string.IsNullOrEmpty(value.Text);

    private bool AllSatisfy(ContextValue actual, RequestContext context)
    {
        if (actual.Texts is null)
            return Satisfies(actual.Text!, context);
        foreach (var value in actual.Texts)
        {
            if (!Satisfies(value, context))
                return false;
        }

        return true;
    }

    private bool AnySatisfies(ContextValue actual, RequestContext context)
    {
        if (actual.Texts is null)
            return Satisfies(actual.Text!, context);
        foreach (var value in actual.Texts)
        {
            if (Satisfies(value, context))
                return true;
        }

        return false;
    }

    private bool Satisfies(string actual, RequestContext context) => MeetsAny(actual, context) != Operator.IsNegated;

    private bool MeetsAny(string actual, RequestContext context)
    {
        foreach (var value in Wanted)
        {
            if (value.IsMetBy(actual, context))
                return true;
        }

        return false;
    }
}
