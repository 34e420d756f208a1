using System.Text;
using Countersign.Storage;
using Countersign.Storage.Backups;
using Countersign.Tests.Custody;

namespace Countersign.Tests.Storage.Backups;

public sealed class RestoringTests
{
    private const int SealedChunk = ChunkCipher.ChunkBytes + ChunkCipher.TagBytes;

    private static readonly Password Passphrase = Password.TryParse("correct horse battery")!;
    private static readonly BackupCost Cheap = new(8, 1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backup_that_was_changed_anywhere_cut_anywhere_or_put_together_anew_is_refused_whole()
    {
        var whole = await Whole();
        Assert.True(whole.Length > BackupSeal.HeadBytes + 3 * SealedChunk, $"{whole.Length} bytes are less than four chunks");
        var body = whole[BackupSeal.HeadBytes..];
        var chunks = body.Chunk(SealedChunk).ToArray();
        var bad = new List<(string What, byte[] File)>();
        for (var at = 0; at < BackupSeal.HeadBytes; at++)
            bad.Add(($"byte {at} changed", Changed(whole, at)));
        for (var chunk = 0; chunk < chunks.Length; chunk++)
        {
            var begin = BackupSeal.HeadBytes + chunk * SealedChunk;
            foreach (var at in new[] { 0, 1, chunks[chunk].Length / 2, chunks[chunk].Length - 17, chunks[chunk].Length - 16, chunks[chunk].Length - 1 })
                bad.Add(($"byte {begin + at} changed", Changed(whole, begin + at)));
            foreach (var end in new[] { begin - 1, begin, begin + 1, begin + 16, begin + chunks[chunk].Length - 1 })
                bad.Add(($"cut at {end}", whole[..end]));
            bad.Add(($"chunk {chunk} left out", [.. whole[..BackupSeal.HeadBytes], .. chunks.Where((_, i) => i != chunk).SelectMany(c => c)]));
            bad.Add(($"chunk {chunk} twice", [.. whole[..BackupSeal.HeadBytes], .. chunks.SelectMany((c, i) => i == chunk ? c.Concat(c) : c)]));
        }

        bad.Add(("chunks 0 and 1 exchanged", [.. whole[..BackupSeal.HeadBytes], .. chunks[1], .. chunks[0], .. chunks[2..].SelectMany(c => c)]));
        bad.Add(("a byte more", [.. whole, 0]));
        bad.Add(("a last chunk of another backup", [.. whole[..(BackupSeal.HeadBytes + (chunks.Length - 1) * SealedChunk)], .. (await Whole())[(BackupSeal.HeadBytes + (chunks.Length - 1) * SealedChunk)..]]));
        bad.Add(("nothing", []));

        await using var place = await Place.New(onPostgres: false);
        var folder = Path.Combine(place.Folder, "new");
        foreach (var (what, file) in bad)
        {
            var error = Record.Exception(() => Restoring.Run(new ServerOptions { Data = folder }, new MemoryStream(file), Passphrase));
            Assert.True(error is StartupException { Message: var message } && message.StartsWith("The backup cannot be restored, and nothing was changed. ", StringComparison.Ordinal), $"{what}: {error}");
            Assert.False(Directory.Exists(folder), what);
        }

        Restoring.Run(new ServerOptions { Data = folder }, new MemoryStream(whole), Passphrase);
        Assert.Equal([DatabaseFile.Name, DatabaseFile.MasterKeyName, "start.lock"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_wrong_passphrase_is_called_one()
    {
        await using var place = await Place.New();

        Refuses(place, await Whole(), Password.TryParse("correct horse batterz")!, "The passphrase is wrong, or the file is damaged near its beginning.");
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task A_place_that_is_not_empty_is_left_as_it_is(bool onPostgres)
    {
        await using var place = await Place.New(onPostgres);
        await using (await Node.Start(place))
        {
        }

        var elsewhere = place.Options with { MasterKeyFile = Path.Combine(place.Folder, "other.key") };
        var file = await Whole();
        var key = await place.MasterKeyText();

        Assert.Contains("already, and nothing was changed", Assert.Throws<StartupException>(() => Restoring.Run(place.Options, new MemoryStream(file), Passphrase)).Message, StringComparison.Ordinal);
        Assert.Contains("already, and nothing was changed", Assert.Throws<StartupException>(() => Restoring.Run(elsewhere, new MemoryStream(file), Passphrase)).Message, StringComparison.Ordinal);

        Assert.Equal(key, await place.MasterKeyText());
        Assert.False(File.Exists(elsewhere.MasterKeyFile));
        await using (await Node.Start(place))
        {
        }
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task When_loading_fails_nothing_is_left(bool onPostgres)
    {
        await using var place = await Place.New(onPostgres);
        var file = Made(new BackupManifest(DateTimeOffset.UnixEpoch, "SQLite", DatabaseFile.Steps), writer =>
        {
            Account(writer);
            writer.Write(BackupFormat.Table);
            writer.Write("nonsense");
            writer.Write7BitEncodedInt(0);
            writer.Write(BackupFormat.End);
        });

        Assert.StartsWith("The backup ", Assert.Throws<StartupException>(() => Restoring.Run(place.Options, new MemoryStream(file), Passphrase)).Message, StringComparison.Ordinal);

        Assert.Equal([], Directory.GetFiles(place.Folder).Where(name => !name.EndsWith("start.lock", StringComparison.Ordinal)), StringComparer.Ordinal);
        if (onPostgres)
            Assert.Empty(await place.TableNames());
        Restoring.Run(place.Options, new MemoryStream(await Whole()), Passphrase);    // so it may be tried again
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task A_backup_of_an_older_version_is_brought_up_to_date(bool onPostgres)
    {
        await using var place = await Place.New(onPostgres);
        var old = DatabaseFile.Steps.Where(step => string.CompareOrdinal(step, "0006") < 0).ToList();
        var file = Made(new BackupManifest(DateTimeOffset.UnixEpoch, "SQLite", old), Account);

        Restoring.Run(place.Options, new MemoryStream(file), Passphrase);

        Assert.DoesNotContain("passkeys", await place.TableNames(), StringComparer.Ordinal);
        await using var node = await Node.Start(place);
        Assert.Contains("passkeys", await place.TableNames(), StringComparer.Ordinal);
        Assert.Equal("123456789012", (await node.Database.Read(store => store.Accounts.First(), Cancellation))!.AccountId);
    }

    [Fact]
    public async Task A_backup_of_a_newer_version_is_refused_by_name()
    {
        await using var place = await Place.New();

        Refuses(
            place, Made(new BackupManifest(DateTimeOffset.UnixEpoch, "SQLite", ["0001_accounts_and_keys.sql", "0999_teleport.sql"]), Account), Passphrase,
            "It was made by a newer Countersign (it has the step 0999_teleport.sql). Restore it with that version.");
    }

    [Fact]
    public async Task A_head_that_asks_for_more_memory_than_anybody_has_is_not_obeyed()
    {
        await using var place = await Place.New();
        var file = await Whole();
        file[BackupSeal.Magic.Length + 1] = 0x7f;

        Refuses(place, file, Passphrase, "It is damaged near its beginning.");
    }

    [Fact]
    public void Chunks_of_every_length_come_back_as_they_were()
    {
        using var seal = BackupSeal.Make(Passphrase, Cheap);
        foreach (var length in new[] { 0, 1, ChunkCipher.ChunkBytes - 1, ChunkCipher.ChunkBytes, ChunkCipher.ChunkBytes + 1, 2 * ChunkCipher.ChunkBytes, 3 * ChunkCipher.ChunkBytes + 7 })
        {
            var plain = Enumerable.Range(0, length).Select(i => unchecked((byte)(i * 31))).ToArray();
            var file = new MemoryStream();
            using (var writer = seal.Write(file))
            {
                foreach (var part in plain.Chunk(1000))
                    writer.Write(part);
                writer.Complete();
            }

            using var reader = seal.Read(file);
            using var back = new MemoryStream();
            reader.CopyTo(back);
            Assert.Equal(plain, back.ToArray());
        }
    }

    private static void Refuses(Place place, byte[] file, Password passphrase, string why)
    {
        var error = Assert.Throws<StartupException>(() => Restoring.Run(place.Options, new MemoryStream(file), passphrase));
        Assert.Equal("The backup cannot be restored, and nothing was changed. " + why, error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(place.Folder));
    }

    // A real one, of some chunks.
    private static async Task<byte[]> Whole()
    {
        await using var place = await Place.New(onPostgres: false);
        await using var node = await Node.Start(place);
        var user = (await node.Database.Read(store => store.Users.Find(node.Admin.AccountId, "admin"), Cancellation))!;
        await node.Database.Write(
            async store =>
            {
                for (var i = 0; i < 5; i++)
                    await store.InlinePolicies.Put(user.AccountId, user.UserId, $"long-{i}", new string('x', 50_000));
                return Nothing.Value;
            },
            Cancellation);
        using var seal = BackupSeal.Make(Passphrase, Cheap);
        var file = new MemoryStream();
        await node.Database.Read(store => store.Backup.Write(file, seal, place.Clock.GetUtcNow(), Cancellation), Cancellation);
        return file.ToArray();
    }

    // One made by hand.
    private static byte[] Made(BackupManifest manifest, Action<BinaryWriter> tables)
    {
        using var seal = BackupSeal.Make(Passphrase, Cheap);
        var file = new MemoryStream();
        using var body = seal.Write(file);
        using var writer = new BinaryWriter(body, Encoding.UTF8);
        BackupFormat.Write(writer, manifest);
        BackupFormat.Write(writer, [new BareKey(7, WrappedKey.ForData, DateTimeOffset.UnixEpoch, new byte[32])]);
        tables(writer);
        writer.Write(BackupFormat.End);
        writer.Write7BitEncodedInt64(1);
        writer.Flush();
        body.Complete();
        return file.ToArray();
    }

    private static void Account(BinaryWriter writer)
    {
        writer.Write(BackupFormat.Table);
        writer.Write("accounts");
        writer.Write7BitEncodedInt(2);
        writer.Write("account_id");
        writer.Write("created_at");
        writer.Write(BackupFormat.Row);
        BackupFormat.WriteValue(writer, "123456789012");
        BackupFormat.WriteValue(writer, 0L);
        writer.Write(BackupFormat.End);
    }

    private static byte[] Changed(byte[] file, int at)
    {
        var changed = file.ToArray();
        changed[at] ^= 0x04;
        return changed;
    }
}
