using System.Buffers.Binary;
using System.Security.Cryptography;
using NSec.Cryptography;

namespace Countersign.Storage.Backups;

/// <summary>What closes a backup file: a key made of its passphrase (Argon2id), and a head that says how and proves that the passphrase is right.</summary>
/// <remarks>
/// The head: <see cref="Magic"/>, version (1 byte), memory in KiB and passes of Argon2id (4 bytes each, big-endian), salt (16), HMAC-SHA-256
/// over all that (32). The salt is random, so each file has a key of its own. The body is in <see cref="ChunkCipher"/>'s chunks.
/// </remarks>
internal sealed class BackupSeal : IDisposable
{
    /// <summary>Bytes of the head.</summary>
    public const int HeadBytes = 19 + 1 + 4 + 4 + SaltBytes + MacBytes;

    private const int SaltBytes = 16;
    private const int MacBytes = 32;
    private const byte Version = 1;

    // What a file may ask of the machine that reads it: enough for more than ours, too little to take it.
    private const int MostMemoryKiB = 1 << 20;
    private const int MostPasses = 16;

    private readonly byte[] _head;
    private readonly byte[] _bodyKey;

    private BackupSeal(byte[] head, byte[] bodyKey) => (_head, _bodyKey) = (head, bodyKey);

    /// <summary>How every file begins.</summary>
    public static ReadOnlySpan<byte> Magic => "countersign backup\n"u8;

    /// <summary>Makes a seal for a new file.</summary>
    /// <param name="passphrase">What opens it.</param>
    /// <param name="cost">How long each guess takes; null for the usual.</param>
    public static BackupSeal Make(Password passphrase, BackupCost? cost = null)
    {
        var (memory, passes) = cost ?? BackupCost.Usual;
        var head = new byte[HeadBytes];
        Magic.CopyTo(head);
        var rest = head.AsSpan(Magic.Length);
        rest[0] = Version;
        BinaryPrimitives.WriteInt32BigEndian(rest[1..], memory);
        BinaryPrimitives.WriteInt32BigEndian(rest[5..], passes);
        RandomNumberGenerator.Fill(rest.Slice(9, SaltBytes));
        var (headKey, bodyKey) = Derive(passphrase, memory, passes, rest.Slice(9, SaltBytes));
        HMACSHA256.HashData(headKey, head.AsSpan(0, HeadBytes - MacBytes), head.AsSpan(HeadBytes - MacBytes));
        return new BackupSeal(head, bodyKey);
    }

    /// <summary>Reads the head of a file.</summary>
    /// <exception cref="BackupException">No backup, of a newer format, or the passphrase is wrong.</exception>
    public static BackupSeal Open(Stream file, Password passphrase)
    {
        var head = new byte[HeadBytes];
        file.Position = 0;
        if (file.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false) < HeadBytes || !head.AsSpan().StartsWith(Magic))
            throw new BackupException("It is no backup of Countersign, or cut off near its beginning.");
        var rest = head.AsSpan(Magic.Length);
        if (rest[0] != Version)
            throw new BackupException($"It is a backup in format {rest[0]}; this program reads format {Version}.");
        var (memory, passes) = (BinaryPrimitives.ReadInt32BigEndian(rest[1..]), BinaryPrimitives.ReadInt32BigEndian(rest[5..]));
        if (memory is < 8 or > MostMemoryKiB || passes is < 1 or > MostPasses)
            throw new BackupException("It is damaged near its beginning.");
        var (headKey, bodyKey) = Derive(passphrase, memory, passes, rest.Slice(9, SaltBytes));
        Span<byte> mac = stackalloc byte[MacBytes];
        HMACSHA256.HashData(headKey, head.AsSpan(0, HeadBytes - MacBytes), mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, head.AsSpan(HeadBytes - MacBytes)))
            throw new BackupException("The passphrase is wrong, or the file is damaged near its beginning.");
        return new BackupSeal(head, bodyKey);
    }

    /// <summary>Begins a file: what is written goes into its body.</summary>
    public ChunkWriter Write(Stream file)
    {
        file.Write(_head);
        return new ChunkWriter(file, _bodyKey);
    }

    /// <summary>Reads the body of a file from its beginning.</summary>
    public ChunkReader Read(Stream file)
    {
        file.Position = HeadBytes;
        return new ChunkReader(file, _bodyKey);
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_bodyKey);

    private static (byte[] Head, byte[] Body) Derive(Password passphrase, int memory, int passes, ReadOnlySpan<byte> salt)
    {
        var bytes = passphrase.ToUtf8();
        // The overload for bytes: the one for strings gives another result than the reference implementation.
        var key = PasswordBasedKeyDerivationAlgorithm.Argon2id(new Argon2Parameters
        {
            DegreeOfParallelism = 1,
            MemorySize = memory,
            NumberOfPasses = passes,
        }).DeriveBytes(bytes, salt, 32);
        CryptographicOperations.ZeroMemory(bytes);
        try
        {
            return (HKDF.Expand(HashAlgorithmName.SHA256, key, 32, "countersign backup head"u8.ToArray()),
                HKDF.Expand(HashAlgorithmName.SHA256, key, 32, "countersign backup body"u8.ToArray()));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}

/// <summary>How long each guess at a passphrase takes.</summary>
/// <param name="MemoryKiB">Memory, in KiB.</param>
/// <param name="Passes">Passes over it.</param>
internal sealed record BackupCost(int MemoryKiB, int Passes)
{
    /// <summary>RFC 9106, section 4, the second recommended option, with one lane.</summary>
    public static readonly BackupCost Usual = new(65_536, 3);
}
