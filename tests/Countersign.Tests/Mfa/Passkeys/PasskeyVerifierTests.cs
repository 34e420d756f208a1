using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Countersign.Mfa.Passkeys;
using Countersign.Storage;

namespace Countersign.Tests;

/// <summary>A right answer with exactly one thing wrong: each is refused, and the audit log learns why.</summary>
public sealed class PasskeyVerifierTests
{
    private static readonly byte[] Handle = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private readonly PasskeyVerifier _verifier = new(RelyingParty.Of("https://example.org"), "test");

    public static TheoryData<string> AssertionFaults => [.. Uses.Keys];

    /// <summary>A fault and its reason; a star for whatever the library says of bytes that cannot be read.</summary>
    internal static (Func<SoftKey.Using, SoftKey.Using> Change, string Reason) Use(string fault) => Uses[fault];

    public static TheoryData<string> RegistrationFaults => [.. Makings.Keys];

    /// <summary>What is wrong, how it is done, and the reason.</summary>
    private static Dictionary<string, (Func<SoftKey.Using, SoftKey.Using> Change, string Reason)> Uses { get; } = new(StringComparer.Ordinal)
    {
        ["type"] = (use => Client(use, "type", "webauthn.create"), "client data is not of type webauthn.get"),
        ["type of payments"] = (use => Client(use, "type", "payment.get"), "client data is not of type webauthn.get"),
        ["no type"] = (use => Client(use, "type", null), "client data is not of type webauthn.get"),
        ["challenge"] = (use => Client(use, "challenge", Base64Url.EncodeToString(new byte[32])), "challenge is another"),
        ["no challenge"] = (use => Client(use, "challenge", null), "challenge is another"),
        ["origin"] = (use => Client(use, "origin", "https://evil.example"), "origin is not https://example.org"),
        ["origin of another port"] = (use => Client(use, "origin", "https://example.org:444"), "origin is not https://example.org"),
        ["origin of another scheme"] = (use => Client(use, "origin", "http://example.org"), "origin is not https://example.org"),
        ["origin of a subdomain"] = (use => Client(use, "origin", "https://login.example.org"), "origin is not https://example.org"),
        ["origin with a path"] = (use => Client(use, "origin", "https://example.org/"), "origin is not https://example.org"),
        ["crossOrigin"] = (use => Client(use, "crossOrigin", true), "cross-origin"),
        ["crossOrigin as text"] = (use => Client(use, "crossOrigin", "false"), "cross-origin"),
        ["topOrigin"] = (use => Client(use, "topOrigin", "https://example.org"), "top origin given"),
        ["client data that are no JSON"] = (use => use with { ClientText = "{"u8.ToArray() }, "client data is no JSON object"),
        ["client data with a member twice"] = (
            use => use with { ClientText = Encoding.UTF8.GetBytes(use.Client.ToJsonString()[..^1] + ",\"type\":\"webauthn.get\"}") }, "client data is no JSON object"),
        ["client data changed after signing"] = (use => use with { Signature = _ => new byte[70] }, "InvalidSignature"),
        ["rpIdHash"] = (use => use with { RpId = "evil.example" }, "InvalidRpidHash"),
        ["flag UP"] = (use => use with { Flags = (byte)(use.Flags & ~0x01) }, "UserPresentFlagNotSet"),
        ["flag UV"] = (use => use with { Flags = (byte)(use.Flags & ~0x04) }, "UserVerificationRequirementNotMet"),
        ["flag BE"] = (use => use with { Flags = (byte)(use.Flags | 0x08) }, "backup eligibility has changed"),
        ["flag BS"] = (use => use with { Flags = (byte)(use.Flags | 0x10) }, "InvalidBackupFlags"),
        ["flag AT"] = (use => use with { Flags = (byte)(use.Flags | 0x40) }, Malformed),
        ["flag ED"] = (use => use with { Flags = (byte)(use.Flags | 0x80) }, Malformed),
        ["extension garbage"] = (use => use with { Flags = (byte)(use.Flags | 0x80), Extensions = [0xff, 0xfe, 0x00] }, Malformed),
        ["extension data without their flag"] = (use => use with { Extensions = [0xa0] }, Malformed),
        ["authenticator data cut short"] = (use => use with { Truncated = 1 }, Malformed),
        ["authenticator data empty"] = (use => use with { Truncated = 37 }, Malformed),
        ["signature"] = (use => use with { Signature = signature => Flip(signature, signature.Length - 1) }, "InvalidSignature"),
        ["signature of no length"] = (use => use with { Signature = _ => [] }, "InvalidSignature"),
        ["authenticator data changed after signing"] = (use => use with { AfterSigning = data => Flip(data, 36) }, "InvalidSignature"),
        ["user handle"] = (use => use with { UserHandle = new byte[32] }, "user handle is another's"),
        ["user handle of no length"] = (use => use with { UserHandle = [] }, "user handle is another's"),
        ["credential id"] = (use => use with { Json = Ids(use.Json, new byte[32]) }, "credential id is another"),
    };

