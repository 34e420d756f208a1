using System.Collections.Concurrent;
using System.Data;
using System.Reflection;
using Countersign.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Countersign.Tests.UnderFire;

/// <summary>What a server asks its database, statement by statement: for tests that say two ways cost the same.</summary>
/// <remarks>
/// Hears SQLite itself, on the connections of the pool: more of them are opened at once here than one operation needs, so whichever
/// it gets is one that is heard.
/// </remarks>
internal static class SqlTrace
{
    private const int Connections = 6;

    /// <summary>The statements that something runs, what is written behind it too; transactions and pragmas are left out.</summary>
    public static async Task<IReadOnlyList<string>> Of(TestServer server, Func<Task> act)
    {
        await server.Service<WriteBehind>().Flush();
        await server.Database.Write(_ => Task.FromResult(Nothing.Value));    // whoever writes now has given its connection back
        var heard = new ConcurrentQueue<string>();
        await EachOfThePool(server, Connections, connection => raw.sqlite3_trace(
            connection.Handle, (delegate_trace)((_, sql) => Hear(heard, sql.utf8_to_string())), null));
        await act();
        await server.Service<WriteBehind>().Flush();
        await EachOfThePool(server, Connections, connection => raw.sqlite3_trace(connection.Handle, (delegate_trace?)null, null));
        return [.. heard];
    }

    private static void Hear(ConcurrentQueue<string> heard, string sql)
    {
        var first = sql.TrimStart().Split(' ', '\n')[0];
        if (first is "SELECT" or "INSERT" or "UPDATE" or "DELETE" or "WITH")
            heard.Enqueue(first + " " + Table(sql));
    }

    private static string Table(string sql)
    {
        var words = sql.Split([' ', '\n', '(', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var at = Array.FindIndex(words, word => word is "FROM" or "INTO" or "UPDATE");
        return words[at + 1];
    }

    private static Task<Nothing> EachOfThePool(TestServer server, int left, Action<SqliteConnection> change) => left == 0
        ? Task.FromResult(Nothing.Value)
        : server.Database.Read(store =>
        {
            change(ConnectionOf(store));
            return EachOfThePool(server, left - 1, change);
        });

    private static SqliteConnection ConnectionOf(Store store) => store.GetType()
        .GetFields(BindingFlags.NonPublic | BindingFlags.Instance)
        .Select(field => field.GetValue(store))
        .OfType<SqliteConnection>()
        .First();
}
