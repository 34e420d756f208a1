using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Countersign.Identity;

/// <summary>An RSA public key as people upload it: a line of <c>ssh-rsa</c> (RFC 4253 section 6.6), or PEM.</summary>
internal sealed class SshKeyBody
{
    private const string Kind = "ssh-rsa";
    private const int FewestBits = 2048;
    private const int MostBits = 16_384;

    private readonly byte[] _blob;

    private SshKeyBody(RSAParameters key)
    {
        using var rsa = RSA.Create(key);
        if (rsa.KeySize is < FewestBits or > MostBits)
            throw IamErrors.InvalidPublicKey();
        Pem = rsa.ExportSubjectPublicKeyInfoPem();
        _blob = [.. Field(System.Text.Encoding.ASCII.GetBytes(Kind)), .. Number(key.Exponent!), .. Number(key.Modulus!)];
    }

    /// <summary>The key as PEM has it (SubjectPublicKeyInfo).</summary>
    public string Pem { get; }

    /// <summary>The key as OpenSSH has it in one line, without a comment.</summary>
    public string Line => $"{Kind} {Convert.ToBase64String(_blob)}";

    /// <summary>The same for the same key, however it was written.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(_blob));

    /// <summary>As <c>ssh-keygen -l -E md5</c> shows it.</summary>
    public string Fingerprint
    {
        get
        {
#pragma warning disable CA5351 // how the API has fingerprints; nothing relies on it
            var hash = MD5.HashData(_blob);
#pragma warning restore CA5351
            return string.Join(':', hash.Select(one => Convert.ToHexStringLower([one])));
        }
    }

    /// <exception cref="ApiError">UnrecognizedPublicKeyEncoding: neither form; InvalidPublicKey: not whole, no RSA key, or of too few bits.</exception>
    public static SshKeyBody Parse(string text)
    {
        var body = text.Trim();
        try
        {
            if (body.StartsWith("-----BEGIN ", StringComparison.Ordinal))
                return OfPem(body);
            return body.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries) is [Kind, var base64, ..]
                ? OfBlob(Convert.FromBase64String(base64))
                : throw IamErrors.UnrecognizedPublicKey();
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException)
        {
            throw IamErrors.InvalidPublicKey();
        }
    }

    private static SshKeyBody OfPem(string pem)
    {
        if (!PemEncoding.TryFind(pem, out var found) || pem[found.Label] is not ("PUBLIC KEY" or "RSA PUBLIC KEY"))
            throw IamErrors.UnrecognizedPublicKey();
        using var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return new SshKeyBody(rsa.ExportParameters(includePrivateParameters: false));
    }

    private static SshKeyBody OfBlob(ReadOnlySpan<byte> blob)
    {
        var kind = Take(ref blob);
        var exponent = TakeNumber(ref blob);
        var modulus = TakeNumber(ref blob);
        return kind.SequenceEqual("ssh-rsa"u8) && blob.IsEmpty
            ? new SshKeyBody(new RSAParameters { Exponent = exponent, Modulus = modulus })
            : throw IamErrors.InvalidPublicKey();
    }

    // Four bytes of length, then so many bytes (RFC 4251 section 5).
    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> blob)
    {
        if (blob.Length < 4 || BinaryPrimitives.ReadUInt32BigEndian(blob) > blob.Length - 4)
            throw IamErrors.InvalidPublicKey();
        var field = blob.Slice(4, (int)BinaryPrimitives.ReadUInt32BigEndian(blob));
        blob = blob[(4 + field.Length)..];
        return field;
    }

    // A number that is not negative, with no more zeros in front than its sign needs.
    private static byte[] TakeNumber(ref ReadOnlySpan<byte> blob)
    {
        var field = Take(ref blob);
        var number = field is [0, >= 0x80, ..] ? field[1..] : field;
        return number.Length == 0 || number[0] == 0 || (field[0] & 0x80) != 0 || (number[^1] & 1) == 0
            ? throw IamErrors.InvalidPublicKey()
            : number.ToArray();
    }

    private static byte[] Number(byte[] value) => Field((value[0] & 0x80) != 0 ? [0, .. value] : value);

    private static byte[] Field(byte[] value)
    {
        var field = new byte[4 + value.Length];
        BinaryPrimitives.WriteInt32BigEndian(field, value.Length);
        value.CopyTo(field, 4);
        return field;
    }
}
