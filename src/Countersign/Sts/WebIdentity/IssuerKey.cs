using System.Security.Cryptography;

namespace Countersign.Sts.WebIdentity;

/// <summary>A public key of an issuer: RSA, or on one of three curves.</summary>
/// <param name="KeyId">What tokens call it; null when it has no name.</param>
/// <param name="Algorithm">The one algorithm that it is for; null for any of its kind.</param>
/// <param name="Curve">As in <see cref="JwtAlgorithm"/>; null for RSA.</param>
/// <param name="Create">Makes the key for one use.</param>
internal sealed record IssuerKey(string? KeyId, string? Algorithm, string? Curve, Func<AsymmetricAlgorithm> Create)
{
    /// <summary>Whether a signature of that algorithm can be this key's.</summary>
    public bool Fits(JwtAlgorithm algorithm) => algorithm.Curve == Curve && (Algorithm is null || Algorithm == algorithm.Name);

    /// <summary>Whether the signature of a token is this key's.</summary>
    public bool Verifies(Jwt token)
    {
        try
        {
            using var key = Create();
            return key switch
            {
                RSA rsa => rsa.VerifyData(token.Signed, token.Signature, token.Algorithm.Hash, RSASignaturePadding.Pkcs1),
                ECDsa ec => ec.VerifyData(token.Signed, token.Signature, token.Algorithm.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
                _ => false,
            };
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
