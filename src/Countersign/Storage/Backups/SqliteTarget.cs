using Microsoft.Data.Sqlite;

namespace Countersign.Storage.Backups;

/// <summary>An empty data folder. The database is made under another name, and gets its own at the very end.</summary>
internal sealed class SqliteTarget : RestoreTarget
{
    private readonly string _path;
    private readonly string _unfinished;
    private FileStream? _turn;
    private SqliteConnection? _connection;
    private SqliteTransaction? _transaction;
    private SqliteCommand? _insert;

    /// <exception cref="StartupException">The folder has a database already.</exception>
    public SqliteTarget(string folder)
    {
        _path = Path.Combine(folder, DatabaseFile.Name);
        _unfinished = _path + ".restoring";
        if (File.Exists(_path) || File.Exists(_path + "-wal"))
            throw new StartupException($"There is a database in {folder} already, and nothing was changed. Restore into an empty folder: name one with --data.");
    }

    /// <inheritdoc/>
    public override string Name => _path;

    /// <inheritdoc/>
    public override IReadOnlyList<string> KnownSteps => DatabaseFile.Steps;

    /// <inheritdoc/>
    public override void Begin(IReadOnlyList<string> steps)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(_path))!);
        _turn = DatabaseFile.TakeTurn(Path.GetDirectoryName(_path)!);
        RemoveUnfinished();
        DatabaseFile.Create(_unfinished, steps);
        _connection = new SqliteConnection(SqliteDatabase.ConnectionString(_unfinished));
        _connection.Open();
        _transaction = _connection.BeginTransaction(deferred: false);
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
        _insert = _connection!.CreateCommand();
        _insert.Transaction = _transaction;
#pragma warning disable CA2100 // names of tables and columns, out of a file that has proved to be ours
        _insert.CommandText = $"INSERT INTO \"{table}\" ({string.Join(", ", columns.Select(column => $"\"{column}\""))}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})";
#pragma warning restore CA2100
        for (var i = 0; i < columns.Count; i++)
            _insert.Parameters.Add(new SqliteParameter { ParameterName = $"@p{i}" });
        _insert.Prepare();
    }

    /// <inheritdoc/>
    public override void AddRow(ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = _insert!.Parameters[i];
            parameter.ResetSqliteType();
            parameter.Value = values[i] is bool flag ? (flag ? 1L : 0L) : values[i];
        }

        _insert!.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public override void EndTable() => _insert!.Dispose();

    /// <inheritdoc/>
    public override void Complete(Action makeMasterKey)
    {
        _transaction!.Commit();
        Close();    // with its last connection the log of the database is written back into it and gone
        makeMasterKey();
        File.Move(_unfinished, _path);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Close();
        if (_turn is null)
            return;
        RemoveUnfinished();
        _turn.Dispose();
    }

    private void Close()
    {
        _insert?.Dispose();
        _transaction?.Dispose();
        _connection?.Dispose();
        (_transaction, _connection) = (null, null);
    }

    private void RemoveUnfinished()
    {
        foreach (var end in (string[])["", "-wal", "-shm", "-journal"])
            File.Delete(_unfinished + end);
    }
}
