using CsCheck;

namespace Countersign.Policy.Tests;

public sealed class GlobTests
{
    private static readonly Gen<int> Token = Gen.OneOf<int>(
        'a', 'b', ':', Glob.Star, Glob.StarInSegment, Glob.One, Glob.OneInSegment);

    private static readonly Gen<char> Character = Gen.OneOf('a', 'b', ':');

    // A star that stays in its segment always stands before something of that segment: only the last part of an ARN
    // may end with the text, and a segment's last star is the far kind for resources. For ArnLike it may end a segment.
    [Fact]
    public void Two_positions_to_return_to_find_what_trying_everything_finds() =>
        Gen.Select(Token.Array[0, 9], Character.Array[0, 9]).Where((pattern, _) => IsArnLike(pattern)).Sample(
            (pattern, text) => Glob.Matches(pattern, text) == TryEverything(pattern, text),
            iter: 20_000);

    [Theory]
    [InlineData(64)]
    [InlineData(2048)]
    public void A_pattern_made_to_backtrack_takes_steps_in_proportion_to_the_text(int length)
    {
        var pattern = new Pattern(string.Concat(Enumerable.Repeat("a*", (length / 2) - 1)) + "*b*", PatternKind.Like, false);
        var text = new string('a', length);
        Assert.False(pattern.Matches(text, RequestContext.Empty));
        Assert.False(Glob.Matches(TokensOf(pattern.Text), text, out var steps));
        Assert.InRange(steps, length / 2, 2 * length);
    }

    [Fact]
    public void What_follows_the_last_star_is_looked_at_first()
    {
        Assert.False(Glob.Matches(TokensOf(string.Concat(Enumerable.Repeat("a*", 1000)) + "b"), new string('a', 2048), out var steps));
        Assert.Equal(1, steps);
    }

    [Fact]
    public void The_worst_pattern_takes_steps_in_proportion_to_both_lengths_at_most()
    {
        var text = new string('a', 2048);
        Assert.False(Glob.Matches(TokensOf("*" + new string('a', 1023) + "b*"), text, out var steps));
        Assert.InRange(steps, 1, 1024 * 2048);
        Assert.False(Glob.Matches(TokensOf(string.Concat(Enumerable.Repeat("*a?", 600)) + "*b*"), text, out steps));
        Assert.InRange(steps, 1, 8 * 2048);
    }

    private static int[] TokensOf(string pattern) => [.. pattern.Select(c => c == '*' ? Glob.Star : c == '?' ? Glob.One : c)];

    // As patterns of ARNs are made: near wildcards before the fifth colon only, where a far star ends its segment.
    private static bool IsArnLike(int[] pattern)
    {
        var lastNear = Array.FindLastIndex(pattern, token => token is Glob.StarInSegment or Glob.OneInSegment);
        for (var i = 0; i < lastNear; i++)
        {
            if (pattern[i] == Glob.One || (pattern[i] == Glob.Star && pattern[i + 1] != ':'))
                return false;
        }

        return true;
    }

    private static bool TryEverything(ReadOnlySpan<int> pattern, ReadOnlySpan<char> text)
    {
        if (pattern.Length == 0)
            return text.Length == 0;
        var rest = pattern[1..];
        switch (pattern[0])
        {
            case Glob.Star or Glob.StarInSegment:
                for (var taken = 0; taken <= text.Length; taken++)
                {
                    if (taken > 0 && pattern[0] == Glob.StarInSegment && text[taken - 1] == ':')
                        return false;
                    if (TryEverything(rest, text[taken..]))
                        return true;
                }

                return false;
            case Glob.One:
                return text.Length > 0 && TryEverything(rest, text[1..]);
            case Glob.OneInSegment:
                return text.Length > 0 && text[0] != ':' && TryEverything(rest, text[1..]);
            default:
                return text.Length > 0 && text[0] == pattern[0] && TryEverything(rest, text[1..]);
        }
    }
}
