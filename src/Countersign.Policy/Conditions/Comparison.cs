namespace Countersign.Policy.Conditions;

/// <summary>How numbers and dates are compared: the request's value stands on the left.</summary>
internal enum Comparison
{
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

internal static class Comparisons
{
    /// <summary>Whether a sign (negative, zero, positive) as of <c>CompareTo</c> is what is wanted.</summary>
    public static bool Accepts(this Comparison comparison, int sign) => comparison switch
    {
        Comparison.Equal => sign == 0,
        Comparison.Less => sign < 0,
        Comparison.LessOrEqual => sign <= 0,
        Comparison.Greater => sign > 0,
        _ => sign >= 0,
    };
}
