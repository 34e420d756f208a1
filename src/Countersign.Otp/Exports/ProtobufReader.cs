namespace Countersign.Otp.Exports;

/// <summary>Reads the fields of one protobuf message: as much of the format as an export has.</summary>
/// <param name="message">The message; a message within is read with a reader of its own.</param>
/// <seealso href="https://protobuf.dev/programming-guides/encoding/"/>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;
    private int _type;

    /// <summary>Moves to the next field, whose value is then to be read or skipped.</summary>
    /// <param name="field">Its number.</param>
    /// <returns>False at the end of the message.</returns>
    /// <exception cref="SeedFiles.RefusedException">The message is damaged.</exception>
    public bool Next(out ulong field)
    {
        field = 0;
        if (_rest.IsEmpty)
            return false;
        var tag = Varint();
        field = tag >> 3;
        _type = (int)(tag & 7);
        return field > 0 ? true : throw MigrationUri.Damaged();
    }

    /// <summary>The value of a field that is bytes, a text or a message.</summary>
    /// <exception cref="SeedFiles.RefusedException">It is another kind of field, or cut off.</exception>
    public ReadOnlySpan<byte> Bytes() => _type == 2 ? Take(Varint()) : throw MigrationUri.Damaged();

    /// <summary>The value of a field that is a number.</summary>
    /// <exception cref="SeedFiles.RefusedException">It is another kind of field, or cut off.</exception>
    public long Int64() => _type == 0 ? unchecked((long)Varint()) : throw MigrationUri.Damaged();

    /// <summary>The value of a field that is a number of 32 bits; higher bits are dropped, as protobuf says.</summary>
    /// <exception cref="SeedFiles.RefusedException">It is another kind of field, or cut off.</exception>
    public int Int32() => unchecked((int)Int64());

    /// <summary>Moves over the value of a field.</summary>
    /// <exception cref="SeedFiles.RefusedException">It is cut off, or of a kind that does not exist.</exception>
    public void Skip()
    {
        switch (_type)
        {
            case 0:
                Varint();
                break;
            case 1:
                Take(8);
                break;
            case 2:
                Take(Varint());
                break;
            case 5:
                Take(4);
                break;
            default:
                throw MigrationUri.Damaged();
        }
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length)
            throw MigrationUri.Damaged();
        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var b = Take(1)[0];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
                return value;
        }
        throw MigrationUri.Damaged();
    }
}
