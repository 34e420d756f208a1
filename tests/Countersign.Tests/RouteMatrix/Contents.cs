using System.Data.Common;
using System.Globalization;

namespace Countersign.Tests.RouteMatrix;

/// <summary>All that the database holds.</summary>
internal static class Contents
{
    private static readonly string[] Unchanging = ["data_protection_keys", "sqlite_sequence"];

    /// <summary>Everything but the record of what was asked and the keys that pages are sealed with.</summary>
    public static Task<string> Of(TestServer server) => Of(server, [.. Unchanging, "audit_events"]);

    /// <summary>Everything but some tables.</summary>
    public static async Task<string> Of(TestServer server, IReadOnlyList<string> except)
    {
        await using var connection = await server.OpenDatabase();
        var tables = TestServer.OnPostgres
            ? "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1"
            : "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1";
        var text = new System.Text.StringBuilder();
        foreach (var table in (await Rows(connection, tables)).Except(except, StringComparer.Ordinal))
        {
            text.AppendLine(table);
            foreach (var row in await Rows(connection, $"SELECT * FROM \"{table}\" ORDER BY 1, 2"))
                text.AppendLine(row);
        }

        return text.ToString();
    }

    private static async Task<List<string>> Rows(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the names of tables, out of the database itself
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i =>
                reader.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        }

        return rows;
    }
}
