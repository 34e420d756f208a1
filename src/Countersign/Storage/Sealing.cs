using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace Countersign.Storage;

/// <summary>Seals the secrets at rest: AES-256-GCM under the data keys, bound to the place where the ciphertext stands.</summary>
/// <remarks>
/// Key id (4 bytes), nonce (12), ciphertext, tag (16). A ciphertext copied to another row, column or table does not open.
/// Keys change while it is in use, from any thread: the youngest seals, all others still open. One that is unknown here was
/// made on another node, and is read when it is met; nothing is sealed with keys that were read longer ago than
/// <see cref="Freshness"/>, so that an old key can be given up for good.
/// </remarks>
internal sealed class Sealing : IDisposable
{
    /// <summary>How old the knowledge may be which key is the youngest.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(10);

    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int UsualPlace = 256;    // bytes

    private readonly KeySource? _source;
    private readonly Lock _loading = new();
    private volatile KeySet _keys;

    /// <summary>Takes the unwrapped keys; the youngest of each purpose is used for new secrets. They stay as they are.</summary>
    public Sealing(IReadOnlyDictionary<int, byte[]> dataKeys, IReadOnlyDictionary<int, byte[]> sessionKeys) =>
        _keys = new KeySet(
            dataKeys.ToDictionary(key => key.Key, key => new DataKey(key.Value)), dataKeys.Keys.Max(), new(sessionKeys),
            sessionKeys.Keys.DefaultIfEmpty().Max(), long.MaxValue);

    /// <summary>Reads the keys, now and again later.</summary>
    /// <exception cref="StorageException">The master key does not open one of them.</exception>
    public Sealing(KeySource source)
    {
        _source = source;
        _keys = new KeySet([], 0, [], 0, long.MinValue);
        Refresh();
    }

    /// <summary>Bytes of the key id in front of what is sealed.</summary>
    public static int KeyIdBytes => sizeof(int);

    /// <summary>Where the keys come from; null when they stay as they are.</summary>
    public KeySource? Source => _source;

    /// <summary>Id of the data key that seals.</summary>
    public int CurrentKeyId => Fresh().CurrentData;

    /// <summary>The key that issues temporary credentials (<see cref="Sts.SessionToken"/>).</summary>
    public (int Id, byte[] Key) IssuingSessionKey => Fresh() is var keys ? (keys.CurrentSession, keys.Session[keys.CurrentSession]) : default;

    /// <summary>A key that has issued temporary credentials; null when there is none of that id, or has not been for <see cref="Freshness"/>.</summary>
    public byte[]? SessionKey(int id)
    {
        var askedAt = Stopwatch.GetTimestamp();
        var keys = Fresh();
        return keys.Session.GetValueOrDefault(id)
            ?? (id > keys.CurrentSession ? Load(askedAt).Session.GetValueOrDefault(id) : null);
    }

    /// <summary>The id of the key that a secret is sealed with; 0 when it is too short to be one.</summary>
    public static int KeyIdOf(ReadOnlySpan<byte> sealedSecret) =>
        sealedSecret.Length < KeyIdBytes + NonceBytes + TagBytes ? 0 : BinaryPrimitives.ReadInt32BigEndian(sealedSecret);

    /// <summary>What stands in front of everything that a key has sealed.</summary>
    public static byte[] Prefix(int keyId)
    {
        var prefix = new byte[KeyIdBytes];
        BinaryPrimitives.WriteInt32BigEndian(prefix, keyId);
        return prefix;
    }

