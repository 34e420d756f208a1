using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Countersign.Tests.RouteMatrix;

/// <summary>All that the database holds, but for the record of what was asked and the keys that pages are sealed with.</summary>
internal static class Contents
{
    public static string Of(TestServer server)
    {
        using var connection = new SqliteConnection($"Data Source={server.DatabasePath};Mode=ReadOnly;Pooling=False");
        connection.Open();
        var text = new System.Text.StringBuilder();
        foreach (var table in Rows(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('audit_events', 'data_protection_keys', 'sqlite_sequence') ORDER BY name"))
        {
            text.AppendLine(table);
            foreach (var row in Rows(connection, $"SELECT * FROM \"{table}\" ORDER BY 1, 2"))
                text.AppendLine(row);
        }

        return text.ToString();
    }

    private static List<string> Rows(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the names of tables, out of the database itself
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i =>
                reader.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        }

        return rows;
    }
}
