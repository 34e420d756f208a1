namespace Countersign.Storage.Backups;

/// <summary>An empty place that a backup is brought back into: all of it, or nothing is left there.</summary>
internal abstract class RestoreTarget : IDisposable
{
    /// <summary>Where it is, for a person.</summary>
    public abstract string Name { get; }

    /// <summary>Migrations that this program knows.</summary>
    public abstract IReadOnlyList<string> KnownSteps { get; }

    /// <summary>Makes the tables as they were when the backup was made, and begins the one transaction.</summary>
    public abstract void Begin(IReadOnlyList<string> steps);

    /// <summary>Adds a key.</summary>
    public abstract void AddKey(WrappedKey key);

    /// <summary>Begins a table.</summary>
    public abstract void BeginTable(string table, IReadOnlyList<string> columns);

    /// <summary>Adds a row of it.</summary>
    public abstract void AddRow(ReadOnlySpan<object> values);

    /// <summary>Ends it.</summary>
    public abstract void EndTable();

    /// <summary>Makes it all last.</summary>
    /// <param name="makeMasterKey">Puts the master key into its place, when everything but the last step has been done.</param>
    public abstract void Complete(Action makeMasterKey);

    /// <summary>Leaves nothing behind; after <see cref="Complete"/> everything.</summary>
    public abstract void Dispose();
}
