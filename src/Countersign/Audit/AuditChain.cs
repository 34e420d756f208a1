using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Countersign.Storage;

namespace Countersign.Audit;

/// <summary>What makes the audit log tamper-evident: HMAC-SHA-256 over each event, and over its place behind the one before.</summary>
/// <remarks>
/// Two codes an event, so that damage is named where it is: the digest says what the event was, wherever it stands; the link says
/// which seal it follows. The head says how many there are. Whoever can write to the database but has no master key can make none
/// of them. The key is the chain's own: rotating data keys seals it anew and leaves all that was sealed with it as it is. Not for
/// several threads at once.
/// </remarks>
internal sealed class AuditChain(byte[] key)
{
    /// <summary>The bytes of a key, and of every code.</summary>
    public const int Bytes = 32;

    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>What the first seal follows.</summary>
    public static byte[] Beginning => new byte[Bytes];

    /// <summary>Of every column of an event.</summary>
    public byte[] Digest(AuditEvent happened)
    {
        Begin("event");
        Add(happened.EventSeq);
        Add(happened.EventId);
        Add(happened.AccountId);
        Add(happened.AtMs);
        Add(happened.Action);
        Add(happened.Principal);
        Add(happened.Outcome);
        Add(happened.Record);
        return End();
    }

    /// <summary>Of a seal and the link before it. The number is not in it: the order of links is the order, and the head has the count.</summary>
    public byte[] Link(ReadOnlySpan<byte> before, AuditSeal seal)
    {
        Begin("link");
        _buffer.Write(before);
        Add(seal.EventSeq);
        Add(seal.EventId);
        Add(seal.AtMs);
        Add(seal.SealedAt.ToUnixTimeSeconds());
        _buffer.Write(seal.Digest);
        return End();
    }

    /// <summary>What a seal follows where the head was lost: a scar that stays.</summary>
    public byte[] Scar(ReadOnlySpan<byte> before)
    {
        Begin("scar");
        _buffer.Write(before);
        return End();
    }

    /// <summary>Of where the chain ends.</summary>
    public byte[] Head(long number, long lastSeq, ReadOnlySpan<byte> link)
    {
        Begin("head");
        Add(number);
        Add(lastSeq);
        _buffer.Write(link);
        return End();
    }

    /// <summary>Whether this chain made the head.</summary>
    public bool Made(AuditHead head) => Same(head.Head, Head(head.Number, head.LastSeq, head.Link));

    /// <summary>Compares codes in constant time.</summary>
    public static bool Same(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => CryptographicOperations.FixedTimeEquals(left, right);

    private void Begin(string what)
    {
        _buffer.ResetWrittenCount();
        Add(what);
    }

    private byte[] End() => HMACSHA256.HashData(key, _buffer.WrittenSpan);

    // Each text with its length before it: no two events have the same bytes.
    private void Add(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        Add(bytes);
        Encoding.UTF8.GetBytes(text, _buffer.GetSpan(bytes));
        _buffer.Advance(bytes);
    }

    private void Add(long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(_buffer.GetSpan(sizeof(long)), number);
        _buffer.Advance(sizeof(long));
    }
}
