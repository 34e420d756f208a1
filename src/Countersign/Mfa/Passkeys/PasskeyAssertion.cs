using System.Text;
using System.Text.Json;

namespace Countersign.Mfa.Passkeys;

/// <summary>What a browser answers to a challenge with a passkey that is there: <c>PublicKeyCredential.toJSON()</c> of <c>get()</c>.</summary>
/// <remarks>Read at the door; judged by the operation. Extension results are not read: none is asked for.</remarks>
public sealed class PasskeyAssertion
{
    private PasskeyAssertion(byte[] credentialId, byte[] clientData, byte[] authenticatorData, byte[] signature, byte[]? userHandle) =>
        (CredentialId, ClientData, AuthenticatorData, Signature, UserHandle) = (credentialId, clientData, authenticatorData, signature, userHandle);

    internal byte[] CredentialId { get; }

    internal byte[] ClientData { get; }

    internal byte[] AuthenticatorData { get; }

    internal byte[] Signature { get; }

    /// <summary>Given by discoverable passkeys; others may leave it out.</summary>
    internal byte[]? UserHandle { get; }

    /// <summary>Reads an answer.</summary>
    /// <exception cref="ApiError">ValidationError: it is none. Nothing is counted, since nothing was judged.</exception>
    public static PasskeyAssertion Parse(string json)
    {
        using var document = ClientJson.Read(Encoding.UTF8.GetBytes(json)) ?? throw PasskeyErrors.Malformed();
        var root = document.RootElement;
        // Two names for one thing are one way around a check that looks at one of them (CVE-2026-0723): they must agree.
        return root.Text("type") == "public-key" && root.Text("id") is { } id && id == root.Text("rawId") && root.Bytes("rawId") is { Length: > 0 } rawId
            && root.Object("response") is { } response
            && response.Bytes("clientDataJSON") is { } clientData
            && response.Bytes("authenticatorData") is { } authenticatorData
            && response.Bytes("signature") is { } signature
            && (IsAbsent(response, "userHandle") || response.Bytes("userHandle") is not null)
                ? new PasskeyAssertion(rawId, clientData, authenticatorData, signature, response.Bytes("userHandle"))
                : throw PasskeyErrors.Malformed();
    }

    /// <inheritdoc/>
    public override string ToString() => "assertion";

    private static bool IsAbsent(JsonElement parent, string name) =>
        !parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null;
}
