namespace Countersign.Storage.Backups;

/// <summary>What a backup says of itself, at its beginning.</summary>
/// <param name="MadeAt">When.</param>
/// <param name="Source"><c>SQLite</c> or <c>PostgreSQL</c>.</param>
/// <param name="Steps">The migrations that its tables have behind them.</param>
internal sealed record BackupManifest(DateTimeOffset MadeAt, string Source, IReadOnlyList<string> Steps);

/// <summary>A data key in a backup: bare, since the file is sealed, and its new place has another master key.</summary>
/// <param name="Id">As it stands in front of what it has sealed.</param>
/// <param name="Purpose">What for.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Key">32 bytes.</param>
internal sealed record BareKey(int Id, string Purpose, DateTimeOffset CreatedAt, byte[] Key);
