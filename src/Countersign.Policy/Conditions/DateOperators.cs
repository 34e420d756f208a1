namespace Countersign.Policy.Conditions;

/// <summary>The Date operators: instants, however each side is written.</summary>
internal sealed class DateWanted : WantedValue
{
    private readonly Instant _instant;
    private readonly Comparison _comparison;

    private DateWanted(string text, Instant instant, Comparison comparison)
        : base(text) => (_instant, _comparison) = (instant, comparison);

    /// <returns>Null when the text is no date.</returns>
    public static DateWanted? TryParse(string text, Comparison comparison) =>
        Instant.TryParse(text, out var instant) ? new DateWanted(text, instant, comparison) : null;

    public override bool IsMetBy(string actual, RequestContext context) =>
        Instant.TryParse(actual, out var instant) && _comparison.Accepts(instant.Against(_instant));
}
