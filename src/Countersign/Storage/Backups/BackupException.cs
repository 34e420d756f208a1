namespace Countersign.Storage.Backups;

/// <summary>A backup cannot be used: the message says why, and holds no secret.</summary>
internal sealed class BackupException(string message, Exception? inner = null) : Exception(message, inner);
