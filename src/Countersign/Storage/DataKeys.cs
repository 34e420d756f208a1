using System.Security.Cryptography;
using Countersign.Sts;

namespace Countersign.Storage;

/// <summary>The table <c>data_keys</c>: what seals the secrets, wrapped by the master key. The youngest of a purpose seals, all of them open.</summary>
internal readonly struct DataKeys(Statements statements, KeySource? source)
{
    /// <summary>After how long no node seals with the key before any more: far longer than <see cref="Sealing.Freshness"/> and any transaction.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    /// <summary>How long the key before still opens temporary credentials.</summary>
    public static readonly TimeSpan SessionOverlap = SessionToken.LongestLifetime + Grace;

    private KeySource Source => source ?? throw new InvalidOperationException("These keys stay as they are.");

    /// <summary>True before the first start has made them.</summary>
    public static async Task<bool> AreMissing(Statements statements) =>
        await statements.Value<long>("SELECT count(*) FROM data_keys") == 0;

    /// <summary>Unwraps them, and makes those that are missing; commits.</summary>
    /// <param name="statements">A transaction in which nobody else makes them.</param>
    /// <param name="source">Where they are read again later; its master key must be there.</param>
    /// <param name="misfit">How the error begins when the master key does not open them.</param>
    /// <param name="now">When they are made.</param>
    /// <exception cref="StartupException">The master key belongs to another database.</exception>
    public static async Task<Sealing> Open(Statements statements, KeySource source, string misfit, DateTimeOffset now)
    {
        var table = new DataKeys(statements, source);
        var keys = await table.All();
        var fits = Fitting(source.MasterKeyPath, keys)
            ?? throw new StartupException($"{misfit}: it belongs to another one. Put the right key back; nothing was changed.");
        if (fits == 1)
            MasterKey.Adopt(source.MasterKeyPath);    // changed on another node, or before a crash

        foreach (var purpose in (string[])[WrappedKey.ForData, WrappedKey.ForSessions])
        {
            if (!keys.Any(key => key.Purpose == purpose))
                await table.Make(purpose, now);
        }

        await statements.Commit();
        return new Sealing(source);
    }

    /// <summary>All of them, the oldest first.</summary>
    public Task<IReadOnlyList<WrappedKey>> All() =>
        statements.List<WrappedKey>("SELECT key_id, purpose, wrapped, created_at FROM data_keys ORDER BY key_id");

    /// <summary>Makes a key, which seals from now on. Whoever meets it reads it.</summary>
    /// <returns>Its id.</returns>
    public async Task<int> Make(string purpose, DateTimeOffset now)
    {
        await Hold();
        var id = 1 + await statements.Value<int>("SELECT coalesce(max(key_id), 0) FROM data_keys");
        using var masterKey = await Wrapping();
        await Add(WrappedKey.Of(id, purpose, RandomNumberGenerator.GetBytes(32), masterKey, now));
        return id;
    }

    /// <summary>Adds a key.</summary>
    public Task Add(WrappedKey key) => statements.Change(
        "INSERT INTO data_keys (key_id, purpose, wrapped, created_at) VALUES (@KeyId, @Purpose, @Wrapped, @CreatedAt)", key);

    /// <summary>Wraps all keys anew, with the master key that is to follow (<see cref="MasterKey.Prepare"/>).</summary>
    /// <returns>How many.</returns>
    public async Task<int> Rewrap()
    {
        await Hold();
        var keys = await All();
        using var old = await Wrapping();
        using var next = MasterKey.Load(MasterKey.Next(Source.MasterKeyPath), mayCreate: false);
        foreach (var key in keys)
        {
            await statements.Change(
                "UPDATE data_keys SET wrapped = @Wrapped WHERE key_id = @KeyId",
                WrappedKey.Of(key.KeyId, key.Purpose, key.Unwrap(old), next, key.CreatedAt));
        }

        return keys.Count;
    }

    /// <summary>Forgets keys.</summary>
    public Task Remove(IReadOnlyList<int> ids) => statements.Change("DELETE FROM data_keys WHERE key_id IN @ids", new { ids });

    /// <summary>Forgets the keys of a purpose that are older than one of them.</summary>
    public Task RemoveBefore(string purpose, int id) =>
        statements.Change("DELETE FROM data_keys WHERE purpose = @purpose AND key_id < @id", new { purpose, id });

    /// <summary>Keys that no node seals with any more.</summary>
    public static IReadOnlyList<WrappedKey> Over(IReadOnlyList<WrappedKey> keys, DateTimeOffset now) => keys
        .Where(key => keys.Any(younger => younger.Purpose == key.Purpose && younger.KeyId > key.KeyId
            && younger.CreatedAt + (key.Purpose == WrappedKey.ForSessions ? SessionOverlap : Grace) <= now))
        .ToList();

    /// <summary>Which master key wraps them all: 0 the one in its place, 1 the one that is to follow it, null neither.</summary>
    private static int? Fitting(string masterKeyPath, IReadOnlyList<WrappedKey> keys)
    {
        var number = 0;
        foreach (var masterKey in MasterKey.Candidates(masterKeyPath))
        {
            using (masterKey)
            {
                try
                {
                    foreach (var key in keys)
                        CryptographicOperations.ZeroMemory(key.Unwrap(masterKey));
                    return number;
                }
                catch (AuthenticationTagMismatchException)
                {
                    number++;
                }
            }
        }

        return null;
    }

    private async Task<MasterKey> Wrapping()
    {
        var path = Source.MasterKeyPath;
        return Fitting(path, await All()) switch
        {
            0 => MasterKey.Load(path, mayCreate: false),
            1 => MasterKey.Load(MasterKey.Next(path), mayCreate: false),
            _ => throw new StartupException($"The master key {path} does not open the data keys: it was changed on another node. Copy it from there."),
        };
    }

    // Of two nodes that change keys at once the second waits here, and then reads what the first one made.
    private Task<int> Hold() => statements.Change("UPDATE data_keys SET key_id = key_id");
}
