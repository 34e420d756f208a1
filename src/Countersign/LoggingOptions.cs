using System.ComponentModel.DataAnnotations;

namespace Countersign;

/// <summary>Settings under <c>Logging</c>.</summary>
public sealed record LoggingOptions : IValidatableObject
{
    /// <summary>One line of text, or one JSON object a line.</summary>
    public const string Text = "text";

    /// <inheritdoc cref="Text"/>
    public const string Json = "json";

    /// <summary>How a line is written: <c>text</c> (the default) or <c>json</c>.</summary>
    [AllowedValues(Text, Json, ErrorMessage = "Right would be text or json.")]
    public string Format { get; init; } = Text;

    /// <summary>The least level that is logged, by the beginning of the category's name; <c>Default</c> for the rest. Default <c>Warning</c>.</summary>
    public IReadOnlyDictionary<string, string> LogLevel { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (category, level) in LogLevel)
        {
            if (!Enum.TryParse<LogLevel>(level, ignoreCase: true, out var known) || !Enum.IsDefined(known))
            {
                yield return new ValidationResult(
                    $"'{level}' is no level. Known: {string.Join(", ", Enum.GetNames<LogLevel>())}.", [$"{nameof(LogLevel)}:{category}"]);
            }
        }
    }
}
