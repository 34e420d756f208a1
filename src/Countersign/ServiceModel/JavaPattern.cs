using System.Text;
using System.Text.RegularExpressions;

namespace Countersign.ServiceModel;

/// <summary>A pattern of the service model, which is Java's: matches the whole text, and <c>\w</c>, <c>\d</c> are ASCII.</summary>
/// <param name="text">The pattern as the model has it; error messages show it so.</param>
internal sealed class JavaPattern(string text)
{
    private readonly Lazy<Regex> _regex = new(() => Compile(text));

    /// <summary>The pattern as the model has it.</summary>
    public string Text => text;

    /// <summary>Whether the whole of the value fits; linear in its length.</summary>
    public bool Matches(string value) => _regex.Value.IsMatch(value);

    private static Regex Compile(string pattern)
    {
        // The one pattern that looks ahead (account aliases) has bounded repeats of disjoint choices, so it cannot
        // run away either; the engine that never backtracks knows no look-ahead.
        var engine = pattern.Contains("(?", StringComparison.Ordinal) ? RegexOptions.None : RegexOptions.NonBacktracking;
        return new Regex(
            $@"\A(?:{InDotNet(pattern)})\z", engine | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }

    private static string InDotNet(string pattern)
    {
        var text = new StringBuilder();
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    text.Append((pattern[i], inClass) switch
                    {
                        ('w', true) => "A-Za-z0-9_",
                        ('w', false) => "[A-Za-z0-9_]",
                        ('d', true) => "0-9",
                        ('d', false) => "[0-9]",
                        (var other, _) => $@"\{other}",
                    });
                    break;
                case '[':
                    inClass = true;
                    text.Append('[');
                    break;
                case ']':
                    inClass = false;
                    text.Append(']');
                    break;
                default:
                    text.Append(pattern[i]);
                    break;
            }
        }
        return text.ToString();
    }
}
