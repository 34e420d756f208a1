using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Countersign.Storage;

/// <summary>A file: one writer at a time, any number of readers beside it (WAL, synchronous=FULL).</summary>
internal sealed class SqliteDatabase(string path, Sealing sealing) : Database(sealing)
{
    private readonly string _connectionString = ConnectionString(path);
    private readonly SemaphoreSlim _writer = new(1, 1);

    public static string ConnectionString(string path) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        ForeignKeys = true,
        DefaultTimeout = 30,    // seconds to wait for the command line, which writes to the same file
        Pooling = true,
    }.ToString();

    /// <inheritdoc/>
    public override async Task<T> Read<T>(Func<Store, Task<T>> work, CancellationToken cancellation = default)
    {
        try
        {
            await using var connection = await Open(cancellation);
            await using var statements = new Statements(connection, connection.BeginTransaction(deferred: true), null, null, Watch);
            return await work(new Store(statements, Sealing));
        }
        catch (SqliteException e) when (Unavailable(e) is { } reason)
        {
            throw new StorageException(reason, e);
        }
    }

    /// <inheritdoc/>
    public override async Task<T> Write<T>(Func<Store, Task<T>> work, CancellationToken cancellation = default)
    {
        await _writer.WaitAsync(cancellation);    // queue here, not in SQLite's busy loop
        try
        {
            await using var connection = await Open(cancellation);
            await using var statements = new Statements(connection, connection.BeginTransaction(deferred: false), null, null, Watch);
            var result = await work(new Store(statements, Sealing));
            await statements.Commit();
            return result;
        }
        catch (SqliteException e) when (Unavailable(e) is { } reason)
        {
            throw new StorageException(reason, e);
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <inheritdoc/>
    public override Task<T> Once<T>(Func<Store, Task<T>> work, CancellationToken cancellation = default) => Write(work, cancellation);

    /// <inheritdoc/>
    public override Task<T> WriteAlone<T>(Func<Store, Task<T>> work, CancellationToken cancellation = default) => Write(work, cancellation);

    /// <inheritdoc/>
    protected override void Close()
    {
        _writer.Dispose();
        SqliteConnection.ClearPool(new SqliteConnection(_connectionString));    // lets go of the file
    }

    // https://www.sqlite.org/rescode.html
    private string? Unavailable(SqliteException e) => e.SqliteErrorCode switch
    {
        5 or 6 => "The database file is locked by another program.",
        8 => $"The database {path} cannot be written.",
        10 => $"The disk with {path} does not work: reading or writing failed.",
        11 or 26 => $"The database {path} is damaged. Stop the server and restore a backup.",
        13 => $"The disk with {path} is full.",
        14 => $"The database {path} cannot be opened.",
        _ => null,
    };

    private async Task<SqliteConnection> Open(CancellationToken cancellation)
    {
        var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync(cancellation);
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA synchronous = FULL";    // the mode is the connection's, not the file's
        await command.ExecuteNonQueryAsync(cancellation);
        return connection;
    }
}
