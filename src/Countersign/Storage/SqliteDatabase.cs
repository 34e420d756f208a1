using System.Collections.Concurrent;
using System.Data;
using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Countersign.Storage;

/// <summary>A file: one writer at a time, any number of readers beside it (WAL, synchronous=FULL).</summary>
internal sealed class SqliteDatabase(string path, Sealing sealing) : Database(sealing)
{
    private const int IdleConnections = 32;    // each has up to 2 MB of pages

    private readonly string _connectionString = ConnectionString(path);
    private readonly ConcurrentBag<PreparedConnection> _idle = [];
    private readonly SemaphoreSlim _writer = new(1, 1);
    private volatile bool _isClosed;

    public static string ConnectionString(string path) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        ForeignKeys = true,
        DefaultTimeout = 30,    // seconds to wait for the command line, which writes to the same file
        Pooling = false,
    }.ToString();

    /// <inheritdoc/>
    public override async Task<T> Read<T>(Func<Store, Task<T>> work, CancellationToken cancellation = default)
    {
        var began = Stopwatch.GetTimestamp();
        cancellation.ThrowIfCancellationRequested();
        var result = await Run(null, (_, statements) => work(new Store(statements, Sealing)));
        Timed?.Invoke("read", Stopwatch.GetElapsedTime(began), 0);
        return result;
    }

    /// <inheritdoc/>
    public override async Task<T> Write<T>(Func<Store, Task<T>> work, CancellationToken cancellation = default)
    {
        var began = Stopwatch.GetTimestamp();
        await _writer.WaitAsync(cancellation);    // queue here, not in SQLite's busy loop
        try
        {
            var result = await Run("BEGIN IMMEDIATE", async (connection, statements) =>
            {
                var result = await work(new Store(statements, Sealing));
                await statements.Send();
                Watch?.Invoke("COMMIT");
                connection.Run("COMMIT");
                return result;
            });
            Timed?.Invoke("write", Stopwatch.GetElapsedTime(began), 0);
            return result;
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
        _isClosed = true;
        _writer.Dispose();
        while (_idle.TryTake(out var connection))
            connection.Dispose();
    }

    // What begins later is a snapshot for all that follows: Statements begins it with the second statement.
    private async Task<T> Run<T>(string? begin, Func<PreparedConnection, Statements, Task<T>> work)
    {
        PreparedConnection? connection = null;
        try
        {
            connection = Take();
            if (begin is not null)
                connection.Run(begin);
            await using var statements = new Statements(connection, null, IsolationLevel.Serializable, Watch);
            return await work(connection, statements);
        }
        catch (SqliteException e)
        {
            connection?.Dispose();    // who knows what became of it
            connection = null;
            if (Unavailable(e) is { } reason)
                throw new StorageException(reason, e);
            throw;
        }
        finally
        {
            if (connection is not null)
                Give(connection);
        }
    }

    private PreparedConnection Take()
    {
        if (_idle.TryTake(out var idle))
            return idle;
        var connection = new PreparedConnection(_connectionString);
        try
        {
            connection.Open();
            connection.Run("PRAGMA synchronous = FULL");    // the mode is the connection's, not the file's
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }

    private void Give(PreparedConnection connection)
    {
        if (connection.IsInTransaction)
            connection.Run("ROLLBACK");
        if (_isClosed || _idle.Count >= IdleConnections)
            connection.Dispose();
        else
            _idle.Add(connection);
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
}
