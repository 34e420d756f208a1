using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Countersign.Storage.Backups;

/// <summary>Brings a backup back into an empty folder or database, with a new master key.</summary>
internal static class Restoring
{
    /// <summary>Restores all of it, or nothing.</summary>
    /// <param name="options">Where.</param>
    /// <param name="file">The backup; can seek.</param>
    /// <param name="passphrase">What opens it.</param>
    /// <returns>What the backup says of itself, and how many rows it had.</returns>
    /// <exception cref="StartupException">The place is not empty, or the backup cannot be used; nothing was changed.</exception>
    public static (BackupManifest Manifest, long Rows) Run(ServerOptions options, Stream file, Password passphrase)
    {
        var masterKeyPath = MasterKeyPath.Of(options);
        if (File.Exists(masterKeyPath))
            throw new StartupException($"There is a master key {masterKeyPath} already, and nothing was changed. A restored database gets a new one: move the old one away, or name another place with --master-key-file.");
        try
        {
            using var seal = BackupSeal.Open(file, passphrase);
            using var target = options.Database is { } connectionString ? (RestoreTarget)new PostgresTarget(connectionString) : new SqliteTarget(options.Data);

            // Twice from beginning to end: nothing is made before all of it has proved to be as it was written.
            using (var all = new BackupReader(file, seal))
            {
                RefuseNewer(all.Manifest, target);
                all.ReadRows((_, _) => { }, _ => { }, () => { });
            }

            using var reader = new BackupReader(file, seal);
            target.Begin(reader.Manifest.Steps);
            return (reader.Manifest, Load(reader, target, masterKeyPath));
        }
        catch (BackupException e)
        {
            throw new StartupException($"The backup cannot be restored, and nothing was changed. {e.Message}", e);
        }
        catch (Exception e) when (e is EndOfStreamException or SqliteException or NpgsqlException or IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The backup could not be restored, and nothing of it is left. {e.Message}", e);
        }
    }

    private static long Load(BackupReader reader, RestoreTarget target, string masterKeyPath)
    {
        var unfinished = masterKeyPath + ".restoring";
        File.Delete(unfinished);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(masterKeyPath))!);
        MasterKey.Create(unfinished);
        try
        {
            using (var masterKey = MasterKey.Load(unfinished, mayCreate: false))
            {
                foreach (var key in reader.Keys)
                {
                    target.AddKey(WrappedKey.Of(key.Id, key.Purpose, key.Key, masterKey, key.CreatedAt));
                    CryptographicOperations.ZeroMemory(key.Key);
                }
            }

            var rows = reader.ReadRows(target.BeginTable, values => target.AddRow(values), target.EndTable);
            target.Complete(() => File.Move(unfinished, masterKeyPath));    // from there on it stays: a commit whose answer was lost may have happened
            return rows;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static void RefuseNewer(BackupManifest manifest, RestoreTarget target)
    {
        if (manifest.Steps.FirstOrDefault(step => !target.KnownSteps.Contains(step, StringComparer.Ordinal)) is { } unknown)
            throw new BackupException($"It was made by a newer Countersign (it has the step {unknown}). Restore it with that version.");
    }
}
