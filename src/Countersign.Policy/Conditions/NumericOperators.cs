using System.Globalization;

namespace Countersign.Policy.Conditions;

/// <summary>
/// The Numeric operators: decimal numbers such as <c>-3</c> or <c>1.50</c>, at most 28 digits, no exponent.
/// </summary>
internal sealed class NumberWanted : WantedValue
{
    private const int MaxDigits = 28;
    private readonly decimal _number;
    private readonly Comparison _comparison;

    private NumberWanted(string text, decimal number, Comparison comparison)
        : base(text) => (_number, _comparison) = (number, comparison);

    /// <returns>Null when the text is no number.</returns>
    public static NumberWanted? TryParse(string text, Comparison comparison) =>
        TryRead(text, out var number) ? new NumberWanted(text, number, comparison) : null;

    public override bool IsMetBy(string actual, RequestContext context) =>
        TryRead(actual, out var number) && _comparison.Accepts(number.CompareTo(_number));

    private static bool TryRead(string text, out decimal number)
    {
        number = 0;
        var digits = text.AsSpan();
        if (digits.StartsWith("-"))
            digits = digits[1..];
        if (digits.Length is 0 or > MaxDigits || !char.IsAsciiDigit(digits[0]) || !char.IsAsciiDigit(digits[^1]))
            return false;
        const NumberStyles plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return decimal.TryParse(text, plain, CultureInfo.InvariantCulture, out number);
    }
}
