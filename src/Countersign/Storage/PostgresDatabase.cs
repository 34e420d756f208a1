using System.Data;
using System.Diagnostics;
using Npgsql;

namespace Countersign.Storage;

/// <summary>A PostgreSQL server that several nodes share.</summary>
/// <remarks>
/// Writes run READ COMMITTED: unique indexes, conditional updates and locked rows decide who is first. Where the server
/// decides it by an error (a deadlock, a row that came or went meanwhile), the work runs again and finds what the other left.
/// </remarks>
internal sealed class PostgresDatabase(NpgsqlDataSource source, Sealing sealing) : Database(sealing)
{
    private const int Tries = 4;
    private const long AloneLock = 0x636f756e74657231;    // "counter1"

    /// <inheritdoc/>
    public override Task<T> Read<T>(Func<Store, Task<T>> work, CancellationToken cancellation = default) => Repeatedly(
        "read",
        async () =>
        {
            await using var connection = source.CreateConnection();    // opened by the first statement: who only computes holds none
            await using var statements = new Statements(connection, null, IsolationLevel.RepeatableRead, Watch);
            return await work(new Store(statements, Sealing));
        },
        mayAskAgain: () => true);

    /// <inheritdoc/>
    public override Task<T> Write<T>(Func<Store, Task<T>> work, CancellationToken cancellation = default) => Write(work, isAlone: false, cancellation);

    /// <inheritdoc/>
    public override Task<T> Once<T>(Func<Store, Task<T>> work, CancellationToken cancellation = default) => Repeatedly(
        "write",
        async () =>
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            await using var statements = new Statements(connection, null, null, Watch);
            var result = await work(new Store(statements, Sealing));
            await statements.Commit();
            return result;
        },
        mayAskAgain: () => true);    // at worst a try is counted twice

    /// <inheritdoc/>
    public override Task<T> WriteAlone<T>(Func<Store, Task<T>> work, CancellationToken cancellation = default) => Write(work, isAlone: true, cancellation);

    /// <inheritdoc/>
    protected override void Close() => source.Dispose();

    private async Task<T> Write<T>(Func<Store, Task<T>> work, bool isAlone, CancellationToken cancellation)
    {
        var isCommitting = false;
        return await Repeatedly(
            "write",
            async () =>
            {
                await using var connection = await source.OpenConnectionAsync(cancellation);
                var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellation);
                await using var statements = new Statements(connection, transaction, null, Watch);
                if (isAlone)
                    await statements.Change("SELECT pg_advisory_xact_lock(@key)", new { key = AloneLock });
                var result = await work(new Store(statements, Sealing));
                isCommitting = true;
                await statements.Commit();
                return result;
            },
            mayAskAgain: () => !isCommitting);    // a commit whose answer was lost may have happened
    }

    private async Task<T> Repeatedly<T>(string kind, Func<Task<T>> work, Func<bool> mayAskAgain)
    {
        var began = Stopwatch.GetTimestamp();
        for (var tried = 1; ; tried++)
        {
            try
            {
                var result = await work();
                Timed?.Invoke(kind, Stopwatch.GetElapsedTime(began), tried - 1);
                return result;
            }
            catch (PostgresException e) when (tried < Tries && DecidedByError(e))
            {
                // again
            }
            catch (NpgsqlException e) when (IsAway(e))
            {
                // Connections that the server closed while nobody looked are one new connection away: none of them is tried again.
                source.Clear();
                if (tried > 1 || !mayAskAgain() || e.InnerException is TimeoutException)    // one that hangs has been waited for long enough
                    throw new StorageException("The PostgreSQL server does not answer.", e);
            }
        }
    }

    // https://www.postgresql.org/docs/15/errcodes-appendix.html
    private static bool DecidedByError(PostgresException e) => e.SqlState is
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
        or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation;

    private static bool IsAway(NpgsqlException e) => e is PostgresException refused
        ? refused.SqlState is { } state && (state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("53", StringComparison.Ordinal)
            || state.StartsWith("57P", StringComparison.Ordinal) || state is PostgresErrorCodes.ReadOnlySqlTransaction)
        : e.InnerException is IOException or System.Net.Sockets.SocketException or TimeoutException or null;
}
