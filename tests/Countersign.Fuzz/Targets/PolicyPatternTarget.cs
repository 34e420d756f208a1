using System.Text;
using Countersign.Policy;
using Countersign.Policy.Tests.SecondOpinion;

namespace Countersign.Fuzz;

/// <summary>Patterns with wildcards: what trying everything finds, and never more steps than both lengths allow.</summary>
/// <remarks>Input: the pattern, a line feed, the text.</remarks>
internal sealed class PolicyPatternTarget : Target
{
    private const int LongestCompared = 200;

    public override string Name => "policy-pattern";

    public override IEnumerable<byte[]> Seeds => Texts(
        "a*b?c\nabbc", "*\n", "arn:aws:iam::*:user/a?ice*\narn:aws:iam::111122223333:user/alice", "arn:*:s3:::b*\narn:aws:s3:::b:c",
        $"{string.Concat(Enumerable.Repeat("a*", 1000))}b\n{new string('a', 2000)}", "iam:*\niam:GetUser", "*:*:*:*:*:*\n:::::");

    public override IReadOnlyList<string> Words => ["*", "?", ":", "**", "*?", "*:", ":*", "arn:aws:", "a", "\n"];

    public override void Read(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var (pattern, value) = end < 0 ? (text, "") : (text[..end], text[(end + 1)..]);

        int[] tokens = [.. pattern.Select(c => c == '*' ? Glob.Star : c == '?' ? Glob.One : c)];
        var matches = Matches(tokens, value);
        Promise.Same(new Pattern(pattern, PatternKind.Like, variables: false).Matches(value, RequestContext.Empty), matches, "compiled");

        var asResource = new Pattern(pattern, PatternKind.Resource, variables: false).Matches(value, RequestContext.Empty);
        var asArn = new Pattern(pattern, PatternKind.Arn, variables: false).Matches(value, RequestContext.Empty);
        Matches(Tokens(pattern, PatternKind.Resource), value);
        Matches(Tokens(pattern, PatternKind.Arn), value);
        if (pattern.Length > LongestCompared || value.Length > LongestCompared)
            return;
        Promise.Same(SlowPattern.Matches(SlowPattern.Like(pattern), value), matches, "tried one by one");
        Promise.Same(SlowPattern.Matches(SlowPattern.Resource(pattern, null)!, value), asResource, "as a resource");
        Promise.Same(SlowPattern.ArnLike(pattern, value, null), asArn, "as an ARN");
    }

    private static int[] Tokens(string pattern, PatternKind kind) =>
        [.. new PatternSplitter(pattern, kind, variables: false).Split().SelectMany(piece => piece.Literal?.Select(c => (int)c) ?? [piece.Wildcard])];

    private static bool Matches(int[] tokens, string text)
    {
        var matches = Glob.Matches(tokens, text, out var steps);
        Promise.That(steps <= (tokens.Length + 1L) * (text.Length + 1L), $"{steps} steps for {tokens.Length} tokens and {text.Length} characters");
        return matches;
    }
}
