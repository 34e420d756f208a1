namespace Countersign.Otp;

/// <summary>The hash under the HMAC of a one-time code (RFC 6238 section 1.2).</summary>
public enum OathHash
{
    /// <summary>SHA-1: RFC 4226, and the only one that every authenticator app honours.</summary>
    Sha1,

    /// <summary>SHA-256.</summary>
    Sha256,

    /// <summary>SHA-512.</summary>
    Sha512,
}
