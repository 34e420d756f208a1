using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Countersign.Query;

/// <summary>Remembers derived signing keys, which spares a busy client's requests four HMACs each.</summary>
/// <remarks>
/// Bounded: two generations of at most half the capacity; when the young one is full, the old one is forgotten. Only keys
/// that have verified a request get in, so strangers cannot push others out. An entry counts only for the very secret that
/// it was derived from. Safe for use by several threads.
/// </remarks>
/// <param name="capacity">The most keys to remember, at least 2; each takes about 400 bytes. Default 10,000.</param>
internal sealed class SigningKeyCache(int capacity = 10_000)
{
    private readonly int _perGeneration = capacity >= 2 ? capacity / 2 : throw new ArgumentOutOfRangeException(nameof(capacity));
    private readonly Lock _turn = new();
    private ConcurrentDictionary<Entry, Remembered> _young = new();
    private ConcurrentDictionary<Entry, Remembered> _old = new();

    /// <summary>How many keys are remembered.</summary>
    public int Count => _young.Count + _old.Count;

    /// <summary>Finds the key of a scope.</summary>
    /// <param name="accessKeyId">Whose.</param>
    /// <param name="scope">Day, region, service.</param>
    /// <param name="secretAccessKey">The secret that the key must have been derived from.</param>
    /// <param name="key">Receives 32 bytes when found.</param>
    public bool TryGet(string accessKeyId, CredentialScope scope, string secretAccessKey, Span<byte> key)
    {
        var entry = new Entry(accessKeyId, scope);
        var young = _young.TryGetValue(entry, out var found);
        if (!young && !_old.TryGetValue(entry, out found))
            return false;

        Span<byte> fingerprint = stackalloc byte[SigV4.HashLength];
        Fingerprint(secretAccessKey, fingerprint);
        if (!CryptographicOperations.FixedTimeEquals(found!.Fingerprint, fingerprint))
            return false;

        found.Key.CopyTo(key);
        if (!young)
            Remember(entry, found);
        return true;
    }

    /// <summary>Remembers a key that has just verified a request.</summary>
    public void Add(string accessKeyId, CredentialScope scope, string secretAccessKey, ReadOnlySpan<byte> key)
    {
        var fingerprint = new byte[SigV4.HashLength];
        Fingerprint(secretAccessKey, fingerprint);
        Remember(new Entry(accessKeyId, scope), new Remembered(fingerprint, key.ToArray()));
    }

    private void Remember(Entry entry, Remembered value)
    {
        lock (_turn)
        {
            if (_young.Count >= _perGeneration && !_young.ContainsKey(entry))
            {
                _old = _young;
                _young = new();
            }
            _young[entry] = value;
            _old.TryRemove(entry, out _);
        }
    }

    private static void Fingerprint(string secret, Span<byte> fingerprint)
    {
        var text = new ByteBuilder(stackalloc byte[160]);
        try
        {
            text.Append(secret);
            SHA256.HashData(text.Written, fingerprint);
        }
        finally
        {
            text.Dispose();
        }
    }

    private readonly record struct Entry(string AccessKeyId, CredentialScope Scope);

    private sealed record Remembered(byte[] Fingerprint, byte[] Key);
}
