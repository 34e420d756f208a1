using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Reflection;
using Dapper;

namespace Countersign.Storage;

/// <summary>The one way SQL goes to the database, in one transaction; what it costs is told to whoever watches.</summary>
/// <remarks>
/// Over a network the round trips are the cost, so what needs no answer waits (<see cref="Later"/>) and travels with
/// the commit, and many rows travel together (<see cref="ChangeMany"/>).
/// </remarks>
/// <param name="connection">Open.</param>
/// <param name="transaction">Begun; null when each statement stands alone at first (see <paramref name="snapshot"/>).</param>
/// <param name="snapshot">
/// The isolation in which everything after the first statement is read. The first one says who calls: most reads need no other.
/// </param>
/// <param name="dialect">Turns a statement's text into the database's own; null where they are the same.</param>
/// <param name="watch">Is told each text that goes to the database, once a round trip.</param>
internal sealed class Statements(DbConnection connection, DbTransaction? transaction, IsolationLevel? snapshot, Func<string, string>? dialect, Action<string>? watch) : IAsyncDisposable
{
    private const int RowsTogether = 500;
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    private readonly List<(string Sql, object? Parameters)> _later = [];
    private DbTransaction? _transaction = transaction;
    private bool _isFirst = true;

    /// <summary>The row, or null when there is none.</summary>
    public async Task<T?> Find<T>(string sql, object? parameters = null) =>
        await connection.QuerySingleOrDefaultAsync<T>(Text(sql), parameters, await Begin(sql));

    /// <summary>The first of the rows, or null when there is none.</summary>
    public async Task<T?> First<T>(string sql, object? parameters = null) =>
        await connection.QueryFirstOrDefaultAsync<T>(Text(sql), parameters, await Begin(sql));

    /// <summary>The row that must be there.</summary>
    public async Task<T> Get<T>(string sql, object? parameters = null) =>
        await connection.QuerySingleAsync<T>(Text(sql), parameters, await Begin(sql));

    /// <summary>One value; the type's default when there is no row.</summary>
    public async Task<T?> Value<T>(string sql, object? parameters = null) =>
        await connection.ExecuteScalarAsync<T>(Text(sql), parameters, await Begin(sql));

    /// <summary>All rows.</summary>
    public async Task<IReadOnlyList<T>> List<T>(string sql, object? parameters = null) =>
        (await connection.QueryAsync<T>(Text(sql), parameters, await Begin(sql))).AsList();

    /// <summary>All rows, each of two records.</summary>
    public async Task<IReadOnlyList<T>> List<TFirst, TSecond, T>(string sql, Func<TFirst, TSecond, T> map, object parameters, string splitOn) =>
        (await connection.QueryAsync(Text(sql), map, parameters, await Begin(sql), splitOn: splitOn)).AsList();

    /// <summary>Writes.</summary>
    /// <returns>How many rows changed: who was first, where several try.</returns>
    public async Task<int> Change(string sql, object? parameters = null) =>
        await connection.ExecuteAsync(Text(sql), parameters, await Begin(sql));

    /// <summary>Writes what needs no answer: in order, at the latest with the commit.</summary>
    public Task Later(string sql, object? parameters = null)
    {
        if (!connection.CanCreateBatch)
            return Change(sql, parameters);
        _later.Add((sql, parameters));
        return Task.CompletedTask;
    }

    /// <summary>Writes one statement for each row.</summary>
    public async Task ChangeMany(string sql, IEnumerable<object> rows)
    {
        if (!connection.CanCreateBatch)
        {
            await connection.ExecuteAsync(Text(sql), rows, await Begin(sql));
            return;
        }

        foreach (var row in rows)
        {
            _later.Add((sql, row));
            if (_later.Count >= RowsTogether)
                await Flush();
        }
    }

    /// <summary>Makes it all last.</summary>
    public async Task Commit()
    {
        if (_later.Count > 0)
        {
            _later.Add(("COMMIT", null));
            await Flush();
        }
        else if (_transaction is not null)
        {
            watch?.Invoke("COMMIT");
            await _transaction.CommitAsync(CancellationToken.None);    // never half-way for a caller who left
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_transaction is not null)
            await _transaction.DisposeAsync();
    }

    private string Text(string sql) => dialect is null ? sql : dialect(sql);

    private async Task<DbTransaction?> Begin(string sql)
    {
        if (_later.Count > 0)
            await Flush();
        if (_transaction is null && !_isFirst && snapshot is { } isolation)
            _transaction = await connection.BeginTransactionAsync(isolation);
        _isFirst = false;
        watch?.Invoke(sql);
        return _transaction;
    }

    private async Task Flush()
    {
        await using var batch = connection.CreateBatch();
        batch.Transaction = _transaction;
        foreach (var (sql, parameters) in _later)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = Text(sql);
            foreach (var property in parameters is null ? [] : Properties.GetOrAdd(parameters.GetType(), type => type.GetProperties()))
            {
                if (!sql.Contains("@" + property.Name, StringComparison.OrdinalIgnoreCase))
                    continue;
                var parameter = command.CreateParameter();
                parameter.ParameterName = property.Name;
                parameter.Value = property.GetValue(parameters) switch
                {
                    null => DBNull.Value,
                    DateTimeOffset moment => moment.ToUnixTimeSeconds(),
                    var value => value,
                };
                command.Parameters.Add(parameter);
            }

            batch.BatchCommands.Add(command);
        }

        watch?.Invoke(string.Join("; ", _later.Select(statement => statement.Sql)));
        _later.Clear();
        await batch.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
