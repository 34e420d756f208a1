using System.Text;

namespace Countersign.Policy;

/// <summary>What the characters <c>* ? :</c> mean in a pattern.</summary>
internal enum PatternKind
{
    /// <summary>Nothing: the text is compared as it stands (StringEquals).</summary>
    Plain,

    /// <summary>Wildcards over the whole text (StringLike, actions).</summary>
    Like,

    /// <summary>
    /// Resource ARNs: wildcards stay between colons in the first five parts, except a star that ends a part; variables
    /// only in the sixth part.
    /// </summary>
    Resource,

    /// <summary>ArnLike: six parts; wildcards never leave one of the first five.</summary>
    Arn,
}

/// <summary>A text of a policy with wildcards and variables, compiled.</summary>
/// <remarks>What a variable brings in is always literal: a user named <c>*</c> gains nothing.</remarks>
internal sealed class Pattern
{
    private readonly Piece[] _pieces = [];
    private readonly bool _impossible;
    private readonly bool _hasVariables;
    private readonly int[] _tokens = [];
    private readonly string _prefix;
    private readonly bool _endsWithPrefix;
    private readonly bool _onlyStarFollows;

    /// <summary>Compiles a text.</summary>
    /// <param name="text">As written in the policy.</param>
    /// <param name="kind">What its special characters mean.</param>
    /// <param name="variables">Whether <c>${...}</c> is a variable: only under Version 2012-10-17.</param>
    public Pattern(string text, PatternKind kind, bool variables)
    {
        Text = text;
        var special = text.AsSpan().IndexOfAny(kind == PatternKind.Plain ? "$" : "*?$");
        _onlyStarFollows = special >= 0 && special == text.Length - 1 && text[special] == '*' &&
            kind is (PatternKind.Like or PatternKind.Resource);
        if (special < 0 || _onlyStarFollows)
        {
            _prefix = _onlyStarFollows ? text[..^1] : text;
            _endsWithPrefix = !_onlyStarFollows;
            _impossible = kind == PatternKind.Arn && text.AsSpan().Count(':') < 5;
            return;
        }

        var splitter = new PatternSplitter(text, kind, variables);
        _pieces = splitter.Split();
        _impossible = kind == PatternKind.Arn && splitter.Colons < 5;
        _hasVariables = Array.Exists(_pieces, piece => piece.Variable is not null);
        _prefix = _pieces is [{ Literal: { } first }, ..] ? first : "";
        _endsWithPrefix = _pieces.Length == (_prefix.Length > 0 ? 1 : 0);
        if (!_hasVariables && !_endsWithPrefix)
        {
            _tokens = new int[LengthIn(RequestContext.Empty, text.Length)];
            Expand(RequestContext.Empty, _tokens);
        }
    }

    /// <summary>As written in the policy.</summary>
    public string Text { get; }

    /// <summary>The keys of the variables in it.</summary>
    public IEnumerable<string> VariableKeys =>
        _pieces.Where(piece => piece.Variable is not null).Select(piece => piece.Variable!.Key);

    /// <summary>
    /// Does the text fit, with the request's values for the variables? A variable without one fits nothing.
    /// </summary>
    public bool Matches(string text, RequestContext context)
    {
        if (_impossible || !text.StartsWith(_prefix, StringComparison.Ordinal))
            return false;
        if (_endsWithPrefix)
            return text.Length == _prefix.Length;
        if (_onlyStarFollows)
            return true;
        if (!_hasVariables)
            return Glob.Matches(_tokens, text);

        var length = LengthIn(context, LongestFor(text));
        if (length < 0)
            return false;
        var tokens = length <= 256 ? stackalloc int[length] : new int[length];
        Expand(context, tokens);
        return Glob.Matches(tokens, text);
    }

    /// <summary>Is the text the same, in any case? For kinds without wildcards.</summary>
    public bool EqualsIgnoringCase(string text, RequestContext context) =>
        (!_hasVariables || LengthIn(context, LongestFor(text)) == text.Length)
        && string.Equals(text, _hasVariables ? Substituted(context) : _prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>The text with the request's values in place of the variables; null when one has no value.</summary>
    public string? Substituted(RequestContext context)
    {
        if (!_hasVariables)
            return Text;
        var result = new StringBuilder();
        foreach (var piece in _pieces)
        {
            if (piece.Variable is null)
                result.Append(piece.Literal ?? (piece.Wildcard is Glob.Star or Glob.StarInSegment ? "*" : "?"));
            else if (piece.Variable.ValueIn(context) is { } value)
                result.Append(value);
            else
                return null;
        }

        return result.ToString();
    }

    // Wildcards are the policy's, and may stand for nothing: whatever is longer than both has too many characters to fit.
    private int LongestFor(string text) => Text.Length + text.Length;

    /// <summary>How many tokens it is with the request's values; negative when it fits nothing, or is longer.</summary>
    private int LengthIn(RequestContext context, int longest)
    {
        var length = 0;
        foreach (var piece in _pieces)
        {
            if (piece.Variable is null)
            {
                length += piece.Literal?.Length ?? 1;
                continue;
            }

            var value = piece.Variable.ValueIn(context);
            if (value is null || (piece.InSegment && value.Contains(':')) || value.Length > longest - length)
                return -1;
            length += value.Length;
        }

        return length;
    }

    private void Expand(RequestContext context, Span<int> tokens)
    {
        var at = 0;
        foreach (var piece in _pieces)
        {
            var literal = piece.Variable is null ? piece.Literal : piece.Variable.ValueIn(context);
            if (literal is null)
            {
                tokens[at++] = piece.Wildcard;
                continue;
            }

            foreach (var c in literal)
                tokens[at++] = c;
        }
    }
}
