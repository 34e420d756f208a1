using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Mfa.Passkeys;

/// <summary>What the browser says it has done: the first half of what is signed (WebAuthn Level 3, section 5.8.1).</summary>
internal static class ClientData
{
    /// <summary>Steps 5 to 11 of registering (section 7.1), 8 to 14 of authenticating (section 7.2).</summary>
    /// <param name="utf8">The JSON, as signed.</param>
    /// <param name="type"><c>webauthn.create</c> or <c>webauthn.get</c>.</param>
    /// <param name="challenge">Ours.</param>
    /// <param name="origin">Ours, as browsers write it; compared letter for letter.</param>
    /// <exception cref="ApiError">PasskeyRefused: not what was asked for, or not here.</exception>
    public static void Check(byte[] utf8, string type, byte[] challenge, string origin)
    {
        using var document = ClientJson.Read(utf8) ?? throw PasskeyErrors.Refused("client data is no JSON object");
        var data = document.RootElement;
        if (data.Text("type") != type)
            throw PasskeyErrors.Refused($"client data is not of type {type}");
        if (!CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(data.Text("challenge") ?? ""), Encoding.UTF8.GetBytes(Base64Url.EncodeToString(challenge))))
        {
            throw PasskeyErrors.Refused("challenge is another");
        }

        if (data.Text("origin") != origin)
            throw PasskeyErrors.Refused($"origin is not {origin}");
        // The console is framed nowhere, so a ceremony inside a frame was not begun here.
        if (data.TryGetProperty("crossOrigin", out var crossOrigin) && crossOrigin.ValueKind != System.Text.Json.JsonValueKind.False)
            throw PasskeyErrors.Refused("cross-origin");
        if (data.TryGetProperty("topOrigin", out _))
            throw PasskeyErrors.Refused("top origin given");
    }
}