    /// <summary>Seals a secret for one cell of the database.</summary>
    public byte[] Seal(ReadOnlySpan<byte> secret, string table, string column, string row)
    {
        var keys = Fresh();
        var result = new byte[KeyIdBytes + NonceBytes + secret.Length + TagBytes];
        BinaryPrimitives.WriteInt32BigEndian(result, keys.CurrentData);
        var nonce = result.AsSpan(KeyIdBytes, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        var body = result.AsSpan(KeyIdBytes + NonceBytes);
        keys.Data[keys.CurrentData].Cipher.Encrypt(nonce, secret, body[..secret.Length], body[secret.Length..], Place(stackalloc byte[UsualPlace], table, column, row));
        return result;
    }

    /// <summary>Opens what <see cref="Seal"/> made for the same cell.</summary>
    /// <exception cref="CryptographicException">Changed, moved, or sealed with a key that is gone.</exception>
    public byte[] Open(ReadOnlySpan<byte> sealedSecret, string table, string column, string row)
    {
        var askedAt = Stopwatch.GetTimestamp();
        if (KeyIdOf(sealedSecret) is not (> 0 and var keyId))
            throw new CryptographicException($"What stands in {table}.{column} is no sealed secret.");
        var keys = _keys;
        if (!keys.Data.TryGetValue(keyId, out var key) && (keyId < keys.CurrentData || !Load(askedAt).Data.TryGetValue(keyId, out key)))
            throw new CryptographicException($"What stands in {table}.{column} was sealed with key {keyId}, which is not in data_keys.");

        var secret = new byte[sealedSecret.Length - KeyIdBytes - NonceBytes - TagBytes];
        key.Cipher.Decrypt(
            sealedSecret.Slice(KeyIdBytes, NonceBytes), sealedSecret[(KeyIdBytes + NonceBytes)..^TagBytes], sealedSecret[^TagBytes..],
            secret, Place(stackalloc byte[UsualPlace], table, column, row));
        return secret;
    }

    /// <summary>Reads the keys again.</summary>
    /// <exception cref="StorageException">The master key does not open a new one.</exception>
    public void Refresh() => Load(Stopwatch.GetTimestamp());

    public void Dispose()
    {
        foreach (var key in _keys.Data.Values)
            key.Dispose();
    }

    private KeySet Fresh()
    {
        var keys = _keys;
        return _source is null || Stopwatch.GetElapsedTime(keys.ReadAt) < Freshness ? keys : Load(Stopwatch.GetTimestamp());
    }

    // Many may ask at once, strangers with made-up key ids among them: one reading answers all that asked before it began.
    private KeySet Load(long askedAt)
    {
        if (_source is null)
            return _keys;
        lock (_loading)
        {
            var known = _keys;
            if (known.ReadAt > askedAt)
                return known;

            var readAt = Stopwatch.GetTimestamp();
            var rows = _source.Read();
            var data = new Dictionary<int, DataKey>(known.Data);    // one that is given up still opens what somebody is reading
            foreach (var row in rows.Where(row => row.Purpose == WrappedKey.ForData && !data.ContainsKey(row.KeyId)))
                data.Add(row.KeyId, new DataKey(_source.Unwrap(row)));
            var session = rows.Where(row => row.Purpose == WrappedKey.ForSessions)
                .ToDictionary(row => row.KeyId, row => known.Session.GetValueOrDefault(row.KeyId) ?? _source.Unwrap(row));
            return _keys = new KeySet(data, data.Keys.Max(), session, session.Keys.Max(), readAt);
        }
    }

    // Nothing is allocated for it as a rule: every signed call opens a secret.
    private static ReadOnlySpan<byte> Place(Span<byte> room, string table, string column, string row) =>
        Utf8.TryWrite(room, $"{table}\n{column}\n{row}", out var length) ? room[..length] : Encoding.UTF8.GetBytes($"{table}\n{column}\n{row}");

    private sealed record KeySet(
        Dictionary<int, DataKey> Data, int CurrentData, Dictionary<int, byte[]> Session, int CurrentSession, long ReadAt);

    // A cipher is not safe for two threads at once, and dear to make.
    private sealed class DataKey(byte[] key) : IDisposable
    {
        private readonly ThreadLocal<AesGcm> _cipher = new(() => new AesGcm(key, TagBytes), trackAllValues: true);

        public AesGcm Cipher => _cipher.Value!;

        public void Dispose()
        {
            foreach (var cipher in _cipher.Values)
                cipher.Dispose();
            _cipher.Dispose();
        }
    }
}
