using System.Buffers;
using System.Text;

namespace Countersign.Query;

/// <summary>Bytes put together on the stack, or in a rented array when they grow; for texts that are hashed and forgotten.</summary>
/// <param name="initial">Where to begin.</param>
internal ref struct ByteBuilder(Span<byte> initial) : IDisposable
{
    private Span<byte> _buffer = initial;
    private byte[]? _rented;
    private int _length;

    /// <summary>What was put together; valid until more is added.</summary>
    public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

    /// <summary>Adds bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_buffer[_length..]);
        _length += bytes.Length;
    }

    /// <summary>Adds text as UTF-8.</summary>
    public void Append(ReadOnlySpan<char> text)
    {
        Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        _length += Encoding.UTF8.GetBytes(text, _buffer[_length..]);
    }

    /// <summary>Adds ASCII text in lower case.</summary>
    public void AppendLower(ReadOnlySpan<char> text)
    {
        Reserve(text.Length);
        Ascii.ToLower(text, _buffer[_length..], out var written);
        _length += written;
    }

    /// <summary>Adds hexadecimal digits in lower case.</summary>
    public void AppendHex(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length * 2);
        Convert.TryToHexStringLower(bytes, _buffer[_length..], out var written);
        _length += written;
    }

    /// <summary>Gives the rented array back.</summary>
    public void Dispose()
    {
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented, clearArray: true);
        this = default;
    }

    private void Reserve(int more)
    {
        if (_buffer.Length - _length >= more)
            return;

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + more));
        Written.CopyTo(larger);
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented, clearArray: true);
        _buffer = _rented = larger;
    }
}
