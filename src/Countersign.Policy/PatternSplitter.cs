using System.Text;

namespace Countersign.Policy;

/// <summary>A stretch of a pattern: a literal text, a wildcard, or a variable.</summary>
/// <param name="Literal">The text; null for the others.</param>
/// <param name="Wildcard">One of <see cref="Glob"/>'s tokens.</param>
/// <param name="Variable">The variable; null for the others.</param>
/// <param name="InSegment">
/// It stands in one of the first five parts of an ARN, so a value with a colon cannot fit.
/// </param>
internal readonly record struct Piece(string? Literal, int Wildcard, Variable? Variable, bool InSegment);

/// <summary>Takes a pattern's text apart.</summary>
internal sealed class PatternSplitter(string text, PatternKind kind, bool variables)
{
    private readonly List<Piece> _pieces = [];
    private readonly StringBuilder _literal = new();
    private int _noneBefore;

    /// <summary>How many colons the text has outside of variables.</summary>
    public int Colons { get; private set; }

    public Piece[] Split()
    {
        var at = 0;
        while (at < text.Length)
        {
            var inSegment = kind is (PatternKind.Resource or PatternKind.Arn) && Colons < 5;
            if (text[at] == '$' && variables && !(kind == PatternKind.Resource && inSegment) &&
                TryTakeVariable(ref at, inSegment))
            {
                continue;
            }

            if (kind != PatternKind.Plain && text[at] is ('*' or '?'))
                Add(new Piece(null, WildcardAt(at, inSegment), null, inSegment));
            else
                _literal.Append(text[at]);
            if (text[at] == ':')
                Colons++;
            at++;
        }

        EndLiteral();
        return [.. _pieces];
    }

    private bool TryTakeVariable(ref int at, bool inSegment)
    {
        if (text.AsSpan(at) is ['$', '{', ('*' or '?' or '$') and var escaped, '}', ..])
        {
            _literal.Append(escaped);
            at += 4;
            return true;
        }

        // Without the memory of failures a text of nothing but "${" would be searched to its end from each of them.
        if (at + 2 <= _noneBefore || text.AsSpan(at) is not ['$', '{', ..])
            return false;
        if (!Variable.TryRead(text, at, out var variable, out var end))
        {
            _noneBefore = end;
            return false;
        }
        Add(new Piece(null, 0, variable, inSegment));
        at = end;
        return true;
    }

    private int WildcardAt(int at, bool inSegment)
    {
        if (text[at] == '?')
            return inSegment ? Glob.OneInSegment : Glob.One;
        var endsSegment = at + 1 == text.Length || text[at + 1] == ':';
        return inSegment && !(kind == PatternKind.Resource && endsSegment) ? Glob.StarInSegment : Glob.Star;
    }

    private void Add(Piece piece)
    {
        EndLiteral();
        _pieces.Add(piece);
    }

    private void EndLiteral()
    {
        if (_literal.Length > 0)
            _pieces.Add(new Piece(_literal.ToString(), 0, null, false));
        _literal.Clear();
    }
}
