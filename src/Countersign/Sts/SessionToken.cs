using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Countersign.Storage;

namespace Countersign.Sts;

/// <summary>Temporary credentials as a sealed statement, not a row: whoever has the keys can check one, and issuing writes nothing.</summary>
/// <remarks>
/// Version (1 byte), key id (4), nonce (12), AES-256-GCM of the statement with the access key id as associated data, tag
/// (16); Base64. The secret access key is an HMAC over access key id and nonce. So token, access key id and secret belong
/// together, and none of them fits another session's.
/// </remarks>
internal static class SessionToken
{
    /// <summary>The longest that any may last: of GetSessionToken, DurationSeconds. So long a key still opens that issues no more.</summary>
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromHours(36);

    private const byte Version = 1;
    private const int KeyIdBytes = 4;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeadBytes = 1 + KeyIdBytes + NonceBytes;
    private const int LongestToken = 4096;    // characters: it travels in a header
    private const int AccountDigits = 8;      // Base32, 40 bits
    private const int Room = LongestToken / 4 * 3 - HeadBytes - TagBytes;

    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>What a token states.</summary>
    /// <param name="UserId">Whose session it is: a user's id, or a role's.</param>
    /// <param name="IssuedAtMs">Unix milliseconds.</param>
    /// <param name="ExpiresAtMs">Unix milliseconds.</param>
    /// <param name="MfaAtMs">When the second factor was given, Unix milliseconds; null when it was not.</param>
    /// <param name="Session">Of a role or a federated user; null for GetSessionToken.</param>
    public sealed record Statement(string UserId, long IssuedAtMs, long ExpiresAtMs, long? MfaAtMs, SessionFacts? Session = null);

    /// <summary>Issues a key pair with its token.</summary>
    /// <exception cref="ApiError">PackedPolicyTooLarge: policies and tags do not fit into a token.</exception>
    public static (string AccessKeyId, string SecretAccessKey, string Token) Issue(Sealing sealing, string accountId, Statement statement)
    {
        var (keyId, key) = sealing.IssuingSessionKey;
        var accessKeyId = "ASIA" + AccountPart(accountId) + RandomNumberGenerator.GetString(UniqueId.Alphabet, 16 - AccountDigits);
        var payload = JsonSerializer.SerializeToUtf8Bytes(statement, Json);
        if (Base64.GetMaxEncodedToUtf8Length(HeadBytes + payload.Length + TagBytes) > LongestToken)
            throw StsErrors.PackedPolicyTooLarge(100 * payload.Length / Room);

        var token = new byte[HeadBytes + payload.Length + TagBytes];
        token[0] = Version;
        BinaryPrimitives.WriteInt32BigEndian(token.AsSpan(1), keyId);
        var nonce = token.AsSpan(1 + KeyIdBytes, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(Derive(key, "token"), TagBytes);
        cipher.Encrypt(nonce, payload, token.AsSpan(HeadBytes, payload.Length), token.AsSpan(HeadBytes + payload.Length), Encoding.ASCII.GetBytes(accessKeyId));
        return (accessKeyId, Secret(key, accessKeyId, nonce), Convert.ToBase64String(token));
    }

    /// <summary>How much of the room for policies and tags a session takes, in percent; null when it has neither.</summary>
    public static int? PackedSize(SessionFacts session) => session is { Policy: null, PolicyArns: null, Tags: null }
        ? null
        : Math.Max(1, 100 * JsonSerializer.SerializeToUtf8Bytes(session, Json).Length / Room);

    /// <summary>Opens a token; null when it is not one of ours, was changed, or belongs to another access key.</summary>
    /// <remarks>A token has one spelling: Base64 with blanks in it, or with bits that belong to no byte, is another text.</remarks>
    public static (Statement Statement, string SecretAccessKey)? Open(Sealing sealing, string accessKeyId, string token)
    {
        var bytes = new byte[LongestToken];
        if (token.Length > LongestToken || !Convert.TryFromBase64String(token, bytes, out var length)
            || length < HeadBytes + TagBytes || bytes[0] != Version || Convert.ToBase64String(bytes, 0, length) != token
            || sealing.SessionKey(BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(1))) is not { } key)
        {
            return null;
        }

        var nonce = bytes.AsSpan(1 + KeyIdBytes, NonceBytes);
        var payload = new byte[length - HeadBytes - TagBytes];
        try
        {
            using var cipher = new AesGcm(Derive(key, "token"), TagBytes);
            cipher.Decrypt(
                nonce, bytes.AsSpan(HeadBytes, payload.Length), bytes.AsSpan(length - TagBytes, TagBytes), payload, Encoding.UTF8.GetBytes(accessKeyId));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return (JsonSerializer.Deserialize<Statement>(payload)!, Secret(key, accessKeyId, nonce));
    }

    /// <summary>The account that a temporary access key's id names; null when it is no such id.</summary>
    public static string? AccountOf(string accessKeyId)
    {
        if (accessKeyId.Length != 20 || !accessKeyId.StartsWith("ASIA", StringComparison.Ordinal))
            return null;
        long number = 0;
        foreach (var c in accessKeyId.AsSpan(4, AccountDigits))
        {
            var digit = UniqueId.Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (digit < 0)
                return null;
            number = number * 32 + digit;
        }

        return number < 1_000_000_000_000 ? number.ToString("D12", CultureInfo.InvariantCulture) : null;
    }

    private static string AccountPart(string accountId)
    {
        var number = long.Parse(accountId, NumberStyles.None, CultureInfo.InvariantCulture);
        Span<char> digits = stackalloc char[AccountDigits];
        for (var i = AccountDigits - 1; i >= 0; i--, number /= 32)
            digits[i] = UniqueId.Alphabet[(int)(number % 32)];
        return new string(digits);
    }

    // 30 bytes are 40 characters of Base64: the length every client knows.
    private static string Secret(byte[] key, string accessKeyId, ReadOnlySpan<byte> nonce) =>
        Convert.ToBase64String(HMACSHA256.HashData(Derive(key, "secret"), (byte[])[.. Encoding.UTF8.GetBytes(accessKeyId), .. nonce]).AsSpan(0, 30));

    private static byte[] Derive(byte[] key, string purpose) =>
        HKDF.Expand(HashAlgorithmName.SHA256, key, 32, Encoding.ASCII.GetBytes("countersign session " + purpose));
}
