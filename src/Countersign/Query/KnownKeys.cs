using System.Collections.Concurrent;
using Countersign.Storage;

namespace Countersign.Query;

/// <summary>Remembers long-term access keys that have signed, opened and with whose they are, as long as the account's revision stays the same.</summary>
/// <remarks>
/// Strictly consistent, as <see cref="Principals"/> is: every write to keys or identities raises the revision, on whatever node, and each
/// call reads it. Only what has verified a request gets in. Safe for use by several threads.
/// </remarks>
internal sealed class KnownKeys
{
    private const int Remembered = 10_000;

    private readonly ConcurrentDictionary<string, KnownKey> _known = new(StringComparer.Ordinal);

    /// <summary>A key of this id, active or not; null when there is none.</summary>
    public async Task<KnownKey?> Find(string accessKeyId, Store store)
    {
        if (_known.TryGetValue(accessKeyId, out var known) && await store.Accounts.Revision(known.User.AccountId) == known.User.AccountRevision)
            return known;
        return await store.AccessKeys.Open(accessKeyId) is var (key, secret, user) ? new KnownKey(key, secret, user) : null;
    }

    /// <summary>Remembers a key that has just verified a request.</summary>
    public void Verified(KnownKey key)
    {
        if (_known.TryGetValue(key.Key.AccessKeyId, out var known) && ReferenceEquals(known, key))
            return;
        if (_known.Count >= Remembered)
            _known.Clear();
        _known[key.Key.AccessKeyId] = key;
    }
}

/// <summary>An access key with its secret and its user, as of the user's account revision. When either was used last may be old.</summary>
internal sealed record KnownKey(AccessKey Key, string Secret, User User)
{
    public override string ToString() => Key.AccessKeyId;
}
