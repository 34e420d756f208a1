using System.Buffers.Text;
using System.Text.Json;
using Countersign.Mfa.Passkeys;

namespace Countersign.Tests;

/// <summary>The test vectors of W3C Web Authentication Level 3, section 16.</summary>
public sealed class Level3VectorTests
{
    private static readonly JsonElement File = Read();

    [Theory]
    [InlineData("none-es256")]
    [InlineData("packed-self-es256")]
    [InlineData("none-es256-long-credential-id")]
    [InlineData("packed-es256")]
    [InlineData("packed-es384")]
    [InlineData("packed-es512")]
    [InlineData("packed-rs256")]
    [InlineData("packed-eddsa")]
    public async Task A_passkey_is_registered_and_signs_in(string name)
    {
        var (verifier, vector) = (Verifier(), Vector(name));

        var passkey = await Register(verifier, vector);
        var use = await verifier.Authenticate(Assertion(vector), Asked(vector, "authentication"), passkey, [], verifyUser: false);

        Assert.Equal(0u, use.SignCount);
        Assert.Equal(vector.GetProperty("registration").GetProperty("credential_id").GetString(), Convert.ToHexStringLower(passkey.CredentialId), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("none-es256-crossOrigin", "cross-origin")]
    [InlineData("none-es256-topOrigin", "cross-origin")]
    public async Task A_ceremony_in_a_frame_is_refused(string name, string reason)
    {
        var refusal = await Assert.ThrowsAsync<ApiError>(() => Register(Verifier(), Vector(name)));

        Assert.Equal(("PasskeyRefused", reason), (refusal.Code, refusal.AuditReason));
    }

    [Theory]
    [InlineData("packed-es256", true)]
    [InlineData("packed-self-es256", false)]
    [InlineData("none-es256", false)]
    public async Task Where_attestation_is_demanded_a_certificate_must_vouch_for_the_model(string name, bool accepted)
    {
        var attempt = () => Register(Verifier(), Vector(name), new PasskeyRules(AttestationRequired: true, []));

        if (accepted)
            Assert.Equal("packed", (await attempt()).AttestationFormat);
        else
            Assert.Equal("PasskeyNotAllowed", (await Assert.ThrowsAsync<ApiError>(attempt)).Code);
    }

    [Fact]
    public void The_vectors_that_are_not_here_are_of_formats_that_nobody_is_asked_for() => Assert.Equal(
        ["android-key-es256", "apple-es256", "fido-u2f-es256", "packed-ed448", "tpm-es256"],
        File.GetProperty("vectors").EnumerateArray().Select(vector => vector.GetProperty("name").GetString()!)
            .Except(Tried, StringComparer.Ordinal).Order(StringComparer.Ordinal), StringComparer.Ordinal);

    private static IEnumerable<string> Tried => typeof(Level3VectorTests).GetMethods()
        .SelectMany(method => method.GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>())
        .Select(data => (string)data.Data[0]!);

    private static PasskeyVerifier Verifier() => new(RelyingParty.Of(File.GetProperty("origin").GetString()!), "test");

    private static Task<Countersign.Storage.Passkey> Register(
        PasskeyVerifier verifier, JsonElement vector, PasskeyRules? rules = null)
    {
        var made = vector.GetProperty("registration");
        var id = Hex(made, "credential_id");
        return verifier.Register(
            PasskeyRegistration.Parse(JsonSerializer.Serialize(new
            {
                id = Base64Url.EncodeToString(id),
                rawId = Base64Url.EncodeToString(id),
                type = "public-key",
                response = new { clientDataJSON = Base64Url.EncodeToString(Hex(made, "clientDataJSON")), attestationObject = Base64Url.EncodeToString(Hex(made, "attestationObject")) },
            })),
            Asked(vector, "registration"), "alice", rules ?? PasskeyRules.None);
    }

    private static PasskeyAssertion Assertion(JsonElement vector)
    {
        var use = vector.GetProperty("authentication");
        var id = Hex(vector.GetProperty("registration"), "credential_id");
        return PasskeyAssertion.Parse(JsonSerializer.Serialize(new
        {
            id = Base64Url.EncodeToString(id),
            rawId = Base64Url.EncodeToString(id),
            type = "public-key",
            response = new
            {
                clientDataJSON = Base64Url.EncodeToString(Hex(use, "clientDataJSON")),
                authenticatorData = Base64Url.EncodeToString(Hex(use, "authenticatorData")),
                signature = Base64Url.EncodeToString(Hex(use, "signature")),
            },
        }));
    }

    private static Ceremony Asked(JsonElement vector, string ceremony) => new(Hex(vector.GetProperty(ceremony), "challenge"), DateTimeOffset.MaxValue, []);

    private static byte[] Hex(JsonElement parent, string name) => Convert.FromHexString(parent.GetProperty(name).GetString()!);

    private static JsonElement Vector(string name) =>
        File.GetProperty("vectors").EnumerateArray().Single(vector => vector.GetProperty("name").GetString() == name);

    private static JsonElement Read()
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "vectors", "webauthn-l3.json")));
        return document.RootElement.Clone();
    }
}
