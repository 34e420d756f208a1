using System.Collections;
using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;

namespace Countersign.Storage;

/// <summary>What the two databases say differently: lists among the parameters (<c>IN @list</c>).</summary>
internal sealed partial class Dialect
{
    public static readonly Dialect Sqlite = new(" IN (SELECT value FROM json_each(@${list}))", list => JsonSerializer.Serialize(list));

    public static readonly Dialect Postgres = new(" = ANY(@${list})", list => list);    // Npgsql passes lists as arrays

    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly string _inList;
    private readonly Func<object, object> _list;

    private Dialect(string inList, Func<object, object> list) => (_inList, _list) = (inList, list);

    public static Dialect Of(DbConnection connection) => connection is NpgsqlConnection ? Postgres : Sqlite;

    /// <summary>A statement in the database's own words.</summary>
    public string Text(string sql) => _texts.GetOrAdd(sql, static (text, own) => InList.Replace(text, own), _inList);

    /// <summary>A parameter as the database takes it: moments are Unix seconds.</summary>
    public object Value(object? value) => value switch
    {
        null => DBNull.Value,
        string or byte[] => value,
        DateTimeOffset moment => moment.ToUnixTimeSeconds(),
        IEnumerable list => _list(list),
        _ => value,
    };

    [GeneratedRegex(@" IN @(?<list>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InList { get; }
}