    private static Dictionary<string, (Func<SoftKey.Making, SoftKey.Making> Change, string Reason)> Makings { get; } = new(StringComparer.Ordinal)
    {
        ["type"] = (making => Client(making, "type", "webauthn.get"), "client data is not of type webauthn.create"),
        ["challenge"] = (making => Client(making, "challenge", Base64Url.EncodeToString(new byte[32])), "challenge is another"),
        ["origin"] = (making => Client(making, "origin", "https://evil.example"), "origin is not https://example.org"),
        ["crossOrigin"] = (making => Client(making, "crossOrigin", true), "cross-origin"),
        ["topOrigin"] = (making => Client(making, "topOrigin", "https://example.org"), "top origin given"),
        ["rpIdHash"] = (making => making with { RpId = "evil.example" }, "InvalidRpidHash"),
        ["flag UP"] = (making => making with { Flags = (byte)(making.Flags & ~0x01) }, "UserPresentFlagNotSet"),
        ["flag AT"] = (making => making with { Flags = (byte)(making.Flags & ~0x40) }, Malformed),
        ["flag BS"] = (making => making with { Flags = (byte)(making.Flags | 0x10) }, "InvalidBackupFlags"),
        ["flag ED"] = (making => making with { Flags = (byte)(making.Flags | 0x80) }, Malformed),
        ["extension garbage"] = (making => making with { Flags = (byte)(making.Flags | 0x80), Extensions = [0xff, 0xfe, 0x00] }, Malformed),
        ["algorithm that was not offered"] = (making => making with { PublicKey = Ps256Key() }, "CredentialAlgorithmRequirementNotMet"),
        ["public key cut short"] = (making => making with { PublicKey = making.PublicKey[..^4] }, Malformed),
        ["public key empty"] = (making => making with { PublicKey = [] }, Malformed),
        ["credential id"] = (making => making with { Json = Ids(making.Json, new byte[32]) }, "InvalidAttestationResponse"),
        ["credential id too long"] = (
            making => making with { CredentialId = new byte[1024], Json = Ids(making.Json, new byte[1024]) }, Malformed),
        ["attestation format that is unknown"] = (making => making with { Format = "made-up" }, Malformed),
        ["attestation statement that is missing"] = (making => making with { Format = "packed" }, Malformed),
        ["attestation object cut short"] = (making => making with { Truncated = 3 }, Malformed),
        ["attestation object with bytes after it"] = (making => making with { Trailing = [0x00] }, "bytes after the attestation object"),
    };

    /// <summary>Whatever the library says of bytes that cannot be read.</summary>
    private const string Malformed = "*";

    [Theory]
    [MemberData(nameof(AssertionFaults))]
    public async Task An_assertion_with_one_fault_is_refused(string fault)
    {
        using var key = new SoftKey();
        var passkey = await Register(key);
        var (change, reason) = Uses[fault];

        var refusal = await Assert.ThrowsAsync<ApiError>(() => Use(key, passkey, change));

        Assert.Equal("PasskeyRefused", refusal.Code);
        Assert.Equal("That passkey or security key was not accepted. Try again; if it goes on, use another way to sign in and ask your administrator.", refusal.Message);
        AssertReason(reason, refusal.AuditReason);
        // It was that fault and no other: without it the same key is accepted.
        await Use(key, passkey);
    }

    [Theory]
    [MemberData(nameof(RegistrationFaults))]
    public async Task A_registration_with_one_fault_is_refused(string fault)
    {
        using var key = new SoftKey();
        var (change, reason) = Makings[fault];

        var refusal = await Assert.ThrowsAsync<ApiError>(() => Register(key, change));

        Assert.Equal("PasskeyRefused", refusal.Code);
        AssertReason(reason, refusal.AuditReason);
        await Register(key);
    }

