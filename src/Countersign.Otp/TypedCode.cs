using System.Globalization;

namespace Countersign.Otp;

/// <summary>Makes a code out of what a person typed or pasted: for the console's door, never for the wire.</summary>
public static class TypedCode
{
    /// <summary>
    /// Removes what people and authenticator apps put between digits (spaces of every kind, dashes, characters without
    /// width) and turns full-width digits into ASCII ones.
    /// </summary>
    /// <param name="text">What was typed, "123 456" say.</param>
    /// <returns>
    /// The rest, letter for letter. Anything else stays (Arabic-Indic digits too), so that
    /// <see cref="OneTimeCode.TryParse"/> can refuse it.
    /// </returns>
    public static string Normalise(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        return string.Create(text.Count(c => !IsBetweenDigits(c)), text, static (kept, text) =>
        {
            var next = 0;
            foreach (var c in text)
            {
                if (!IsBetweenDigits(c))
                    kept[next++] = c is >= '\uFF10' and <= '\uFF19' ? (char)(c - '\uFF10' + '0') : c;
            }
        });
    }

    private static bool IsBetweenDigits(char c) =>
        char.IsWhiteSpace(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.DashPunctuation
        || c is '\u2212'                // minus sign
            or '\u00AD' or '\u180E'     // soft hyphen, Mongolian vowel separator
            or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E')    // zero-width, direction marks
            or (>= '\u2060' and <= '\u2069')    // word joiner, invisible operators, direction isolates
            or '\uFEFF';
}
