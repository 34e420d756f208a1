namespace Countersign.Policy;

/// <summary>
/// Matches texts against patterns with wildcards, in time linear in the text for each stretch between stars.
/// </summary>
/// <remarks>
/// A pattern is a row of tokens: a character (its code) or one of the negative constants. Two positions to return to
/// are enough, the last far star and the last near star after it: a near star cannot leave its segment, so nothing
/// before it could be stretched to any use. What follows the last far star must end the text and is looked at first;
/// where a far star gives way, the next place is searched for, not tried out. No recursion, no regular expression.
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
        if (!TryCutTail(ref pattern, ref text, ref steps))
            return false;
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
            else if (IsMatch(token, text[t]))
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
                var after = pattern[farPattern + 1];
                var ahead = after >= 0 ? text[++farText..].IndexOf((char)after) : 1;
                if (ahead < 0)
                    return false;
                t = farText += ahead;
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

    // Leaves a pattern that ends with its last far star. A near star behind that one is no fixed tail.
    private static bool TryCutTail(ref ReadOnlySpan<int> pattern, ref ReadOnlySpan<char> text, ref int steps)
    {
        var star = pattern.LastIndexOf(Star);
        var tail = pattern[(star + 1)..];
        if (star < 0 || tail.IsEmpty || tail.Contains(StarInSegment))
            return true;
        if (tail.Length > text.Length)
            return false;

        var end = text[^tail.Length..];
        for (var i = tail.Length - 1; i >= 0; i--)
        {
            steps++;
            if (!IsMatch(tail[i], end[i]))
                return false;
        }

        pattern = pattern[..(star + 1)];
        text = text[..^tail.Length];
        return true;
    }

    private static bool IsMatch(int token, char c) => token == c || token == One || (token == OneInSegment && c != ':');
}
