using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Countersign.Mfa.Passkeys;

namespace Countersign.Fuzz;

/// <summary>What a browser answers with a passkey: the JSON, and the bytes of the authenticator in it.</summary>
/// <remarks>
/// Input: <c>J</c> and JSON; <c>R</c> and an attestation object; or <c>A</c>, the length of the signature, the signature and the
/// authenticator data. For the last two the JSON around is made here.
/// </remarks>
internal sealed class PasskeyTarget : Target
{
    private static readonly JsonElement File = Vectors();
    private static readonly JsonElement First = File.GetProperty("vectors")[0];
    private static readonly PasskeyVerifier Verifier = new(RelyingParty.Of(File.GetProperty("origin").GetString()!), "fuzz");
    private static readonly byte[] Id = Hex(First, "registration", "credential_id");

    private static readonly string[] Transports = ["usb", "nfc"];

    public override string Name => "passkey";

    public override int MaxLength => 8 * 1024;

    public override TimeSpan TimeLimit => TimeSpan.FromSeconds(1);

    public override IEnumerable<byte[]> Seeds
    {
        get
        {
            foreach (var vector in File.GetProperty("vectors").EnumerateArray().Where(vector => vector.GetProperty("name").GetString() != "tpm-es256"))
            {
                yield return [(byte)'R', .. Hex(vector, "registration", "attestationObject")];
                yield return [(byte)'J', .. Encoding.UTF8.GetBytes(Registration(Hex(vector, "registration", "attestationObject")))];
            }
            var signature = Hex(First, "authentication", "signature");
            var data = Hex(First, "authentication", "authenticatorData");
            yield return [(byte)'A', (byte)signature.Length, .. signature, .. data];
            yield return [(byte)'J', .. Encoding.UTF8.GetBytes(Assertion(signature, data))];
            yield return "J{\"id\":\"\\ud800\",\"rawId\":\"\\ud800\",\"type\":\"public-key\",\"response\":{\"transports\":[\"\\ud800\"]}}"u8.ToArray();
        }
    }

    public override IReadOnlyList<string> Words =>
    [
        "\"id\":", "\"rawId\":", "\"type\":\"public-key\"", "\"response\":{", "\"clientDataJSON\":", "\"attestationObject\":", "\"authenticatorData\":",
        "\"signature\":", "\"userHandle\":null", "\"transports\":[", "\"usb\"", "\"\\ud800\"", "none", "packed", "fido-u2f", "fmt", "attStmt", "authData", "x5c", "alg", "sig", "ver",
    ];

    public override long AllocationLimit(int length) => base.AllocationLimit(length) + 32 * 1024 * 1024;

    public override void Read(byte[] input)
    {
        if (input.Length == 0)
            return;
        try
        {
            switch (input[0])
            {
                case (byte)'R':
                    Register(PasskeyRegistration.Parse(Registration(input[1..])));
                    break;
                case (byte)'A' when input.Length > 1 && input.Length - 2 >= input[1]:
                    Authenticate(PasskeyAssertion.Parse(Assertion(input[2..(2 + input[1])], input[(2 + input[1])..])));
                    break;
                default:
                    var json = Encoding.UTF8.GetString(input, 1, input.Length - 1);
                    try
                    {
                        Register(PasskeyRegistration.Parse(json));
                    }
                    catch (ApiError)
                    {
                        Authenticate(PasskeyAssertion.Parse(json));
                    }
                    break;
            }
        }
        catch (ApiError)
        {
            // named
        }
    }

    private static void Register(PasskeyRegistration registration) => Verifier.Register(
        registration, Asked("registration"), "alice", PasskeyRules.None).GetAwaiter().GetResult();

    private static void Authenticate(PasskeyAssertion assertion) => Verifier.Authenticate(
        assertion, Asked("authentication"),
        new Storage.Passkey
        {
            DeviceId = "",
            AccountId = "",
            CredentialId = Id,
            PublicKey = Convert.FromHexString("a5010203262001215820afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61225820930a56b87a2fca66334b03458abf879717c12cc68ed73290af2e2664796b9220"),
            SignCount = 0,
            Transports = "",
            Aaguid = "",
            AttestationFormat = "none",
            BackupEligible = true,
            BackedUp = false,
            UserVerified = false,
        },
        [], verifyUser: false).GetAwaiter().GetResult();

    private static Ceremony Asked(string ceremony) => new(Hex(First, ceremony, "challenge"), DateTimeOffset.MaxValue, []);

    private static string Registration(byte[] attestationObject) => JsonSerializer.Serialize(new
    {
        id = Base64Url.EncodeToString(Id),
        rawId = Base64Url.EncodeToString(Id),
        type = "public-key",
        response = new
        {
            clientDataJSON = Base64Url.EncodeToString(Hex(First, "registration", "clientDataJSON")),
            attestationObject = Base64Url.EncodeToString(attestationObject),
            transports = Transports,
        },
    });

    private static string Assertion(byte[] signature, byte[] authenticatorData) => JsonSerializer.Serialize(new
    {
        id = Base64Url.EncodeToString(Id),
        rawId = Base64Url.EncodeToString(Id),
        type = "public-key",
        response = new
        {
            clientDataJSON = Base64Url.EncodeToString(Hex(First, "authentication", "clientDataJSON")),
            authenticatorData = Base64Url.EncodeToString(authenticatorData),
            signature = Base64Url.EncodeToString(signature),
        },
    });

    private static byte[] Hex(JsonElement vector, string ceremony, string name) =>
        Convert.FromHexString(vector.GetProperty(ceremony).GetProperty(name).GetString()!);

    private static JsonElement Vectors()
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "vectors", "webauthn-l3.json")));
        return document.RootElement.Clone();
    }
}