    [Theory]
    [InlineData("id")]
    [InlineData("rawId")]
    public async Task CVE_2026_0723_two_ids_that_differ_are_no_answer(string member)
    {
        using var key = new SoftKey();
        var passkey = await Register(key);
        var ceremony = Ask();

        var json = key.Get(_verifier.RequestOptions(ceremony, [passkey], verifyUser: true), use =>
        {
            use.Json[member] = Base64Url.EncodeToString(new byte[32]);
            return use;
        });

        Assert.Equal("ValidationError", Assert.Throws<ApiError>(() => PasskeyAssertion.Parse(json)).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"id":"AA","rawId":"AA","type":"password","response":{"clientDataJSON":"AA","authenticatorData":"AA","signature":"AA"}}""")]
    [InlineData("""{"id":"","rawId":"","type":"public-key","response":{"clientDataJSON":"AA","authenticatorData":"AA","signature":"AA"}}""")]
    [InlineData("""{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","authenticatorData":"AA"}}""")]
    [InlineData("""{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"A+/A","authenticatorData":"AA","signature":"AA"}}""")]
    [InlineData("""{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","authenticatorData":"AA","signature":"AA","userHandle":7}}""")]
    [InlineData("""{"id":"AA","id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","authenticatorData":"AA","signature":"AA"}}""")]
    [InlineData("""{"id":"\ud800","rawId":"\ud800","type":"public-key","response":{"clientDataJSON":"AA","authenticatorData":"AA","signature":"AA"}}""")]
    [InlineData("""{"id":"AA","\ud800":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"\ud800","authenticatorData":"AA","signature":"AA"}}""")]
    public void What_is_no_answer_of_a_browser_is_said_to_be_none(string json)
    {
        var refusal = Assert.Throws<ApiError>(() => PasskeyAssertion.Parse(json));

        Assert.Equal(("ValidationError", false), (refusal.Code, refusal.Counted));
    }

    [Theory]
    [InlineData(5, 6, true)]
    [InlineData(5, 5, false)]
    [InlineData(5, 4, false)]
    [InlineData(5, 0, false)]
    [InlineData(0, 0, true)]
    [InlineData(0, 1, true)]
    [InlineData(uint.MaxValue, 0, false)]
    public async Task A_counter_must_grow_unless_there_is_none(uint stored, uint received, bool accepted)
    {
        using var key = new SoftKey();
        var passkey = await Register(key) with { SignCount = stored };
        var attempt = () => Use(key, passkey, use => use with { Count = received });

        if (accepted)
        {
            Assert.Equal(received, (await attempt()).SignCount);
            return;
        }

        var refusal = await Assert.ThrowsAsync<ApiError>(attempt);
        Assert.Equal(("PossiblyClonedKey", $"signature counter {received} after {stored}"), (refusal.Code, refusal.AuditReason));
    }

    [Fact]
    public async Task A_counter_that_goes_back_says_so_only_if_the_key_itself_has_signed()
    {
        using var key = new SoftKey();
        var passkey = await Register(key) with { SignCount = 5 };

        var refusal = await Assert.ThrowsAsync<ApiError>(() => Use(
            key, passkey, use => use with { Count = 1, Signature = signature => Flip(signature, 10) }));

        Assert.Equal("PasskeyRefused", refusal.Code);
    }

    [Fact]
    public async Task Without_user_verification_a_key_is_accepted_where_it_is_a_second_factor_only()
    {
        using var key = new SoftKey { VerifiesUser = false, IsDiscoverable = false };
        var passkey = await Register(key);

        Assert.False((await Use(key, passkey, verifyUser: false)).UserVerified);
        Assert.Equal("UserVerificationRequirementNotMet", (await Assert.ThrowsAsync<ApiError>(() => Use(key, passkey))).AuditReason);
    }

