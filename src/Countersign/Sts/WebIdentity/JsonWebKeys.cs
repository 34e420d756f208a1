using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;

namespace Countersign.Sts.WebIdentity;

/// <summary>Reads a set of keys (RFC 7517). Keys that tokens cannot be signed with here are passed over: other programs may need them.</summary>
internal static class JsonWebKeys
{
    private const int FewestBits = 2048;
    private const int MostBits = 8192;    // more would cost whoever checks more than whoever asks
    private const int MostKeys = 200;     // AWS reads 100 of RSA and 100 on curves

    /// <exception cref="JsonException">It is no set of keys.</exception>
    public static IReadOnlyList<IssuerKey> Read(byte[] json)
    {
        using var document = JsonDocument.Parse(json, IssuerClient.Strict);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array)
            throw new JsonException("no set of keys");
        return [.. keys.EnumerateArray().Take(MostKeys).Select(TryRead).OfType<IssuerKey>()];
    }

    private static IssuerKey? TryRead(JsonElement key)
    {
        try
        {
            if (key.ValueKind != JsonValueKind.Object || Text(key, "use") is not (null or "sig") || CreateOf(key) is not { } create)
                return null;
            using var _ = create();    // a point that is not on its curve is found here
            return new IssuerKey(Text(key, "kid"), Text(key, "alg"), Text(key, "crv"), create);
        }
        catch (Exception e) when (e is CryptographicException or FormatException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static Func<AsymmetricAlgorithm>? CreateOf(JsonElement key) => (Text(key, "kty"), Text(key, "crv")) switch
    {
        ("RSA", null) => OfRsa(Number(key, "n"), Number(key, "e")),
        ("EC", "P-256") => OfCurve(ECCurve.NamedCurves.nistP256, key),
        ("EC", "P-384") => OfCurve(ECCurve.NamedCurves.nistP384, key),
        ("EC", "P-521") => OfCurve(ECCurve.NamedCurves.nistP521, key),
        _ => null,
    };

    private static Func<AsymmetricAlgorithm>? OfRsa(byte[] modulus, byte[] exponent)
    {
        var bits = modulus.Length == 0 ? 0 : modulus.Length * 8 - (BitOperations.LeadingZeroCount((uint)modulus[0]) - 24);
        if (bits is < FewestBits or > MostBits || exponent is not { Length: >= 1 and <= 4 } || exponent is [1] || (exponent[^1] & 1) == 0)
            return null;
        var parameters = new RSAParameters { Modulus = modulus, Exponent = exponent };
        return () => RSA.Create(parameters);
    }

    private static Func<AsymmetricAlgorithm> OfCurve(ECCurve curve, JsonElement key)
    {
        var parameters = new ECParameters { Curve = curve, Q = new ECPoint { X = Bytes(key, "x"), Y = Bytes(key, "y") } };
        return () => ECDsa.Create(parameters);
    }

    private static string? Text(JsonElement key, string name) => key.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static byte[] Bytes(JsonElement key, string name) => Base64Url.DecodeFromChars(Text(key, name) ?? "");

    // Without zeros in front, which some issuers write.
    private static byte[] Number(JsonElement key, string name) => [.. Bytes(key, name).SkipWhile(one => one == 0)];
}
