using System.Security.Cryptography;

namespace Countersign.Query;

/// <summary>The cryptography of AWS Signature Version 4.</summary>
/// <remarks>IAM User Guide, "Create a signed AWS API request", steps 3 and 4.</remarks>
internal static class SigV4
{
    /// <summary>The only algorithm that we take.</summary>
    public const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Length of hashes, keys and signatures in bytes.</summary>
    public const int HashLength = 32;

    /// <summary>Derives the key that signs requests of one scope from a secret access key: four HMACs.</summary>
    /// <param name="secretAccessKey">The secret.</param>
    /// <param name="scope">Day, region, service.</param>
    /// <param name="key">Receives 32 bytes.</param>
    public static void DeriveKey(string secretAccessKey, CredentialScope scope, Span<byte> key)
    {
        var secret = new ByteBuilder(stackalloc byte[160]);
        var part = new ByteBuilder(stackalloc byte[256]);
        try
        {
            secret.Append("AWS4"u8);
            secret.Append(secretAccessKey);
            part.Append(scope.Date);
            HMACSHA256.HashData(secret.Written, part.Written, key);
            Next(scope.Region, key);
            Next(scope.Service, key);
            Next(CredentialScope.Terminator, key);
        }
        finally
        {
            secret.Dispose();
            part.Dispose();
        }
    }

    /// <summary>Computes a signature.</summary>
    /// <param name="key">From <see cref="DeriveKey"/>.</param>
    /// <param name="signedAt">The request's date.</param>
    /// <param name="scope">Day, region, service.</param>
    /// <param name="canonicalHash">From <see cref="CanonicalRequest"/>.</param>
    /// <param name="signature">Receives 32 bytes.</param>
    public static void Sign(
        ReadOnlySpan<byte> key, DateTimeOffset signedAt, CredentialScope scope, ReadOnlySpan<byte> canonicalHash,
        Span<byte> signature)
    {
        var text = new ByteBuilder(stackalloc byte[512]);
        try
        {
            text.Append(Algorithm);
            text.Append("\n"u8);
            text.Append(SigningTime.Print(signedAt));
            text.Append("\n"u8);
            scope.AppendTo(ref text);
            text.Append("\n"u8);
            text.AppendHex(canonicalHash);
            HMACSHA256.HashData(key, text.Written, signature);
        }
        finally
        {
            text.Dispose();
        }
    }

    private static void Next(string message, Span<byte> key)
    {
        var text = new ByteBuilder(stackalloc byte[256]);
        try
        {
            text.Append(message);
            HMACSHA256.HashData(key, text.Written, key);
        }
        finally
        {
            text.Dispose();
        }
    }
}
