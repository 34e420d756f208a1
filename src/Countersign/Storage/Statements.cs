using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Reflection;
using System.Runtime.CompilerServices;
using Dapper;
using Npgsql;

namespace Countersign.Storage;

/// <summary>The one way SQL goes to the database, in one transaction; what it costs is told to whoever watches.</summary>
/// <remarks>
/// Over a network the round trips are the cost. So statements can wait (<see cref="Ask"/>, <see cref="Post"/>): they
/// travel, in order, with the next one that does not, or with the commit.
/// </remarks>
/// <param name="connection">Opened with the first statement, if it is not open.</param>
/// <param name="transaction">Begun; null where somebody else began it, or each round trip stands alone, at least at first (see <paramref name="snapshot"/>).</param>
/// <param name="snapshot">
/// The isolation in which everything after the first round trip is read. The first one, which is read at a moment of its own, says who
/// calls: most reads need no other.
/// </param>
/// <param name="watch">Is told each text that goes to the database, once a round trip.</param>
internal sealed class Statements(
    DbConnection connection, DbTransaction? transaction, IsolationLevel? snapshot, Action<string>? watch) : IAsyncDisposable
{
    private const int RowsTogether = 500;

    private readonly List<Waiting> _waiting = [];
    private DbTransaction? _transaction = transaction;
    private bool _isFirst = true;

    /// <summary>The row, or null when there is none.</summary>
    public async Task<T?> Find<T>(string sql, object? parameters = null) => (await List<T>(sql, parameters)).SingleOrDefault();

    /// <summary>The first of the rows, or null when there is none.</summary>
    public async Task<T?> First<T>(string sql, object? parameters = null) => await List<T>(sql, parameters) is [var first, ..] ? first : default;

    /// <summary>The row that must be there.</summary>
    public async Task<T> Get<T>(string sql, object? parameters = null) => (await List<T>(sql, parameters)).Single();

    /// <summary>One value; the type's default when there is no row.</summary>
    public Task<T?> Value<T>(string sql, object? parameters = null) => First<T>(sql, parameters);

    /// <summary>All rows.</summary>
    public async Task<IReadOnlyList<T>> List<T>(string sql, object? parameters = null)
    {
        var question = Ask<T>(sql, parameters);
        await Send();
        return question.Rows;
    }

    /// <summary>All rows, each of two records, one after the other; the second is null where its first column is.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="second">The second one's first column: the last of that name.</param>
    public async Task<IReadOnlyList<(TFirst First, TSecond Second)>> Pairs<TFirst, TSecond>(string sql, object parameters, string second)
    {
        var question = new AskedPairs<TFirst, TSecond>(sql, parameters, second);
        _waiting.Add(question);
        await Send();
        return question.Rows;
    }

    /// <summary>Whether it is PostgreSQL, for the few that ask the database about itself.</summary>
    public bool IsPostgres => connection is NpgsqlConnection;

    /// <summary>Rows of any shape, one at a time as they come: for more than fits into memory.</summary>
    public async IAsyncEnumerable<DbDataReader> Rows(string sql, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var begun = await Begin(sql);
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, begun);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            yield return reader;
    }

    /// <summary>Writes.</summary>
    /// <returns>How many rows changed: who was first, where several try.</returns>
    public async Task<int> Change(string sql, object? parameters = null)
    {
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
        var sent = _waiting.ToArray();
        _waiting.Clear();
        if (sent.Length > 1 && snapshot is not null && connection is PreparedConnection prepared)
            prepared.BeginUnlessBegun();    // what travels together is read together
        var inTransaction = await Begin(watch is null ? "" : string.Join("; ", sent.Select(one => one.Sql)));
        if (sent.Length > 1 && connection.CanCreateBatch)
        {
            await Together(inTransaction is null ? AtOneMoment(sent) : sent, inTransaction);
            return;
        }

        foreach (var one in sent)
            await Alone(one, inTransaction);
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

    // On PostgreSQL each statement sees a moment of its own, unless told otherwise. What is read together is read at one: a user who is
    // renamed between two of the statements would else have a password and no devices. What was written before it is committed first.
    private static Waiting[] AtOneMoment(Waiting[] sent)
    {
        if (sent.Count(one => one.Reads) < 2)
            return sent;
        var bracketed = new List<Waiting>(sent.Length + 4);
        Waiting? previous = null;
        foreach (var one in sent)
        {
            if (previous?.Reads != one.Reads)
            {
                if (previous is not null)
                    bracketed.Add(new Changed("COMMIT", null));
                bracketed.Add(new Changed(one.Reads ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN", null));
            }

            bracketed.Add(one);
            previous = one;
        }

        bracketed.Add(new Changed("COMMIT", null));
        return [.. bracketed];
    }

    private async Task<DbTransaction?> Begin(string sql)
    {
        if (connection.State == ConnectionState.Closed)
            await connection.OpenAsync();
        if (_transaction is null && !_isFirst && snapshot is { } isolation)
        {
            if (connection is PreparedConnection prepared)
                prepared.BeginUnlessBegun();
            else
                _transaction = await connection.BeginTransactionAsync(isolation);
        }

        _isFirst = false;
        watch?.Invoke(sql);
        return _transaction;
    }

    private async Task Alone(Waiting one, DbTransaction? inTransaction)
    {
        if (connection is PreparedConnection prepared)
        {
            await one.Run(prepared.Command(one.Sql), Dialect.Sqlite);
            return;
        }

        var dialect = Dialect.Of(connection);
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (dialect.Text(one.Sql), inTransaction);
        await one.Run(command, dialect);
    }

    private async Task Together(Waiting[] sent, DbTransaction? inTransaction)
    {
        var dialect = Dialect.Of(connection);
        await using var batch = connection.CreateBatch();
        batch.Transaction = inTransaction;
        foreach (var one in sent)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = dialect.Text(one.Sql);
            one.Fill(command.Parameters, command.CreateParameter, dialect);
            batch.BatchCommands.Add(command);
        }

        await using var reader = await batch.ExecuteReaderAsync(CancellationToken.None);
        foreach (var one in sent)
            await one.Read(reader);
        while (await reader.NextResultAsync(CancellationToken.None))
        {
            // the end of the last one is the end of the implicit transaction, if there is no other
        }

        for (var i = 0; i < sent.Length; i++)
            sent[i].Took(batch.BatchCommands[i].RecordsAffected);
    }

    /// <summary>A statement that waits to be sent.</summary>
    internal abstract class Waiting(string sql, object? parameters)
    {
        private static readonly ConcurrentDictionary<(string, Type), Named[]> Used = new();

        public string Sql => sql;

        /// <summary>Whether it asks; else it writes.</summary>
        public virtual bool Reads => true;

        /// <summary>Alone.</summary>
        public async Task Run(DbCommand command, Dialect dialect)
        {
            Fill(command.Parameters, command.CreateParameter, dialect);
            await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
            await Read(reader);
            Took(reader.RecordsAffected);
        }

        /// <summary>The rows that the reader stands at, if it has any; leaves it at the next statement's.</summary>
        public virtual Task Read(DbDataReader reader) => Task.CompletedTask;

        /// <summary>How many rows it changed.</summary>
        public virtual void Took(int rows)
        {
        }

        /// <summary>Sets what the text names.</summary>
        public void Fill(DbParameterCollection named, Func<DbParameter> create, Dialect dialect)
        {
            if (parameters is null)
                return;
            foreach (var (name, property) in Used.GetOrAdd((sql, parameters.GetType()), static key => Named.In(key.Item1, key.Item2)))
            {
                var parameter = create();
                parameter.ParameterName = name;
                parameter.Value = dialect.Value(property.GetValue(parameters));
                named.Add(parameter);
            }
        }

        private readonly record struct Named(string Name, PropertyInfo Property)
        {
            public static Named[] In(string sql, Type parameters) =>
            [
                .. parameters.GetProperties()
                    .Where(property => sql.Contains("@" + property.Name, StringComparison.OrdinalIgnoreCase))
                    .Select(property => new Named("@" + property.Name, property)),
            ];
        }
    }

    /// <summary>A write that waits, or has been sent.</summary>
    internal sealed class Changed(string sql, object? parameters) : Waiting(sql, parameters)
    {
        private int? _rows;

        /// <summary>How many rows it changed; once it has been sent.</summary>
        public int Rows => _rows ?? throw new InvalidOperationException("It has not been sent.");

        public override bool Reads => false;

        public override void Took(int rows) => _rows = rows;
    }

    /// <summary>A read that waits, or has been sent.</summary>
    internal sealed class Asked<T>(string sql, object? parameters) : Waiting(sql, parameters)
    {
        private IReadOnlyList<T>? _rows;

        /// <summary>The rows; once it has been sent.</summary>
        public IReadOnlyList<T> Rows => _rows ?? throw new InvalidOperationException("It has not been sent.");

        public override async Task Read(DbDataReader reader)
        {
            _rows = reader.Parse<T>().ToList();
            await reader.NextResultAsync(CancellationToken.None);
        }
    }

    private sealed class AskedPairs<TFirst, TSecond>(string sql, object parameters, string second) : Waiting(sql, parameters)
    {
        private readonly List<(TFirst, TSecond)> _rows = [];

        public IReadOnlyList<(TFirst, TSecond)> Rows => _rows;

        public override async Task Read(DbDataReader reader)
        {
            if (await reader.ReadAsync(CancellationToken.None))
            {
                var split = reader.FieldCount - 1;
                while (reader.GetName(split) != second)
                    split--;
                var (readFirst, readSecond) = (reader.GetRowParser<TFirst>(length: split), reader.GetRowParser<TSecond>(startIndex: split, returnNullIfFirstMissing: true));
                do
                    _rows.Add((readFirst(reader), readSecond(reader)));
                while (await reader.ReadAsync(CancellationToken.None));
            }

            await reader.NextResultAsync(CancellationToken.None);
        }
    }
}