    [Fact]
    public async Task What_is_asked_of_the_browser_is_what_is_meant()
    {
        using var key = new SoftKey { IsBackupEligible = true };
        var passkey = await Register(key);
        var ceremony = Ask();

        var creation = JsonNode.Parse(_verifier.CreationOptions(ceremony, "alice", "1234", [passkey], PasskeyRules.None))!;
        var request = JsonNode.Parse(_verifier.RequestOptions(ceremony, [passkey], verifyUser: true))!;

        Assert.Equal("example.org", (string?)creation["rp"]!["id"]);
        Assert.Equal(Base64Url.EncodeToString(Handle), (string?)creation["user"]!["id"]);
        Assert.Equal(("alice@1234", "alice"), ((string?)creation["user"]!["name"], (string?)creation["user"]!["displayName"]));
        Assert.Equal([-7, -8, -257, -35, -36], creation["pubKeyCredParams"]!.AsArray().Select(param => (int)param!["alg"]!));
        Assert.Equal(("preferred", "preferred"), (
            (string?)creation["authenticatorSelection"]!["residentKey"], (string?)creation["authenticatorSelection"]!["userVerification"]));
        Assert.Equal("none", (string?)creation["attestation"]);
        Assert.Equal(Base64Url.EncodeToString(key.Id), (string?)creation["excludeCredentials"]![0]!["id"]);
        Assert.Equal("""["nfc","usb"]""", creation["excludeCredentials"]![0]!["transports"]!.ToJsonString());
        Assert.Equal(("example.org", "required"), ((string?)request["rpId"], (string?)request["userVerification"]));
        Assert.Equal(Base64Url.EncodeToString(key.Id), (string?)request["allowCredentials"]![0]!["id"]);
    }

    [Fact]
    public async Task An_account_may_demand_attestation_or_name_the_models_that_it_takes()
    {
        using var key = new SoftKey();

        var attested = await Assert.ThrowsAsync<ApiError>(() => Register(key, rules: new PasskeyRules(true, [])));
        Assert.Equal(("PasskeyNotAllowed", "no attestation by a certificate"), (attested.Code, attested.AuditReason));

        var other = Guid.Parse("ee882879-721c-4913-9775-3dfcce97072a");
        var model = await Assert.ThrowsAsync<ApiError>(() => Register(key, rules: new PasskeyRules(false, [other])));
        Assert.Equal(("PasskeyNotAllowed", $"AAGUID {key.Model} is not on the account's list"), (model.Code, model.AuditReason));

        await Register(key, rules: new PasskeyRules(false, [other, key.Model]));
        Assert.Contains("\"attestation\":\"direct\"", _verifier.CreationOptions(Ask(), "alice", "1234", [], new PasskeyRules(true, [])), StringComparison.Ordinal);
    }

    private static Ceremony Ask() => Ceremony.Begin(DateTimeOffset.UnixEpoch, Handle);

    private async Task<Passkey> Register(SoftKey key, Func<SoftKey.Making, SoftKey.Making>? change = null, PasskeyRules? rules = null)
    {
        var ceremony = Ask();
        var json = key.Create(_verifier.CreationOptions(ceremony, "alice", "1234", [], rules ?? PasskeyRules.None), change);
        return await _verifier.Register(PasskeyRegistration.Parse(json), ceremony, "alice", rules ?? PasskeyRules.None);
    }

    private async Task<PasskeyUse> Use(SoftKey key, Passkey passkey, Func<SoftKey.Using, SoftKey.Using>? change = null, bool verifyUser = true)
    {
        var ceremony = Ask();
        var json = key.Get(_verifier.RequestOptions(ceremony, [passkey], verifyUser), change);
        return await _verifier.Authenticate(PasskeyAssertion.Parse(json), ceremony, passkey, Handle, verifyUser);
    }

    private static void AssertReason(string expected, string? actual)
    {
        if (expected == Malformed)
            Assert.NotEmpty(actual!);
        else
            Assert.Equal(expected, actual);
    }

    private static T Client<T>(T parts, string member, JsonNode? value)
        where T : SoftKey.Parts
    {
        if (value is null)
            parts.Client.Remove(member);
        else
            parts.Client[member] = value;
        return parts;
    }

    private static JsonObject Ids(JsonObject json, byte[] id)
    {
        json["id"] = Base64Url.EncodeToString(id);
        json["rawId"] = Base64Url.EncodeToString(id);
        return json;
    }

    private static byte[] Flip(byte[] bytes, int at)
    {
        bytes = [.. bytes];
        bytes[at] ^= 1;
        return bytes;
    }

    /// <summary>An RSA key for PSS: the library knows it, and nobody was offered it.</summary>
    private static byte[] Ps256Key()
    {
        using var rsa = System.Security.Cryptography.RSA.Create(2048);
        var key = rsa.ExportParameters(false);
        var writer = new System.Formats.Cbor.CborWriter();
        writer.WriteStartMap(4);
        writer.WriteInt32(1);
        writer.WriteInt32(3);
        writer.WriteInt32(3);
        writer.WriteInt32(-37);
        writer.WriteInt32(-1);
        writer.WriteByteString(key.Modulus!);
        writer.WriteInt32(-2);
        writer.WriteByteString(key.Exponent!);
        writer.WriteEndMap();
        return writer.Encode();
    }
}
