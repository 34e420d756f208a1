using System.Text;
using System.Text.Json;

namespace Countersign.Mfa.Passkeys;

/// <summary>What a browser answers when a passkey was made: <c>PublicKeyCredential.toJSON()</c> of <c>create()</c>.</summary>
/// <remarks>Read at the door; judged by the operation. Extension results are not read: none is asked for.</remarks>
public sealed class PasskeyRegistration
{
    private static readonly string[] KnownTransports = ["ble", "hybrid", "internal", "nfc", "smart-card", "usb"];

    private PasskeyRegistration(byte[] credentialId, byte[] clientData, byte[] attestationObject, IReadOnlyList<string> transports) =>
        (CredentialId, ClientData, AttestationObject, Transports) = (credentialId, clientData, attestationObject, transports);

    internal byte[] CredentialId { get; }

    internal byte[] ClientData { get; }

    internal byte[] AttestationObject { get; }

    /// <summary>How browsers reach the authenticator: a hint for them, kept for the next time; what is not known is left out.</summary>
    internal IReadOnlyList<string> Transports { get; }

    /// <summary>Reads an answer.</summary>
    /// <exception cref="ApiError">ValidationError: it is none.</exception>
    public static PasskeyRegistration Parse(string json)
    {
        using var document = ClientJson.Read(Encoding.UTF8.GetBytes(json)) ?? throw PasskeyErrors.Malformed();
        var root = document.RootElement;
        return root.Text("type") == "public-key" && root.Text("id") is { } id && id == root.Text("rawId") && root.Bytes("rawId") is { Length: > 0 } rawId
            && root.Object("response") is { } response
            && response.Bytes("clientDataJSON") is { } clientData
            && response.Bytes("attestationObject") is { } attestationObject
                ? new PasskeyRegistration(rawId, clientData, attestationObject, TransportsOf(response))
                : throw PasskeyErrors.Malformed();
    }

    /// <inheritdoc/>
    public override string ToString() => "registration";

    private static string[] TransportsOf(JsonElement response) =>
        response.TryGetProperty("transports", out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. KnownTransports.Intersect(list.EnumerateArray().Select(ClientJson.Text).OfType<string>(), StringComparer.Ordinal)]
            : [];
}
