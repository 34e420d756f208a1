using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Countersign.Tests;

/// <summary>An authenticator in software, with the browser in front of it: one ES256 key, and every byte of its answers can be changed.</summary>
internal sealed class SoftKey : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public byte[] Id { get; init; } = RandomNumberGenerator.GetBytes(32);
    public Guid Model { get; init; } = Guid.Parse("01020304-0506-0708-0102-030405060708");
    public bool VerifiesUser { get; set; } = true;
    public bool IsBackupEligible { get; init; }

    /// <summary>False for keys that give no user handle: they are found by their id only.</summary>
    public bool IsDiscoverable { get; init; } = true;

    /// <summary>The last count; null for one that does not count.</summary>
    public uint? Count { get; set; } = 0;

    public byte[]? UserHandle { get; private set; }

    /// <summary>The address the browser is at.</summary>
    public string Origin { get; set; } = "https://example.org";

    private byte Flags => (byte)(0x01 | (VerifiesUser ? 0x04 : 0) | (IsBackupEligible ? 0x18 : 0));

    /// <summary>Another device with the same key and count.</summary>
    public SoftKey Copy()
    {
        var copy = new SoftKey { Id = Id, Model = Model, VerifiesUser = VerifiesUser, IsBackupEligible = IsBackupEligible, IsDiscoverable = IsDiscoverable, Count = Count, UserHandle = UserHandle, Origin = Origin };
        copy._key.ImportParameters(_key.ExportParameters(true));
        return copy;
    }

    /// <summary>Makes the passkey.</summary>
    /// <param name="options">As the server asks.</param>
    /// <param name="change">What is wrong with the answer, if anything.</param>
    public string Create(string options, Func<Making, Making>? change = null)
    {
        using var asked = JsonDocument.Parse(options);
        UserHandle = asked.RootElement.GetProperty("user").GetProperty("id").GetString() is { } handle ? Base64Url.DecodeFromChars(handle) : null;
        if (Count is { } count)
            Count = count + 1;
        var making = new Making
        {
            Client = Client("webauthn.create", asked.RootElement.GetProperty("challenge").GetString()!),
            RpId = asked.RootElement.GetProperty("rp").GetProperty("id").GetString()!,
            Flags = (byte)(Flags | 0x40),
            Count = Count ?? 0,
            CredentialId = Id,
            Json = new JsonObject { ["id"] = Base64Url.EncodeToString(Id), ["rawId"] = Base64Url.EncodeToString(Id), ["type"] = "public-key" },
            PublicKey = CoseKey(-7),
        };
        making = change?.Invoke(making) ?? making;
        var authData = AuthData(making, making.Flags, making.Count, [.. Attested(making), .. making.Extensions]);
        making.Json["response"] = new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(making.ClientBytes()),
            ["attestationObject"] = Base64Url.EncodeToString([.. AttestationObject(making.Format, authData)[..^making.Truncated], .. making.Trailing]),
            ["transports"] = new JsonArray("usb", "nfc", "from-the-future"),
        };
        making.Json["clientExtensionResults"] = new JsonObject();
        return making.Json.ToJsonString();
    }

    /// <summary>Uses the passkey.</summary>
    /// <inheritdoc cref="Create"/>
    public string Get(string options, Func<Using, Using>? change = null)
    {
        using var asked = JsonDocument.Parse(options);
        if (Count is { } count)
            Count = count + 1;
        var use = new Using
        {
            Client = Client("webauthn.get", asked.RootElement.GetProperty("challenge").GetString()!),
            RpId = asked.RootElement.GetProperty("rpId").GetString()!,
            Flags = Flags,
            Count = Count ?? 0,
            UserHandle = IsDiscoverable ? UserHandle : null,
            Json = new JsonObject { ["id"] = Base64Url.EncodeToString(Id), ["rawId"] = Base64Url.EncodeToString(Id), ["type"] = "public-key" },
        };
        use = change?.Invoke(use) ?? use;
        var authData = AuthData(use, use.Flags, use.Count, use.Extensions)[..^use.Truncated];
        var signature = _key.SignData([.. authData, .. SHA256.HashData(use.ClientBytes())], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        signature = use.Signature?.Invoke(signature) ?? signature;
        use.Json["response"] = new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(use.ClientBytes()),
            ["authenticatorData"] = Base64Url.EncodeToString(use.AfterSigning?.Invoke(authData) ?? authData),
            ["signature"] = Base64Url.EncodeToString(signature),
            ["userHandle"] = use.UserHandle is null ? null : Base64Url.EncodeToString(use.UserHandle),
        };
        use.Json["clientExtensionResults"] = new JsonObject();
        return use.Json.ToJsonString();
    }

    /// <summary>The public key as COSE_Key, under an algorithm that it may not be of.</summary>
    public byte[] CoseKey(int algorithm)
    {
        var point = _key.ExportParameters(false).Q;
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartMap(5);
        foreach (var (label, value) in new[] { (1, 2), (3, algorithm), (-1, 1) })
        {
            writer.WriteInt32(label);
            writer.WriteInt32(value);
        }

        writer.WriteInt32(-2);
        writer.WriteByteString(point.X!);
        writer.WriteInt32(-3);
        writer.WriteByteString(point.Y!);
        writer.WriteEndMap();
        return writer.Encode();
    }

    public void Dispose() => _key.Dispose();

    private JsonObject Client(string type, string challenge) =>
        new() { ["type"] = type, ["challenge"] = challenge, ["origin"] = Origin, ["crossOrigin"] = false };

    private static byte[] AuthData(Parts parts, byte flags, uint count, byte[] rest)
    {
        var head = new byte[37];
        SHA256.HashData(Encoding.UTF8.GetBytes(parts.RpId), head);
        head[32] = flags;
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(33), count);
        return [.. head, .. rest];
    }

    private byte[] Attested(Making making)
    {
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)making.CredentialId.Length);
        return [.. Model.ToByteArray(bigEndian: true), .. length, .. making.CredentialId, .. making.PublicKey];
    }

    private static byte[] AttestationObject(string format, byte[] authData)
    {
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartMap(3);
        writer.WriteTextString("fmt");
        writer.WriteTextString(format);
        writer.WriteTextString("attStmt");
        writer.WriteStartMap(0);
        writer.WriteEndMap();
        writer.WriteTextString("authData");
        writer.WriteByteString(authData);
        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <summary>What every answer is made of; signed after it was changed, unless said otherwise.</summary>
    internal abstract record Parts
    {
        public required JsonObject Client { get; init; }
        public required string RpId { get; init; }
        public required byte Flags { get; init; }
        public required uint Count { get; init; }

        /// <summary>The outer JSON, but for the response.</summary>
        public required JsonObject Json { get; init; }
        public byte[] Extensions { get; init; } = [];

        /// <summary>Bytes that are missing at the end.</summary>
        public int Truncated { get; init; }

        /// <summary>Instead of <see cref="Client"/>.</summary>
        public byte[]? ClientText { get; init; }

        public byte[] ClientBytes() => ClientText ?? Encoding.UTF8.GetBytes(Client.ToJsonString());
    }

    internal sealed record Making : Parts
    {
        public required byte[] CredentialId { get; init; }
        public required byte[] PublicKey { get; init; }
        public string Format { get; init; } = "none";
        public byte[] Trailing { get; init; } = [];
    }

    internal sealed record Using : Parts
    {
        public byte[]? UserHandle { get; init; }
        public Func<byte[], byte[]>? Signature { get; init; }

        /// <summary>Changes the authenticator data when they are signed already.</summary>
        public Func<byte[], byte[]>? AfterSigning { get; init; }
    }
}
