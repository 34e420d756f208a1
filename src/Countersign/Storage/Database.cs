using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Countersign.Storage;

/// <summary>Opens transactions on the one database: one writer at a time, any number of readers beside it.</summary>
internal sealed class Database : IDisposable
{
    private readonly string _connectionString;
    private readonly SemaphoreSlim _writer = new(1, 1);

    public Database(string path, Sealing sealing)
    {
        _connectionString = ConnectionString(path);
        Sealing = sealing;
    }

    /// <summary>Seals and opens the secrets in it.</summary>
    public Sealing Sealing { get; }

    /// <summary>Is told of each transaction that ended: read or write, how long it took, how often it began again; null when nobody measures.</summary>
    public Action<string, TimeSpan, int>? Timed { get; set; }

    public static string ConnectionString(string path) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        ForeignKeys = true,
        DefaultTimeout = 30,    // seconds to wait for the command line, which writes to the same file
        Pooling = true,
    }.ToString();

    /// <summary>Reads in one snapshot.</summary>
    public async Task<T> Read<T>(Func<Store, Task<T>> work, CancellationToken cancellation = default)
    {
        var began = Stopwatch.GetTimestamp();
        await using var connection = await Open(cancellation);
        await using var transaction = connection.BeginTransaction(deferred: true);
        var result = await work(new Store(connection, transaction, Sealing));
        Timed?.Invoke("read", Stopwatch.GetElapsedTime(began), 0);
        return result;
    }

    /// <summary>Writes all or nothing; what was answered is on disk (WAL, synchronous=FULL).</summary>
    public async Task<T> Write<T>(Func<Store, Task<T>> work, CancellationToken cancellation = default)
    {
        var began = Stopwatch.GetTimestamp();
        await _writer.WaitAsync(cancellation);    // queue here, not in SQLite's busy loop
        try
        {
            await using var connection = await Open(cancellation);
            await using var transaction = connection.BeginTransaction(deferred: false);
            var result = await work(new Store(connection, transaction, Sealing));
            await ((DbTransaction)transaction).CommitAsync(CancellationToken.None);    // never half-way for a caller who left
            Timed?.Invoke("write", Stopwatch.GetElapsedTime(began), 0);
            return result;
        }
        finally
        {
            _writer.Release();
        }
    }

    public void Dispose()
    {
        _writer.Dispose();
        SqliteConnection.ClearPool(new SqliteConnection(_connectionString));    // lets go of the file
    }

    private async Task<SqliteConnection> Open(CancellationToken cancellation)
    {
        var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA synchronous = FULL";    // the mode is the connection's, not the file's
        await command.ExecuteNonQueryAsync(cancellation);
        return connection;
    }
}
