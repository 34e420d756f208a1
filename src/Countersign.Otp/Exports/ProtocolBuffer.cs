namespace Countersign.Otp.Exports;

/// <summary>Reads the fields of a message in the wire format of Protocol Buffers, without knowing its schema.</summary>
/// <seealso href="https://protobuf.dev/programming-guides/encoding/"/>
internal static class ProtocolBuffer
{
    private const int Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5;

    /// <summary>One field: a number, or bytes.</summary>
    public readonly record struct Field(int Number, long Value, ReadOnlyMemory<byte> Bytes)
    {
        /// <exception cref="FormatException">It is larger.</exception>
        public int Int32 => Value is >= int.MinValue and <= int.MaxValue ? (int)Value : throw Damaged();
    }

    /// <exception cref="FormatException">It ends in the middle of a field, or holds none.</exception>
    public static List<Field> Read(ReadOnlyMemory<byte> message)
    {
        var fields = new List<Field>();
        var position = 0;
        while (position < message.Length)
        {
            var tag = ReadVarint(message.Span, ref position);
            if (tag is < 8 or > int.MaxValue)
                throw Damaged();
            var number = (int)(tag >> 3);
            switch ((int)(tag & 7))
            {
                case Varint:
                    fields.Add(new Field(number, ReadVarint(message.Span, ref position), default));
                    break;
                case Bytes:
                    fields.Add(new Field(number, 0, Take(message, ReadVarint(message.Span, ref position), ref position)));
                    break;
                case Fixed64:
                    Take(message, 8, ref position);
                    break;
                case Fixed32:
                    Take(message, 4, ref position);
                    break;
                default:
                    throw Damaged();
            }
        }

        return fields;
    }

    private static long ReadVarint(ReadOnlySpan<byte> message, ref int position)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (position >= message.Length)
                throw Damaged();
            var part = message[position++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return unchecked((long)value);    // negative numbers take all ten bytes
        }

        throw Damaged();
    }

    private static ReadOnlyMemory<byte> Take(ReadOnlyMemory<byte> message, long length, ref int position)
    {
        if (length < 0 || length > message.Length - position)
            throw Damaged();
        var bytes = message.Slice(position, (int)length);
        position += (int)length;
        return bytes;
    }

    private static FormatException Damaged() => new("data: damaged; scan the QR code again");
}
