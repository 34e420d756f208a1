using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Reflection;
using Dapper;

namespace Countersign.Storage;

/// <summary>The one way SQL goes to the database, in one transaction; what it costs is told to whoever watches.</summary>
/// <remarks>
/// Over a network the round trips are the cost. So statements can wait (<see cref="Ask"/>, <see cref="Post"/>): they
/// travel, in order, with the next one that does not, or with the commit.
/// </remarks>
/// <param name="connection">Open.</param>
/// <param name="transaction">Begun; null when each round trip stands alone, at least at first (see <paramref name="snapshot"/>).</param>
/// <param name="snapshot">
/// The isolation in which everything after the first round trip is read. The first one says who calls: most reads need no other.
/// </param>
/// <param name="dialect">Turns a statement's text into the database's own; null where they are the same.</param>
/// <param name="watch">Is told each text that goes to the database, once a round trip.</param>
internal sealed class Statements(
    DbConnection connection, DbTransaction? transaction, IsolationLevel? snapshot, Func<string, string>? dialect, Action<string>? watch) : IAsyncDisposable
{
    private const int RowsTogether = 500;

    private readonly List<Waiting> _waiting = [];
    private DbTransaction? _transaction = transaction;
    private bool _isFirst = true;

    /// <summary>The row, or null when there is none.</summary>
    public async Task<T?> Find<T>(string sql, object? parameters = null) => _waiting.Count > 0
        ? (await Together(Ask<T>(sql, parameters))).SingleOrDefault()
        : await connection.QuerySingleOrDefaultAsync<T>(Text(sql), parameters, await Begin(sql));

    /// <summary>The first of the rows, or null when there is none.</summary>
    public async Task<T?> First<T>(string sql, object? parameters = null) => _waiting.Count > 0
        ? (await Together(Ask<T>(sql, parameters))) is [var first, ..] ? first : default
        : await connection.QueryFirstOrDefaultAsync<T>(Text(sql), parameters, await Begin(sql));

    /// <summary>The row that must be there.</summary>
    public async Task<T> Get<T>(string sql, object? parameters = null) => _waiting.Count > 0
        ? (await Together(Ask<T>(sql, parameters))).Single()
        : await connection.QuerySingleAsync<T>(Text(sql), parameters, await Begin(sql));

    /// <summary>One value; the type's default when there is no row.</summary>
    public async Task<T?> Value<T>(string sql, object? parameters = null)
    {
        await Send();
        return await connection.ExecuteScalarAsync<T>(Text(sql), parameters, await Begin(sql));
    }

    /// <summary>All rows.</summary>
    public async Task<IReadOnlyList<T>> List<T>(string sql, object? parameters = null) => _waiting.Count > 0
        ? await Together(Ask<T>(sql, parameters))
        : (await connection.QueryAsync<T>(Text(sql), parameters, await Begin(sql))).AsList();

    /// <summary>All rows, each of two records.</summary>
    public async Task<IReadOnlyList<T>> List<TFirst, TSecond, T>(string sql, Func<TFirst, TSecond, T> map, object parameters, string splitOn)
    {
        await Send();
        return (await connection.QueryAsync(Text(sql), map, parameters, await Begin(sql), splitOn: splitOn)).AsList();
    }

    /// <summary>Writes.</summary>
    /// <returns>How many rows changed: who was first, where several try.</returns>
    public async Task<int> Change(string sql, object? parameters = null)
    {
        if (_waiting.Count == 0)
            return await connection.ExecuteAsync(Text(sql), parameters, await Begin(sql));
        var change = Post(sql, parameters);
        await Send();
        return change.Rows;
    }

    /// <summary>Writes what needs no answer: at the latest with the commit.</summary>
    public Task Later(string sql, object? parameters = null)
    {
        Post(sql, parameters);
        return Task.CompletedTask;
    }

    /// <summary>Writes what needs no answer yet.</summary>
    public Changed Post(string sql, object? parameters = null)
    {
        var change = new Changed(sql, parameters);
        _waiting.Add(change);
        return change;
    }

    /// <summary>Reads what is not needed now.</summary>
    public Asked<T> Ask<T>(string sql, object? parameters = null)
    {
        var question = new Asked<T>(sql, parameters);
        _waiting.Add(question);
        return question;
    }

    /// <summary>Writes one statement for each row.</summary>
    public async Task ChangeMany(string sql, IEnumerable<object> rows)
    {
        if (!connection.CanCreateBatch)
        {
            await Send();
            await connection.ExecuteAsync(Text(sql), rows, await Begin(sql));
            return;
        }

        foreach (var row in rows)
        {
            Post(sql, row);
            if (_waiting.Count >= RowsTogether)
                await Send();
        }
    }

    /// <summary>Sends what waits, in one round trip where the database can.</summary>
    public async Task Send()
    {
        if (_waiting.Count == 0)
            return;
        var sent = _waiting.ToList();
        _waiting.Clear();
        var inTransaction = await Begin(string.Join("; ", sent.Select(one => one.Sql)));
        if (connection.CanCreateBatch)
        {
            await Send(sent, inTransaction);
            return;
        }

        foreach (var one in sent)
            await one.Run(connection, inTransaction, Text(one.Sql));
    }

    /// <summary>Makes it all last.</summary>
    public async Task Commit()
    {
        if (_transaction is null)
        {
            await Send();
        }
        else if (_waiting.Count > 0 && connection.CanCreateBatch)
        {
            Post("COMMIT");
            await Send();
        }
        else
        {
            await Send();
            watch?.Invoke("COMMIT");
            await _transaction.CommitAsync(CancellationToken.None);    // never half-way for a caller who left
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_transaction is not null)
            await _transaction.DisposeAsync();
    }

    private async Task<IReadOnlyList<T>> Together<T>(Asked<T> question)
    {
        await Send();
        return question.Rows;
    }

    private string Text(string sql) => dialect is null ? sql : dialect(sql);

    private async Task<DbTransaction?> Begin(string sql)
    {
        if (_transaction is null && !_isFirst && snapshot is { } isolation)
            _transaction = await connection.BeginTransactionAsync(isolation);
        _isFirst = false;
        watch?.Invoke(sql);
        return _transaction;
    }

    private async Task Send(List<Waiting> sent, DbTransaction? inTransaction)
    {
        await using var batch = connection.CreateBatch();
        batch.Transaction = inTransaction;
        foreach (var one in sent)
            batch.BatchCommands.Add(one.Prepare(batch.CreateBatchCommand(), Text(one.Sql)));

        await using var reader = await batch.ExecuteReaderAsync(CancellationToken.None);
        foreach (var one in sent)
            await one.Read(reader);
        while (await reader.NextResultAsync(CancellationToken.None))
        {
            // the end of the last one is the end of the implicit transaction, if there is no other
        }

        for (var i = 0; i < sent.Count; i++)
            sent[i].Took(batch.BatchCommands[i].RecordsAffected);
    }

    /// <summary>A statement that waits to be sent.</summary>
    internal abstract class Waiting(string sql, object? parameters)
    {
        private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

        public string Sql => sql;

        protected object? Parameters => parameters;

        /// <summary>Alone.</summary>
        public abstract Task Run(DbConnection connection, DbTransaction? transaction, string text);

        /// <summary>Among others: the rows that the reader stands at, if it has any.</summary>
        public virtual Task Read(DbDataReader reader) => Task.CompletedTask;

        /// <summary>Among others: how many rows it changed.</summary>
        public virtual void Took(int rows)
        {
        }

        public DbBatchCommand Prepare(DbBatchCommand command, string text)
        {
            command.CommandText = text;
            foreach (var property in parameters is null ? [] : Properties.GetOrAdd(parameters.GetType(), type => type.GetProperties()))
            {
                if (!text.Contains("@" + property.Name, StringComparison.OrdinalIgnoreCase))
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

            return command;
        }
    }

    /// <summary>A write that waits, or has been sent.</summary>
    internal sealed class Changed(string sql, object? parameters) : Waiting(sql, parameters)
    {
        private int? _rows;

        /// <summary>How many rows it changed; once it has been sent.</summary>
        public int Rows => _rows ?? throw new InvalidOperationException("It has not been sent.");

        public override async Task Run(DbConnection connection, DbTransaction? transaction, string text) =>
            _rows = await connection.ExecuteAsync(text, Parameters, transaction);

        public override void Took(int rows) => _rows = rows;
    }

    /// <summary>A read that waits, or has been sent.</summary>
    internal sealed class Asked<T>(string sql, object? parameters) : Waiting(sql, parameters)
    {
        private IReadOnlyList<T>? _rows;

        /// <summary>The rows; once it has been sent.</summary>
        public IReadOnlyList<T> Rows => _rows ?? throw new InvalidOperationException("It has not been sent.");

        public override async Task Run(DbConnection connection, DbTransaction? transaction, string text) =>
            _rows = (await connection.QueryAsync<T>(text, Parameters, transaction)).AsList();

        public override async Task Read(DbDataReader reader)
        {
            _rows = reader.Parse<T>().ToList();
            await reader.NextResultAsync(CancellationToken.None);
        }
    }
}
