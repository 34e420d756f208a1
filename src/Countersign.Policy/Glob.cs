namespace Countersign.Policy;

/// <summary>
/// Matches texts against patterns with wildcards, in time linear in the text for each stretch between stars.
/// </summary>
/// <remarks>
/// A pattern is a row of tokens: a character (its code) or one of the negative constants. Two positions to return to
/// are enough, the last far star and the last near star after it: a near star cannot leave its segment, so nothing
/// before it could be stretched to any use. No recursion, no regular expression.
/// </remarks>
internal static class Glob
{
    /// <summary>Any run of characters, also an empty one, also over colons.</summary>
    public const int Star = -1;

    /// <summary>Any run of characters without a colon.</summary>
    public const int StarInSegment = -2;

    /// <summary>Exactly one character (UTF-16 unit).</summary>
    public const int One = -3;

    /// <summary>Exactly one character other than a colon.</summary>
    public const int OneInSegment = -4;

    public static bool Matches(ReadOnlySpan<int> pattern, ReadOnlySpan<char> text) => Matches(pattern, text, out _);

    /// <summary>Does the whole text fit the whole pattern?</summary>
    /// <param name="pattern">Tokens.</param>
    /// <param name="text">Compared character by character (ordinal).</param>
    /// <param name="steps">How many comparisons it took, for the test that bounds them.</param>
    public static bool Matches(ReadOnlySpan<int> pattern, ReadOnlySpan<char> text, out int steps)
    {
        int p = 0, t = 0, farPattern = -1, farText = 0, nearPattern = -1, nearText = 0;
        steps = 0;
        while (t < text.Length)
        {
            steps++;
            var token = p < pattern.Length ? pattern[p] : int.MinValue;
            if (token == Star)
            {
                if (p == pattern.Length - 1)
                    return true;
                (farPattern, farText, nearPattern) = (p++, t, -1);
            }
            else if (token == StarInSegment)
            {
                (nearPattern, nearText) = (p++, t);
            }
            else if (token == text[t] || token == One || (token == OneInSegment && text[t] != ':'))
            {
                p++;
                t++;
            }
            else if (nearPattern >= 0 && text[nearText] != ':')
            {
                t = ++nearText;
                p = nearPattern + 1;
            }
            else if (farPattern >= 0)
            {
                t = ++farText;
                p = farPattern + 1;
                nearPattern = -1;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] is (Star or StarInSegment))
            p++;
        return p == pattern.Length;
    }
}
