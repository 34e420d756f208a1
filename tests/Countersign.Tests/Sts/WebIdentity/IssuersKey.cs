using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Tests.Sts.WebIdentity;

/// <summary>A key that an issuer signs tokens with.</summary>
internal sealed class IssuersKey : IDisposable
{
    private readonly AsymmetricAlgorithm _key;

    /// <param name="id">What its tokens call it.</param>
    /// <param name="algorithm">RS256 to ES512.</param>
    /// <param name="bits">Of RSA.</param>
    public IssuersKey(string id, string algorithm = "RS256", int bits = 2048)
    {
        (Id, Algorithm) = (id, algorithm);
        _key = algorithm switch
        {
            "ES256" => ECDsa.Create(ECCurve.NamedCurves.nistP256),
            "ES384" => ECDsa.Create(ECCurve.NamedCurves.nistP384),
            "ES512" => ECDsa.Create(ECCurve.NamedCurves.nistP521),
            _ => RSA.Create(bits),
        };
    }

    public string Id { get; }

    public string Algorithm { get; }

    /// <summary>The public half as issuers publish it.</summary>
    public string Jwk
    {
        get
        {
            if (_key is RSA rsa)
            {
                var numbers = rsa.ExportParameters(includePrivateParameters: false);
                return $$"""{"kty":"RSA","use":"sig","kid":"{{Id}}","n":"{{Text(numbers.Modulus!)}}","e":"{{Text(numbers.Exponent!)}}"}""";
            }

            var point = ((ECDsa)_key).ExportParameters(includePrivateParameters: false).Q;
            var curve = Algorithm switch { "ES256" => "P-256", "ES384" => "P-384", _ => "P-521" };
            return $$"""{"kty":"EC","use":"sig","kid":"{{Id}}","crv":"{{curve}}","x":"{{Text(point.X!)}}","y":"{{Text(point.Y!)}}"}""";
        }
    }

    private HashAlgorithmName Hash => Algorithm[2..] switch
    {
        "256" => HashAlgorithmName.SHA256,
        "384" => HashAlgorithmName.SHA384,
        _ => HashAlgorithmName.SHA512,
    };

    /// <summary>A token of this payload; the header says what it is told to.</summary>
    public string Sign(string payload, string? header = null)
    {
        header ??= $$"""{"alg":"{{Algorithm}}","kid":"{{Id}}","typ":"JWT"}""";
        var signed = $"{Part(header)}.{Part(payload)}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        var signature = _key is RSA rsa ? rsa.SignData(bytes, Hash, RSASignaturePadding.Pkcs1) : ((ECDsa)_key).SignData(bytes, Hash);
        return $"{signed}.{Text(signature)}";
    }

    /// <summary>A part of a token.</summary>
    public static string Part(string json) => Text(Encoding.UTF8.GetBytes(json));

    public void Dispose() => _key.Dispose();

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
