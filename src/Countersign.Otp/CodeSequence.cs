using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Countersign.Otp;

/// <summary>Many codes of one device, for a search: the key is set up once, each code costs one HMAC.</summary>
internal sealed class CodeSequence : ICodes, IDisposable
{
    private readonly IncrementalHash _hmac;
    private readonly int _digits;

    /// <exception cref="ArgumentException">The key is empty.</exception>
    public CodeSequence(ReadOnlySpan<byte> key, OathParameters parameters)
    {
        if (key.IsEmpty)
            throw new ArgumentException("The key is empty.", nameof(key));

        _digits = parameters.Digits;
        _hmac = IncrementalHash.CreateHMAC(parameters.Hash switch
        {
            OathHash.Sha256 => HashAlgorithmName.SHA256,
            OathHash.Sha512 => HashAlgorithmName.SHA512,
            _ => HashAlgorithmName.SHA1,
        }, key);
    }

    public long Last => long.MaxValue - 1;

    public OneTimeCode this[long counter]
    {
        get
        {
            Span<byte> message = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64BigEndian(message, counter);
            _hmac.AppendData(message);

            Span<byte> digest = stackalloc byte[HMACSHA512.HashSizeInBytes];
            var length = _hmac.GetHashAndReset(digest);
            return Hotp.Truncate(digest[..length], _digits);
        }
    }

    public void Dispose() => _hmac.Dispose();
}
