using System.Buffers.Binary;
using Countersign.Otp.SecurId;

namespace Countersign.Otp.SeedFiles;

/// <summary>The hash by which the digits of a SecurID token string check themselves and encrypt the seed.</summary>
internal static class CtfMac
{
    private const int Block = Aes128.Size;

    /// <summary>16 bytes: the message, block by block, is the key under which a state is encrypted.</summary>
    public static byte[] Compute(ReadOnlySpan<byte> message)
    {
        using var aes = new Aes128();
        Span<byte> state = stackalloc byte[Block], key = stackalloc byte[Block];
        state.Fill(0xFF);

        var rest = message;
        var isOdd = false;
        for (; rest.Length > Block; rest = rest[Block..], isOdd = !isOdd)
            Step(aes, state, rest[..Block]);
        key.Clear();
        rest.CopyTo(key);
        Step(aes, state, key);

        key.Clear();
        if (isOdd)
            Step(aes, state, key);
        BinaryPrimitives.WriteInt32BigEndian(key[^4..], message.Length * 8);
        Step(aes, state, key);
        Step(aes, state, state);
        return state.ToArray();
    }

    /// <summary>The first 15 bits of it.</summary>
    public static int Short(ReadOnlySpan<byte> message) => BinaryPrimitives.ReadUInt16BigEndian(Compute(message)) >> 1;

    private static void Step(Aes128 aes, Span<byte> state, ReadOnlySpan<byte> key)
    {
        Span<byte> encrypted = stackalloc byte[Block];
        aes.Encrypt(key, state, encrypted);
        for (var i = 0; i < Block; i++)
            state[i] ^= encrypted[i];
    }
}
