namespace Countersign.Policy.Tests.SecondOpinion;

/// <summary>Patterns as lists of characters, each a wildcard or not, matched by trying everything.</summary>
internal static class SlowPattern
{
    /// <param name="Value">The character.</param>
    /// <param name="IsWild">It is a wildcard.</param>
    /// <param name="CrossesColons">The wildcard may stand for colons.</param>
    public readonly record struct Symbol(char Value, bool IsWild, bool CrossesColons);

    public static List<Symbol> Like(string text) => [.. text.Select(c => new Symbol(c, c is '*' or '?', true))];

    /// <returns>Null when a variable has no value.</returns>
    public static List<Symbol>? LikeWith(string text, Func<string, string?>? valueOf) => Expand(text, valueOf, (_, _) => true);

    /// <returns>Null when a variable has no value.</returns>
    public static string? Plain(string text, Func<string, string?>? valueOf) =>
        LikeWith(text, valueOf) is { } symbols ? string.Concat(symbols.Select(symbol => symbol.Value)) : null;

    /// <summary>A Resource: variables only after the fifth colon; a star that ends a part of the ARN runs over colons.</summary>
    public static List<Symbol>? Resource(string text, Func<string, string?>? valueOf)
    {
        var parts = text.Split(':', 6);
        var result = new List<Symbol>();
        for (var i = 0; i < parts.Length; i++)
        {
            if (i > 0)
                result.Add(new Symbol(':', false, false));
            var last = parts[i].Length - 1;
            var symbols = i == 5 ? LikeWith(parts[i], valueOf)
                : [.. parts[i].Select((c, at) => new Symbol(c, c is '*' or '?', c == '*' && at == last))];
            if (symbols is null)
                return null;
            result.AddRange(symbols);
        }

        return result;
    }

    /// <summary>ArnLike: both sides have six parts, compared one by one.</summary>
    public static bool ArnLike(string pattern, string text, Func<string, string?>? valueOf)
    {
        var wanted = SplitOutsideVariables(pattern, valueOf is not null);
        var actual = text.Split(':', 6);
        return wanted.Count == 6 && actual.Length == 6 && Enumerable.Range(0, 6).All(
            i => LikeWith(wanted[i], valueOf) is { } symbols && Matches(symbols, actual[i]));
    }

    public static bool Matches(List<Symbol> pattern, string text)
    {
        var known = new Dictionary<(int, int), bool>();
        return From(0, 0);

        bool From(int p, int t)
        {
            if (!known.TryGetValue((p, t), out var result))
                known[(p, t)] = result = Try(p, t);
            return result;
        }

        bool Try(int p, int t)
        {
            if (p == pattern.Count)
                return t == text.Length;
            var symbol = pattern[p];
            var fits = t < text.Length && (symbol.IsWild ? symbol.CrossesColons || text[t] != ':' : symbol.Value == text[t]);
            if (symbol is { IsWild: true, Value: '*' })
                return From(p + 1, t) || (fits && From(p, t + 1));
            return fits && From(p + 1, t + 1);
        }
    }

    private static List<Symbol>? Expand(string text, Func<string, string?>? valueOf, Func<string, int, bool> crosses)
    {
        var result = new List<Symbol>();
        for (var at = 0; at < text.Length; at++)
        {
            var close = valueOf is not null && text[at..].StartsWith("${", StringComparison.Ordinal) ? text.IndexOf('}', at) : -1;
            if (close < 0)
            {
                result.Add(new Symbol(text[at], text[at] is '*' or '?', crosses(text, at)));
                continue;
            }

            var inner = text[(at + 2)..close];
            var comma = inner.IndexOf(", '", StringComparison.Ordinal);
            var value = inner is "*" or "?" or "$" ? inner
                : comma >= 0 ? valueOf!(inner[..comma]) ?? inner[(comma + 3)..^1]
                : valueOf!(inner);
            if (value is null)
                return null;
            result.AddRange(value.Select(c => new Symbol(c, false, false)));
            at = close;
        }

        return result;
    }

    private static List<string> SplitOutsideVariables(string text, bool variables)
    {
        var parts = new List<string> { "" };
        for (var at = 0; at < text.Length; at++)
        {
            var close = variables && text[at..].StartsWith("${", StringComparison.Ordinal) ? text.IndexOf('}', at) : -1;
            if (close >= 0)
            {
                parts[^1] += text[at..(close + 1)];
                at = close;
            }
            else if (text[at] == ':' && parts.Count < 6)
            {
                parts.Add("");
            }
            else
            {
                parts[^1] += text[at];
            }
        }

        return parts;
    }
}
