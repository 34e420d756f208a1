using Npgsql;
using NpgsqlTypes;

namespace Countersign.Storage.Backups;

/// <summary>An empty database on a PostgreSQL server.</summary>
internal sealed class PostgresTarget : RestoreTarget
{
    private readonly string _connectionString;
    private readonly NpgsqlConnection _connection;
    private readonly Dictionary<string, bool> _isFlag = new(StringComparer.Ordinal);    // by table and column
    private NpgsqlTransaction? _transaction;
    private NpgsqlBinaryImporter? _importer;
    private bool[] _columns = [];    // of the table under way: whether they are flags
    private bool _isBegun;
    private bool _isDone;

    /// <exception cref="StartupException">It cannot be reached, or is not empty.</exception>
    public PostgresTarget(string connectionString)
    {
        (_connectionString, Name) = (connectionString, DatabaseServer.Describe(connectionString));
        _connection = DatabaseServer.TakeTurn(connectionString);
        try
        {
            if (TableNames().Count > 0)
                throw new StartupException($"The database {Name} has tables already, and nothing was changed. Restore into an empty one.");
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> KnownSteps => DatabaseServer.Steps;

    /// <inheritdoc/>
    public override void Begin(IReadOnlyList<string> steps)
    {
        _isBegun = true;
        DatabaseServer.Create(_connectionString, steps);
        _transaction = _connection.BeginTransaction();
        using var command = new NpgsqlCommand("SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = current_schema()", _connection);
        using var rows = command.ExecuteReader();
        while (rows.Read())
            _isFlag[rows.GetString(0) + "." + rows.GetString(1)] = rows.GetString(2) == "boolean";
    }

    /// <inheritdoc/>
    public override void AddKey(WrappedKey key)
    {
        BeginTable(Tables.Keys, ["key_id", "purpose", "wrapped", "created_at"]);
        AddRow([(long)key.KeyId, key.Purpose, key.Wrapped, key.CreatedAt.ToUnixTimeSeconds()]);
        EndTable();
    }

    /// <inheritdoc/>
    public override void BeginTable(string table, IReadOnlyList<string> columns)
    {
        _columns = columns.Select(column => _isFlag.TryGetValue($"{table}.{column}", out var isFlag) ? isFlag : throw new BackupException($"This program has no column {table}.{column}.")).ToArray();
        _importer = _connection.BeginBinaryImport($"COPY \"{table}\" ({string.Join(", ", columns.Select(column => $"\"{column}\""))}) FROM STDIN (FORMAT BINARY)");
    }

    /// <inheritdoc/>
    public override void AddRow(ReadOnlySpan<object> values)
    {
        _importer!.StartRow();
        for (var i = 0; i < values.Length; i++)
        {
            switch (values[i])
            {
                case DBNull:
                    _importer.WriteNull();
                    break;
                case long number when _columns[i]:
                    _importer.Write(number != 0, NpgsqlDbType.Boolean);
                    break;
                case long number:
                    _importer.Write(number, NpgsqlDbType.Bigint);
                    break;
                case bool flag:
                    _importer.Write(flag, NpgsqlDbType.Boolean);
                    break;
                case byte[] bytes:
                    _importer.Write(bytes, NpgsqlDbType.Bytea);
                    break;
                case string text:
                    _importer.Write(text, NpgsqlDbType.Text);
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public override void EndTable()
    {
        _importer!.Complete();
        _importer.Dispose();
        _importer = null;
    }

    /// <inheritdoc/>
    public override void Complete(Action makeMasterKey)
    {
        CountOn();
        makeMasterKey();
        _transaction!.Commit();
        _isDone = true;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _importer?.Dispose();
        _transaction?.Dispose();
        if (_isBegun && !_isDone && _connection.State == System.Data.ConnectionState.Open && TableNames() is { Count: > 0 } made)    // it was empty
            Run($"DROP TABLE {string.Join(", ", made.Select(name => $"\"{name}\""))} CASCADE");
        _connection.Dispose();
    }

    // Numbers that the database gives out go on behind those that came with the rows.
    private void CountOn()
    {
        var columns = new List<(string Table, string Column)>();
        using (var command = new NpgsqlCommand("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES'", _connection))
        using (var rows = command.ExecuteReader())
        {
            while (rows.Read())
                columns.Add((rows.GetString(0), rows.GetString(1)));
        }

        foreach (var (table, column) in columns)
            Run($"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), coalesce(max({column}), 1), max({column}) IS NOT NULL) FROM {table}");
    }

    private List<string> TableNames()
    {
        using var command = new NpgsqlCommand("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()", _connection);
        using var rows = command.ExecuteReader();
        var names = new List<string>();
        while (rows.Read())
            names.Add(rows.GetString(0));
        return names;
    }

    private void Run(string sql)
    {
#pragma warning disable CA2100 // names of tables and columns, from the database itself
        using var command = new NpgsqlCommand(sql, _connection) { CommandTimeout = 0 };
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
