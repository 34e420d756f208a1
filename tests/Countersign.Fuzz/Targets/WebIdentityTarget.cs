using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Countersign.Sts.WebIdentity;

namespace Countersign.Fuzz;

/// <summary>What comes from elsewhere for a web identity: a token, and an issuer's set of keys.</summary>
internal sealed class WebIdentityTarget : Target
{
    private const string Point = """{"kty":"EC","crv":"P-256","kid":"1","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}""";

    public override string Name => "web-identity";

    public override IEnumerable<byte[]> Seeds => Texts(
        Token("""{"alg":"ES256","kid":"1"}""", """{"iss":"https://ci.example.org","sub":"job","aud":"countersign","exp":1900000000,"iat":1800000000}"""),
        Token("""{"alg":"RS256"}""", """{"iss":"https://ci.example.org","aud":["a","b"],"azp":"a","exp":1.5e9,"amr":["pwd"],"x":{"y":1},"z":true}"""),
        Token("""{"alg":"none"}""", "{}"), $$"""{"keys":[{{Point}}]}""", $$"""{"keys":[{{Point}},{"kty":"oct","k":"AA"},{"kty":"RSA","n":"AQAB","e":"AQAB"}]}""");

    public override IReadOnlyList<string> Words =>
        [".", "\"alg\"", "\"ES256\"", "\"RS256\"", "\"none\"", "\"crit\"", "\"exp\"", "\"kty\"", "\"EC\"", "\"RSA\"", "\"crv\"", "\"P-521\"", "\"use\"", "eyJ", "1e309", "-1"];

    public override void Read(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        if (Jwt.TryRead(text) is { } token)
        {
            Promise.Same(Encoding.ASCII.GetString(token.Signed) + "." + Base64Url.EncodeToString(token.Signature), text, "a token written again");
            _ = token.Find("iss");
        }

        try
        {
            foreach (var key in JsonWebKeys.Read(input))
                key.Create().Dispose();
        }
        catch (JsonException)
        {
            // no set of keys
        }
    }

    private static string Token(string header, string payload) =>
        $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}.c2lnbmF0dXJl";
}
