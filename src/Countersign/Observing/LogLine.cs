using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;

namespace Countersign.Observing;

/// <summary>One event of the log and what was around it, as one line: of text or of JSON.</summary>
/// <remarks>
/// Whatever a client has sent stays in its line: control characters and line separators are written as escapes
/// (GHSA-j628-q885-8gr5: a client's error text made lines of its own).
/// </remarks>
internal sealed class LogLine
{
    /// <summary>The name of the request's id, in scopes.</summary>
    public const string RequestIdField = "RequestId";

    private readonly DateTimeOffset _at;
    private readonly LogLevel _level;
    private readonly string _category;
    private readonly EventId _event;
    private readonly string _message;
    private readonly Exception? _fault;
    private readonly Dictionary<string, object?> _fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, object?> _scope = new(StringComparer.Ordinal);

    private LogLine(DateTimeOffset at, LogLevel level, string category, EventId eventId, string message, Exception? fault) =>
        (_at, _level, _category, _event, _message, _fault) = (at, level, category, eventId, message, fault);

    /// <summary>Reads an event; null when it says nothing.</summary>
    public static LogLine? Of<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopes, DateTimeOffset at)
    {
        var message = entry.Formatter(entry.State, entry.Exception);
        if (string.IsNullOrEmpty(message) && entry.Exception is null)
            return null;

        var line = new LogLine(at, entry.LogLevel, entry.Category, entry.EventId, message ?? "", entry.Exception);
        if (entry.State is IEnumerable<KeyValuePair<string, object?>> fields)
            Add(fields, line._fields);
        // From the outermost to the innermost, which wins: the framework has a request id of its own further out.
        scopes?.ForEachScope(
            static (scope, all) =>
            {
                if (scope is IEnumerable<KeyValuePair<string, object?>> fields)
                    Add(fields, all);
            },
            line._scope);
        return line;
    }

    /// <summary>Writes <c>TIME LEVEL CATEGORY[EVENT] MESSAGE (request ID)</c>; the stack of an exception follows in lines that begin with blanks.</summary>
    public void WriteText(TextWriter output)
    {
        output.Write(Time());
        output.Write(' ');
        output.Write(_level);
        output.Write(' ');
        output.Write(_category);
        output.Write(string.Create(CultureInfo.InvariantCulture, $"[{_event.Id}] "));
        output.Write(Escaped(_message));
        if (Taken(RequestIdField) is { } request)
            output.Write($" (request {Escaped(request)})");
        output.Write('\n');
        for (var fault = _fault; fault is not null; fault = fault.InnerException)
        {
            output.Write($"    {fault.GetType()}: {Escaped(fault.Message)}\n");
            foreach (var frame in (fault.StackTrace ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                output.Write($"      {Escaped(frame)}\n");
        }
    }

    /// <summary>Writes one JSON object; a member that there is nothing for is left out.</summary>
    public void WriteJson(TextWriter output)
    {
        using var buffer = new MemoryStream(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", Time());
            json.WriteString("level", _level.ToString());
            json.WriteString("category", _category);
            json.WriteNumber("eventId", _event.Id);
            json.WriteString("message", _message);
            if (_fault is not null)
                json.WriteString("exception", _fault.ToString());
            Member(json, "requestId", RequestIdField);
            Member(json, "traceId", "TraceId");
            Member(json, "spanId", "SpanId");
            _scope.Remove("ParentId");
            Object(json, "fields", _fields);
            Object(json, "scope", _scope);
            json.WriteEndObject();
        }

        output.Write(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
        output.Write('\n');
    }

    /// <summary>The text with nothing in it that could end a line, move a cursor or hide.</summary>
    public static string Escaped(string text)
    {
        if (!text.Any(MustEscape))
            return text;
        var safe = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (MustEscape(c))
                safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                safe.Append(c);
        }

        return safe.ToString();
    }

    private static bool MustEscape(char c) => char.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static void Add(IEnumerable<KeyValuePair<string, object?>> fields, Dictionary<string, object?> to)
    {
        foreach (var (name, value) in fields)
        {
            if (name != "{OriginalFormat}")
                to[name] = value;
        }
    }

    private static void Object(Utf8JsonWriter json, string name, Dictionary<string, object?> fields)
    {
        if (fields.Count == 0)
            return;
        json.WriteStartObject(name);
        foreach (var (field, value) in fields)
        {
            switch (value)
            {
                case null:
                    json.WriteNull(field);
                    break;
                case bool flag:
                    json.WriteBoolean(field, flag);
                    break;
                case int or long or short or byte:
                    json.WriteNumber(field, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                    break;
                default:
                    json.WriteString(field, Convert.ToString(value, CultureInfo.InvariantCulture));
                    break;
            }
        }

        json.WriteEndObject();
    }

    private string Time() => _at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private void Member(Utf8JsonWriter json, string name, string field)
    {
        if (Taken(field) is { } value)
            json.WriteString(name, value);
    }

    private string? Taken(string field) =>
        _scope.Remove(field, out var value) ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;
}
