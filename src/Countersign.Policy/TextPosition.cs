namespace Countersign.Policy;

/// <summary>A place in a document's text, as editors count it.</summary>
/// <param name="Line">1 for the first line; lines end with LF.</param>
/// <param name="Column">1 for the first UTF-16 character of a line.</param>
public readonly record struct TextPosition(int Line, int Column)
{
    internal static TextPosition At(string text, int offset)
    {
        var before = text.AsSpan(0, Math.Min(offset, text.Length));
        return new TextPosition(before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
    }

    /// <inheritdoc/>
    public override string ToString() => $"line {Line}, column {Column}";
}
