using System.Globalization;
using System.Text;

namespace Countersign.Policy;

/// <summary>
/// Reads JSON (RFC 8259) strictly and keeps positions: no comments, no trailing comma, no byte order mark, nothing
/// after the document, no name twice in one object (not even in another case), at most 32 levels.
/// </summary>
internal sealed class JsonText
{
    private const int MaxDepth = 32;
    private readonly string _text;
    private int _at;
    private int _depth;
    private int _whiteSpace;

    private JsonText(string text) => _text = text;

    /// <summary>Reads the whole text as one value.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="countedLength">Its length without the white space between tokens: what IAM's quotas count.</param>
    /// <exception cref="JsonFault">It is not JSON by the rules above.</exception>
    public static JsonPart Parse(string text, out int countedLength)
    {
        var reader = new JsonText(text);
        reader.SkipWhiteSpace();
        var value = reader.ReadValue();
        reader.SkipWhiteSpace();
        if (reader._at < text.Length)
            throw reader.Fault("the document has ended, but more text follows");
        countedLength = text.Length - reader._whiteSpace;
        return value;
    }

    private JsonPart ReadValue()
    {
        if (_at >= _text.Length)
            throw Fault("the text ends where a value should be");
        return _text[_at] switch
        {
            '{' => ReadObject(),
            '[' => ReadArray(),
            '"' => ReadString(),
            't' => ReadWord("true", JsonKind.True),
            'f' => ReadWord("false", JsonKind.False),
            'n' => ReadWord("null", JsonKind.Null),
            _ => ReadNumber(),
        };
    }

    private JsonPart ReadObject()
    {
        var start = Open();
        var members = new List<JsonMember>();
        HashSet<string>? names = null;
        if (!TryTake('}'))
        {
            do
            {
                SkipWhiteSpace();
                if (_at >= _text.Length || _text[_at] != '"')
                    throw Fault("a name in double quotes should be here");
                var name = ReadString();
                if (HasName(members, ref names, name.Text))
                    throw new JsonFault($"\"{name.Text}\" stands twice in one object", name.Start);
                if (!TryTake(':'))
                    throw Fault("a colon should follow the name");
                SkipWhiteSpace();
                members.Add(new JsonMember(name.Text, ReadValue()));
            }
            while (TryTake(','));
            if (!TryTake('}'))
                throw Fault("a comma or a closing brace should be here");
        }

        _depth--;
        return new JsonPart(JsonKind.Object, "", start, _at) { Members = [.. members] };
    }

    private static bool HasName(List<JsonMember> members, ref HashSet<string>? names, string name)
    {
        if (names is null && members.Count < 8)
        {
            foreach (var member in members)
            {
                if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                    return true;
            }

            return false;
        }

        names ??= new HashSet<string>(members.Select(member => member.Name), StringComparer.OrdinalIgnoreCase);
        return !names.Add(name);
    }

    private JsonPart ReadArray()
    {
        var start = Open();
        var items = new List<JsonPart>();
        if (!TryTake(']'))
        {
            do
            {
                SkipWhiteSpace();
                items.Add(ReadValue());
            }
            while (TryTake(','));
            if (!TryTake(']'))
                throw Fault("a comma or a closing bracket should be here");
        }

        _depth--;
        return new JsonPart(JsonKind.Array, "", start, _at) { Items = [.. items] };
    }

    private int Open()
    {
        if (++_depth > MaxDepth)
            throw Fault($"more than {MaxDepth} levels");
        return _at++;
    }

    private JsonPart ReadString()
    {
        var start = _at++;
        var plain = _text.AsSpan(_at).IndexOfAny('"', '\\');
        if (plain >= 0 && _text[_at + plain] == '"' && !_text.AsSpan(_at, plain).ContainsAnyInRange('\0', '\u001f'))
        {
            var content = _text.Substring(_at, plain);
            _at += plain + 1;
            return new JsonPart(JsonKind.String, content, start, _at);
        }

        var unescaped = new StringBuilder();
        while (true)
        {
            if (_at >= _text.Length)
                throw new JsonFault("a string is not closed", start);
            var c = _text[_at++];
            if (c == '"')
                break;
            if (c < ' ')
                throw new JsonFault("a control character in a string must be escaped", _at - 1);
            unescaped.Append(c == '\\' ? ReadEscape() : c);
        }

        var text = unescaped.ToString();
        if (HasLoneSurrogate(text))
            throw new JsonFault("half of a surrogate pair in a string", start);
        return new JsonPart(JsonKind.String, text, start, _at);
    }

    private char ReadEscape()
    {
        var c = _at < _text.Length ? _text[_at++] : '\0';
        switch (c)
        {
            case '"' or '\\' or '/':
                return c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when _at + 4 <= _text.Length && ushort.TryParse(
                _text.AsSpan(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                _at += 4;
                return (char)code;
            default:
                throw new JsonFault("not an escape that JSON knows", _at - 1);
        }
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return true;
            i++;
        }

        return false;
    }

    private JsonPart ReadWord(string word, JsonKind kind)
    {
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0)
            throw Fault("not a JSON value");
        var start = _at;
        _at += word.Length;
        return new JsonPart(kind, word, start, _at);
    }

    private JsonPart ReadNumber()
    {
        var start = _at;
        Skip('-');
        if (!Skip('0') && SkipDigits() == 0)
            throw new JsonFault("not a JSON value", start);
        if (Skip('.') && SkipDigits() == 0)
            throw new JsonFault("digits should follow the decimal point", start);
        if (Skip('e') || Skip('E'))
        {
            if (!Skip('+'))
                Skip('-');
            if (SkipDigits() == 0)
                throw new JsonFault("digits should follow the exponent", start);
        }

        return new JsonPart(JsonKind.Number, _text[start.._at], start, _at);
    }

    private bool Skip(char c)
    {
        if (_at >= _text.Length || _text[_at] != c)
            return false;
        _at++;
        return true;
    }

    private int SkipDigits()
    {
        var start = _at;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
            _at++;
        return _at - start;
    }

    private bool TryTake(char c)
    {
        SkipWhiteSpace();
        return Skip(c);
    }

    private void SkipWhiteSpace()
    {
        while (_at < _text.Length && _text[_at] is (' ' or '\t' or '\n' or '\r'))
        {
            _at++;
            _whiteSpace++;
        }
    }

    private JsonFault Fault(string detail) => new(detail, _at);
}

/// <summary>Where and why a text is not JSON.</summary>
internal sealed class JsonFault(string detail, int offset) : Exception(detail)
{
    public int Offset { get; } = offset;

    /// <summary>What a linter calls it.</summary>
    public string Code { get; init; } = "JSON_SYNTAX_ERROR";
}
