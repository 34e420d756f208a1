namespace Countersign.Storage;

/// <summary>Opens transactions on the one database: SQLite in a file, or PostgreSQL that several nodes share.</summary>
internal abstract class Database(Sealing sealing) : IDisposable
{
    /// <summary>Seals and opens the secrets in it.</summary>
    public Sealing Sealing { get; } = sealing;

    /// <summary>Is told each text that goes to the database, once a round trip; null when nobody watches.</summary>
    public Action<string>? Watch { get; set; }

    /// <summary>Is told of each transaction that ended: read or write, how long it took, how often it began again; null when nobody measures.</summary>
    public Action<string, TimeSpan, int>? Timed { get; set; }

    /// <summary>Reads in one snapshot; the first statement, which says who calls, stands alone before it.</summary>
    /// <exception cref="StorageException">The database does not answer.</exception>
    public abstract Task<T> Read<T>(Func<Store, Task<T>> work, CancellationToken cancellation = default);

    /// <summary>Writes all or nothing; what was answered is on disk.</summary>
    /// <param name="work">Runs again when another node's writing got in its way: all that it does must be in the transaction.</param>
    /// <param name="cancellation">The caller has gone; what has been committed stays.</param>
    /// <exception cref="StorageException">The database does not answer.</exception>
    public abstract Task<T> Write<T>(Func<Store, Task<T>> work, CancellationToken cancellation = default);

    /// <summary>Writes and reads what is one round trip: on PostgreSQL each stands alone, so that no commit has to follow.</summary>
    /// <exception cref="StorageException">The database does not answer.</exception>
    public abstract Task<T> Once<T>(Func<Store, Task<T>> work, CancellationToken cancellation = default);

    /// <summary>Writes as <see cref="Write"/> does, and nobody else does so alone meanwhile, on whatever node.</summary>
    /// <exception cref="StorageException">The database does not answer.</exception>
    public abstract Task<T> WriteAlone<T>(Func<Store, Task<T>> work, CancellationToken cancellation = default);

    public void Dispose()
    {
        Close();
        Sealing.Dispose();
    }

    /// <summary>Lets go of connections and files.</summary>
    protected abstract void Close();
}
