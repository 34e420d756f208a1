using System.Security.Cryptography;

namespace Countersign.Otp.SecurId;

/// <summary>AES-128 on single blocks with ever new keys, of which all constructions of SecurID are made.</summary>
internal sealed class Aes128 : IDisposable
{
    /// <summary>Bytes of a key, and of a block: 16.</summary>
    public const int Size = 16;

    private readonly Aes _aes = Aes.Create();

    /// <summary>Encrypts any number of blocks, each for itself; source and destination may be the same.</summary>
    public void Encrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> blocks, Span<byte> destination)
    {
        _aes.SetKey(key);
        _aes.EncryptEcb(blocks, destination, PaddingMode.None);
    }

    /// <summary>Decrypts one block.</summary>
    public void Decrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> block, Span<byte> destination)
    {
        _aes.SetKey(key);
        _aes.DecryptEcb(block, destination, PaddingMode.None);
    }

    public void Dispose() => _aes.Dispose();
}
