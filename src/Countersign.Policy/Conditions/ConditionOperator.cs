using System.Collections.Frozen;

namespace Countersign.Policy.Conditions;

/// <summary>How a condition treats a request's several values.</summary>
internal enum SetQualifier
{
    /// <summary>The key has one value.</summary>
    None,

    /// <summary>ForAllValues: every value must satisfy; true when there is none.</summary>
    All,

    /// <summary>ForAnyValue: some value must satisfy; false when there is none.</summary>
    Any,
}

/// <summary>A condition operator as written, such as <c>ForAnyValue:StringNotLikeIfExists</c>.</summary>
/// <param name="Text">As written.</param>
/// <param name="Qualifier">What comes before the colon.</param>
/// <param name="IsNegated">A Not... operator: the request must differ from all values.</param>
/// <param name="IfExists">A missing key satisfies it.</param>
/// <param name="IsNull">The operator Null, which asks only whether the key is there.</param>
/// <param name="Parse">
/// Reads a wanted value (second argument: variables are in force); null when it is malformed.
/// </param>
internal sealed record ConditionOperator(
    string Text,
    SetQualifier Qualifier,
    bool IsNegated,
    bool IfExists,
    bool IsNull,
    Func<string, bool, WantedValue?> Parse)
{
    private static readonly FrozenDictionary<string, ConditionOperator> All =
        Table().ToFrozenDictionary(each => each.Text);

    /// <summary>Finds an operator by its exact name (case matters, as at save in AWS).</summary>
    public static ConditionOperator? Find(string name) => All.GetValueOrDefault(name);

    private static IEnumerable<ConditionOperator> Table()
    {
        foreach (var basic in Basic())
        {
            (string Suffix, bool IfExists)[] endings = basic.IsNull ? [("", false)] : [("", false), ("IfExists", true)];
            foreach (var (suffix, ifExists) in endings)
            {
                var name = basic.Text + suffix;
                var plain = basic with { Text = name, IfExists = ifExists };
                yield return plain;
                yield return plain with { Text = "ForAllValues:" + name, Qualifier = SetQualifier.All };
                yield return plain with { Text = "ForAnyValue:" + name, Qualifier = SetQualifier.Any };
            }
        }
    }

    private static IEnumerable<ConditionOperator> Basic()
    {
        yield return Positive("StringEquals", Fits(PatternKind.Plain));
        yield return Negated("StringNotEquals", Fits(PatternKind.Plain));
        yield return Positive("StringEqualsIgnoreCase", (text, variables) => new IgnoreCaseWanted(text, variables));
        yield return Negated("StringNotEqualsIgnoreCase", (text, variables) => new IgnoreCaseWanted(text, variables));
        yield return Positive("StringLike", Fits(PatternKind.Like));
        yield return Negated("StringNotLike", Fits(PatternKind.Like));
        yield return Positive("ArnEquals", Fits(PatternKind.Arn));
        yield return Positive("ArnLike", Fits(PatternKind.Arn));
        yield return Negated("ArnNotEquals", Fits(PatternKind.Arn));
        yield return Negated("ArnNotLike", Fits(PatternKind.Arn));
        yield return Positive("Bool", (text, variables) => new BoolWanted(text, variables));
        yield return Positive("Null", (text, _) => new BoolWanted(text, false)) with { IsNull = true };
        yield return Positive("BinaryEquals", (text, _) => BinaryWanted.TryParse(text));
        yield return Positive("IpAddress", (text, _) => IpWanted.TryParse(text));
        yield return Negated("NotIpAddress", (text, _) => IpWanted.TryParse(text));
        foreach (var (suffix, comparison, negated) in Orders())
        {
            yield return Positive("Numeric" + suffix, (text, _) => NumberWanted.TryParse(text, comparison)) with
            {
                IsNegated = negated,
            };
            yield return Positive("Date" + suffix, (text, _) => DateWanted.TryParse(text, comparison)) with
            {
                IsNegated = negated,
            };
        }
    }

    private static IEnumerable<(string Suffix, Comparison Comparison, bool IsNegated)> Orders() =>
    [
        ("Equals", Comparison.Equal, false),
        ("NotEquals", Comparison.Equal, true),
        ("LessThan", Comparison.Less, false),
        ("LessThanEquals", Comparison.LessOrEqual, false),
        ("GreaterThan", Comparison.Greater, false),
        ("GreaterThanEquals", Comparison.GreaterOrEqual, false),
    ];

    private static Func<string, bool, WantedValue?> Fits(PatternKind kind) =>
        (text, variables) => new PatternWanted(text, kind, variables);

    private static ConditionOperator Positive(string text, Func<string, bool, WantedValue?> parse) =>
        new(text, SetQualifier.None, false, false, false, parse);

    private static ConditionOperator Negated(string text, Func<string, bool, WantedValue?> parse) =>
        new(text, SetQualifier.None, true, false, false, parse);
}
