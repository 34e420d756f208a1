using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Countersign.Storage.Backups;

/// <summary>AES-256-GCM in chunks: each knows its place and whether it is the last, so none can be changed, moved, left out or added.</summary>
/// <remarks>
/// The STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015), with the nonce as in age: the chunk's number (11 bytes,
/// big-endian), then 1 for the last one, else 0. A key is good for one stream.
/// </remarks>
internal static class ChunkCipher
{
    /// <summary>Bytes of a chunk before it is sealed; the last one may have fewer.</summary>
    public const int ChunkBytes = 1 << 16;

    /// <summary>Bytes that sealing adds to a chunk.</summary>
    public const int TagBytes = 16;

    /// <summary>The nonce of a chunk.</summary>
    public static void Nonce(Span<byte> nonce, long chunk, bool isLast)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64BigEndian(nonce[3..], chunk);
        nonce[11] = isLast ? (byte)1 : (byte)0;
    }
}

/// <summary>Seals what is written to it; the file is good only after <see cref="Complete"/>.</summary>
internal sealed class ChunkWriter(Stream file, byte[] key) : Stream
{
    private readonly AesGcm _cipher = new(key, ChunkCipher.TagBytes);
    private readonly byte[] _plain = new byte[ChunkCipher.ChunkBytes];
    private readonly byte[] _sealed = new byte[ChunkCipher.ChunkBytes + ChunkCipher.TagBytes];
    private int _filled;
    private long _chunk;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (_filled == _plain.Length)    // more follows, so it is not the last one
                Seal(isLast: false);
            var count = Math.Min(buffer.Length, _plain.Length - _filled);
            buffer[..count].CopyTo(_plain.AsSpan(_filled));
            _filled += count;
            buffer = buffer[count..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Writes the last chunk.</summary>
    public void Complete() => Seal(isLast: true);

    public override void Flush()
    {
        // chunks are written when they are full
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _cipher.Dispose();
        CryptographicOperations.ZeroMemory(_plain);
        base.Dispose(disposing);
    }

    private void Seal(bool isLast)
    {
        Span<byte> nonce = stackalloc byte[12];
        ChunkCipher.Nonce(nonce, _chunk, isLast);
        _cipher.Encrypt(nonce, _plain.AsSpan(0, _filled), _sealed.AsSpan(0, _filled), _sealed.AsSpan(_filled, ChunkCipher.TagBytes));
        file.Write(_sealed, 0, _filled + ChunkCipher.TagBytes);
        (_filled, _chunk) = (0, _chunk + 1);
    }
}

/// <summary>Opens what <see cref="ChunkWriter"/> sealed, chunk by chunk: nothing is read that has not proved to be what was written.</summary>
/// <param name="file">Can tell its length, and stands where the first chunk begins.</param>
/// <param name="key">The key it was sealed with.</param>
internal sealed class ChunkReader(Stream file, byte[] key) : Stream
{
    private readonly AesGcm _cipher = new(key, ChunkCipher.TagBytes);
    private readonly byte[] _plain = new byte[ChunkCipher.ChunkBytes];
    private readonly byte[] _sealed = new byte[ChunkCipher.ChunkBytes + ChunkCipher.TagBytes];
    private int _filled;
    private int _read;
    private long _chunk;
    private bool _isLast;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="BackupException">The next chunk is not as it was written, or not in its place.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (_read == _filled && !_isLast)
            Open();
        var count = Math.Min(buffer.Length, _filled - _read);
        _plain.AsSpan(_read, count).CopyTo(buffer);
        _read += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int ReadByte()
    {
        if (_read == _filled && !_isLast)
            Open();
        return _read < _filled ? _plain[_read++] : -1;
    }

    public override void Flush()
    {
        // nothing is written
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _cipher.Dispose();
        CryptographicOperations.ZeroMemory(_plain);
        base.Dispose(disposing);
    }

    private void Open()
    {
        var length = file.ReadAtLeast(_sealed, _sealed.Length, throwOnEndOfStream: false);
        _isLast = file.Position >= file.Length;
        Span<byte> nonce = stackalloc byte[12];
        ChunkCipher.Nonce(nonce, _chunk, _isLast);
        try
        {
            (_filled, _read) = (0, 0);
            if (length < ChunkCipher.TagBytes)
                throw new AuthenticationTagMismatchException();
            _cipher.Decrypt(nonce, _sealed.AsSpan(0, length - ChunkCipher.TagBytes), _sealed.AsSpan(length - ChunkCipher.TagBytes, ChunkCipher.TagBytes), _plain.AsSpan(0, length - ChunkCipher.TagBytes));
            (_filled, _chunk) = (length - ChunkCipher.TagBytes, _chunk + 1);
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new BackupException($"The file is damaged or cut off, in or after byte {BackupSeal.HeadBytes + _chunk * _sealed.Length}.", e);
        }
    }
}
