using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Countersign.Otp.SecurId;

namespace Countersign.Otp.SeedFiles;

/// <summary>The keys of one sdtid file, made from its header and a password.</summary>
internal sealed class SdtidKeys : IDisposable
{
    /// <summary>The element with the MAC of the header.</summary>
    public const string HeaderMac = "HeaderMAC";

    /// <summary>The element with the MAC of a token.</summary>
    public const string TokenMac = "TokenMAC";

    private const int Rounds = 1000;
    private const int Block = Aes128.Size;

    // The constants that the first writer of such files chose.
    private static readonly byte[] BatchMacVector = Convert.FromHexString("2b7e151628aed2a6abf7158809cf4f3c");
    private static readonly byte[] TokenMacVector = Convert.FromHexString("1bb67ae8584caa73b25742d7078b83b8");
    private static readonly byte[] TokenEncryptVector = Convert.FromHexString("16a09e667f3bcc908b2fb1366ea957d3");

    private readonly Aes128 _aes = new();
    private readonly byte[] _key = new byte[Block];
    private readonly string _batchName;

    /// <param name="header">The header; it says name, origin, destination and secret of the batch.</param>
    /// <param name="password">Of the file; null when it has none, and the origin takes its place.</param>
    /// <exception cref="SeedFileException">The header's secret cannot be read.</exception>
    public SdtidKeys(SdtidSection header, string? password)
    {
        _batchName = header.Find("Name") ?? "";
        if (!TryDecode(header.Find("Secret"), out var secret))
        {
            throw new SeedFileException(
                SeedFileFault.Damaged, "The file is damaged: its header has no Secret of 16 bytes. Fetch it again.");
        }

        var stretched = Stretch(password ?? header.Find("Origin") ?? "", header.Find("Dest") ?? "");
        _aes.Encrypt(stretched, [.. Pad("Secret", 8), .. Pad(_batchName, 8)], _key);
        Xor(_key, secret);
    }

    /// <summary>Whether the header is as it was when the MAC was made, with this password.</summary>
    public bool AuthenticatesHeader(SdtidSection header) => Authenticates(header, HeaderMac, MacOfHeader);

    /// <summary>Whether a token is as it was when the MAC was made, with this password.</summary>
    public bool AuthenticatesToken(SdtidSection token) => Authenticates(token, TokenMac, MacOfToken);

    /// <summary>The 16 bytes for a header's <see cref="HeaderMac"/>, which need not be in it yet.</summary>
    public byte[] MacOfHeader(SdtidSection header) =>
        Mac(Derive("BatchMAC", _batchName, BatchMacVector), BatchMacVector, header.Serialise());

    /// <summary>The 16 bytes for a token's <see cref="TokenMac"/>, which need not be in it yet.</summary>
    public byte[] MacOfToken(SdtidSection token) =>
        Mac(Derive("TokenMAC", token.Find("SN") ?? "", TokenMacVector), TokenMacVector, token.Serialise());

    /// <summary>The seed of a token that is authentic; null when the element has none of 16 bytes.</summary>
    public byte[]? Decrypt(SdtidSection token)
    {
        // One character stands before the Base64.
        if (token.Find("Seed") is not { Length: > 1 } text || !TryDecode(text[1..], out var seed))
            return null;
        Xor(seed, Mask(token.Find("SN") ?? ""));
        return seed;
    }

    /// <summary>What stands in a token's Seed.</summary>
    /// <param name="serial">Its SN.</param>
    /// <param name="seed">16 bytes.</param>
    public string Encrypt(string serial, ReadOnlySpan<byte> seed)
    {
        var masked = Mask(serial);
        Xor(masked, seed);
        return "=" + Convert.ToBase64String(masked);
    }

    public void Dispose()
    {
        _aes.Dispose();
        CryptographicOperations.ZeroMemory(_key);
    }

    // The sum over a thousand numbers of the MACs of password, destination and number: all but the last block is the
    // same for all of them, so that is computed once, and the last blocks are encrypted together.
    private byte[] Stretch(string password, string destination)
    {
        var key = Pad(_batchName, Block);
        var chained = Mac(key, new byte[Block], [.. Pad(password, 32), .. Pad(destination, 32)]);

        var blocks = new byte[Rounds * Block];
        for (var i = 0; i < Rounds; i++)
        {
            var block = blocks.AsSpan(i * Block, Block);
            BinaryPrimitives.WriteUInt16BigEndian(block[^2..], (ushort)i);
            Xor(block, chained);
        }
        _aes.Encrypt(key, blocks, blocks);

        var sum = new byte[Block];
        for (var i = 0; i < Rounds; i++)
            Xor(sum, blocks.AsSpan(i * Block, Block));
        return sum;
    }

    private byte[] Derive(string purpose, string of, byte[] vector) =>
        Mac(_key, vector, [.. Pad(purpose, 32), .. Pad(of, 32)]);

    private byte[] Mask(string serial)
    {
        var mask = new byte[Block];
        _aes.Encrypt(
            Derive("TokenEncrypt", serial, TokenEncryptVector), [.. Pad(serial, 8), .. Pad("Seed", 8)], mask);
        return mask;
    }

    private static bool Authenticates(SdtidSection section, string leaf, Func<SdtidSection, byte[]> macOf) =>
        TryDecode(section.Find(leaf), out var mac) && CryptographicOperations.FixedTimeEquals(mac, macOf(section));

    // CBC-MAC, the last block filled with zeros.
    private byte[] Mac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> vector, ReadOnlySpan<byte> data)
    {
        var mac = vector.ToArray();
        for (; !data.IsEmpty; data = data[Math.Min(Block, data.Length)..])
        {
            Xor(mac, data[..Math.Min(Block, data.Length)]);
            _aes.Encrypt(key, mac, mac);
        }
        return mac;
    }

    private static byte[] Pad(string text, int length)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Array.Resize(ref bytes, length);
        return bytes;
    }

    private static void Xor(Span<byte> into, ReadOnlySpan<byte> other)
    {
        for (var i = 0; i < other.Length; i++)
            into[i] ^= other[i];
    }

    private static bool TryDecode(string? base64, out byte[] block)
    {
        block = new byte[Block];
        return base64 is not null && Convert.TryFromBase64String(base64, block, out var length) && length == Block;
    }
}
