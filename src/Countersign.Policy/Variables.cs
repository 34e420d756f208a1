namespace Countersign.Policy;

/// <summary>
/// A policy variable as written: <c>${key}</c>, or <c>${key, 'default'}</c> for a key without a value.
/// </summary>
/// <param name="Key">A context key, in any case.</param>
/// <param name="Default">Stands in when the request has no single value for the key.</param>
internal sealed record Variable(string Key, string? Default)
{
    /// <summary>Reads a variable that starts at <paramref name="at"/> with <c>${</c>.</summary>
    /// <param name="text">The pattern.</param>
    /// <param name="at">Where.</param>
    /// <param name="variable">The variable.</param>
    /// <param name="end">
    /// The place after it; when it is none, the place up to which no other can begin, since all would fail alike.
    /// </param>
    /// <returns>
    /// False when it is none (not closed, or its default not in quotes): then the text stands for itself.
    /// </returns>
    public static bool TryRead(string text, int at, out Variable variable, out int end)
    {
        variable = null!;
        var stop = text.AsSpan(at + 2).IndexOfAny('}', ',');
        end = stop < 0 ? text.Length : stop + at + 2;
        if (stop < 0)
            return false;
        stop += at + 2;
        if (text[stop] == '}')
        {
            variable = new Variable(text[(at + 2)..stop].Trim(), null);
            end = stop + 1;
            return true;
        }

        var quote = stop + 1;
        while (quote < text.Length && text[quote] == ' ')
            quote++;
        if (quote >= text.Length || text[quote] != '\'')
            return false;
        var close = text.IndexOf('\'', quote + 1);
        if (close < 0 || close + 1 >= text.Length || text[close + 1] != '}')
            return false;
        variable = new Variable(text[(at + 2)..stop].Trim(), text[(quote + 1)..close]);
        end = close + 2;
        return true;
    }

    /// <summary>The text that takes the variable's place; null when there is none.</summary>
    /// <remarks>A key with a list of values has no single text, so it counts as having none.</remarks>
    public string? ValueIn(RequestContext context) => context.Find(Key).Text ?? Default;
}
