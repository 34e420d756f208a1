using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Storage;

/// <summary>Seals the secrets at rest: AES-256-GCM under the data keys, bound to the place where the ciphertext stands.</summary>
/// <remarks>Key id (4 bytes), nonce (12), ciphertext, tag (16). A ciphertext copied to another row, column or table does not open.</remarks>
internal sealed class Sealing : IDisposable
{
    private const int KeyIdBytes = 4;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly int _current;
    private readonly Dictionary<int, ThreadLocal<AesGcm>> _ciphers = [];
    private readonly Dictionary<int, byte[]> _sessionKeys;

    /// <summary>Takes the unwrapped keys; the youngest of each purpose is used for new secrets.</summary>
    public Sealing(IReadOnlyDictionary<int, byte[]> dataKeys, IReadOnlyDictionary<int, byte[]> sessionKeys)
    {
        _current = dataKeys.Keys.Max();
        foreach (var (id, key) in dataKeys)
            _ciphers[id] = new ThreadLocal<AesGcm>(() => new AesGcm(key, TagBytes), trackAllValues: true);    // not thread-safe, and dear to make
        _sessionKeys = new(sessionKeys);
    }

    /// <summary>Keys for temporary credentials by id; the youngest issues (<see cref="Sts.SessionToken"/>).</summary>
    public IReadOnlyDictionary<int, byte[]> SessionKeys => _sessionKeys;

    /// <summary>Seals a secret for one cell of the database.</summary>
    public byte[] Seal(ReadOnlySpan<byte> secret, string table, string column, string row)
    {
        var result = new byte[KeyIdBytes + NonceBytes + secret.Length + TagBytes];
        BinaryPrimitives.WriteInt32BigEndian(result, _current);
        var nonce = result.AsSpan(KeyIdBytes, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        var body = result.AsSpan(KeyIdBytes + NonceBytes);
        _ciphers[_current].Value!.Encrypt(nonce, secret, body[..secret.Length], body[secret.Length..], Place(table, column, row));
        return result;
    }

    /// <summary>Opens what <see cref="Seal"/> made for the same cell.</summary>
    /// <exception cref="CryptographicException">Changed, moved, or sealed with a key that is gone.</exception>
    public byte[] Open(ReadOnlySpan<byte> sealedSecret, string table, string column, string row)
    {
        if (sealedSecret.Length < KeyIdBytes + NonceBytes + TagBytes)
            throw new CryptographicException($"What stands in {table}.{column} is too short for a sealed secret.");
        var keyId = BinaryPrimitives.ReadInt32BigEndian(sealedSecret);
        if (!_ciphers.TryGetValue(keyId, out var cipher))
            throw new CryptographicException($"What stands in {table}.{column} was sealed with key {keyId}, which is not in data_keys.");

        var secret = new byte[sealedSecret.Length - KeyIdBytes - NonceBytes - TagBytes];
        cipher.Value!.Decrypt(
            sealedSecret.Slice(KeyIdBytes, NonceBytes), sealedSecret[(KeyIdBytes + NonceBytes)..^TagBytes], sealedSecret[^TagBytes..],
            secret, Place(table, column, row));
        return secret;
    }

    public void Dispose()
    {
        foreach (var cipher in _ciphers.Values)
        {
            foreach (var value in cipher.Values)
                value.Dispose();
            cipher.Dispose();
        }
    }

    private static byte[] Place(string table, string column, string row) => Encoding.UTF8.GetBytes($"{table}\n{column}\n{row}");
}
