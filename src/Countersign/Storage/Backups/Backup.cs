using System.Security.Cryptography;
using System.Text;

namespace Countersign.Storage.Backups;

/// <summary>Writes everything that there is into one sealed stream, row by row.</summary>
internal readonly struct Backup(Statements statements, Sealing sealing)
{
    /// <summary>Writes it, as this transaction sees it.</summary>
    /// <returns>How many tables and rows.</returns>
    public async Task<(int Tables, long Rows)> Write(Stream file, BackupSeal seal, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var body = seal.Write(file);
        await using var writer = new BinaryWriter(body, Encoding.UTF8);
        BackupFormat.Write(writer, new BackupManifest(now, statements.IsPostgres ? "PostgreSQL" : "SQLite", await Tables.Steps(statements)));
        await WriteKeys(writer);

        var names = await Tables.InOrder(statements);
        var rows = 0L;
        foreach (var name in names)
        {
            var isFirst = true;
            await foreach (var row in statements.Rows($"SELECT * FROM {name}", cancellation))
            {
                if (isFirst)
                {
                    writer.Write(BackupFormat.Table);
                    writer.Write(name);
                    writer.Write7BitEncodedInt(row.FieldCount);
                    for (var i = 0; i < row.FieldCount; i++)
                        writer.Write(row.GetName(i));
                    isFirst = false;
                }

                writer.Write(BackupFormat.Row);
                for (var i = 0; i < row.FieldCount; i++)
                    BackupFormat.WriteValue(writer, row.GetValue(i));
                rows++;
            }

            if (!isFirst)
                writer.Write(BackupFormat.End);
        }

        writer.Write(BackupFormat.End);
        writer.Write7BitEncodedInt64(rows);
        writer.Flush();
        body.Complete();
        return (names.Count, rows);
    }

    /// <summary>The tables whose rows it writes, in the order of the file.</summary>
    public Task<IReadOnlyList<string>> TableNames() => Tables.InOrder(statements);

    private async Task WriteKeys(BinaryWriter writer)
    {
        var source = sealing.Source!;
        var keys = (await new DataKeys(statements, source).All())
            .Where(key => key.Purpose != WrappedKey.ForSessions)
            .Select(key => new BareKey(key.KeyId, key.Purpose, key.CreatedAt, source.Unwrap(key)))
            .ToList();
        BackupFormat.Write(writer, keys);
        foreach (var key in keys)
            CryptographicOperations.ZeroMemory(key.Key);
    }
}
