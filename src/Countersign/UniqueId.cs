using System.Security.Cryptography;

namespace Countersign;

/// <summary>Makes the identifiers that AWS documents ("IAM identifiers"): a four-letter prefix, then A-Z and 2-7.</summary>
internal static class UniqueId
{
    /// <summary>RFC 4648 Base32, the alphabet of every identifier.</summary>
    public const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>An entity's id: 21 characters, 85 of its bits random.</summary>
    public static string OfEntity(string prefix) => prefix + RandomNumberGenerator.GetString(Alphabet, 17);

    /// <summary>A long-term access key's id: 20 characters, 80 of its bits random.</summary>
    public static string OfAccessKey() => "AKIA" + RandomNumberGenerator.GetString(Alphabet, 16);

    /// <summary>A request's id in the form of a UUID, as clients and logs expect it.</summary>
    public static string OfRequest()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);    // RFC 9562 version 4; the Guid is little-endian in this field
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes).ToString("D");
    }

    /// <summary>A secret token for a cookie: 256 random bits, base64url.</summary>
    public static string OfCookie() => System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
