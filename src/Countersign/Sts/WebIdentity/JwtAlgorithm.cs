using System.Security.Cryptography;

namespace Countersign.Sts.WebIdentity;

/// <summary>How a token may be signed (RFC 7518 section 3.1): with a private key. Shared secrets and "none" are not there to be chosen.</summary>
/// <param name="Name">As headers have it.</param>
/// <param name="Hash">The hash that is signed.</param>
/// <param name="Curve">Of an elliptic key; null for RSA.</param>
internal sealed record JwtAlgorithm(string Name, HashAlgorithmName Hash, string? Curve)
{
    /// <summary>The algorithm of a name; null when tokens may not be signed so. AWS takes these six.</summary>
    public static JwtAlgorithm? Find(string? name) => name switch
    {
        "RS256" => new(name, HashAlgorithmName.SHA256, null),
        "RS384" => new(name, HashAlgorithmName.SHA384, null),
        "RS512" => new(name, HashAlgorithmName.SHA512, null),
        "ES256" => new(name, HashAlgorithmName.SHA256, "P-256"),
        "ES384" => new(name, HashAlgorithmName.SHA384, "P-384"),
        "ES512" => new(name, HashAlgorithmName.SHA512, "P-521"),
        _ => null,
    };
}
