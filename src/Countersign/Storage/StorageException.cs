namespace Countersign.Storage;

/// <summary>The database cannot do its part now: it is away, full, or read-only. Nothing was written.</summary>
internal sealed class StorageException(string message, Exception inner) : Exception(message, inner);
