using System.Text.Json;
using Microsoft.Playwright;

namespace Countersign.Clients.Tests.Browser;

/// <summary>Chromium's virtual authenticator: a security key that is always touched, or a passkey of the machine.</summary>
/// <remarks>Plugged into one page; the credentials in it can be carried to another.</remarks>
internal sealed class Authenticator
{
    private readonly ICDPSession _protocol;
    private readonly string _id;

    private Authenticator(ICDPSession protocol, string id) => (_protocol, _id) = (protocol, id);

    /// <summary>Plugs one into a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="resident">Whether it keeps its passkeys, and so finds them without being told their ids.</param>
    /// <param name="verifiesUser">Whether it has a PIN, a finger or a face to ask for, and is content with it.</param>
    /// <param name="synchronised">Whether its passkeys are on other devices of their owner too.</param>
    public static async Task<Authenticator> PlugInto(IPage page, bool resident = true, bool verifiesUser = true, bool synchronised = false)
    {
        var protocol = await page.Context.NewCDPSessionAsync(page);
        await protocol.SendAsync("WebAuthn.enable", new Dictionary<string, object>(StringComparer.Ordinal) { ["enableUI"] = false });
        var answer = await protocol.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["options"] = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["protocol"] = "ctap2",
                ["ctap2Version"] = "ctap2_1",
                ["transport"] = resident ? "internal" : "usb",
                ["hasResidentKey"] = resident,
                ["hasUserVerification"] = verifiesUser,
                ["isUserVerified"] = verifiesUser,
                ["automaticPresenceSimulation"] = true,
                ["defaultBackupEligibility"] = synchronised,
                ["defaultBackupState"] = synchronised,
            },
        });
        return new Authenticator(protocol, answer!.Value.GetProperty("authenticatorId").GetString()!);
    }

    /// <summary>The credentials in it, with their private keys, as the protocol tells and takes them.</summary>
    public async Task<IReadOnlyList<JsonElement>> Credentials()
    {
        var answer = await Send("WebAuthn.getCredentials");
        return [.. answer!.Value.GetProperty("credentials").EnumerateArray()];
    }

    /// <summary>Copies a credential into it, with the counter that it has.</summary>
    /// <param name="credential">Of another one.</param>
    /// <param name="signCount">Another counter, if given.</param>
    public Task Add(JsonElement credential, int? signCount = null)
    {
        var copy = credential.EnumerateObject().ToDictionary(member => member.Name, member => (object)member.Value, StringComparer.Ordinal);
        if (signCount is { } count)
            copy["signCount"] = count;
        return Send("WebAuthn.addCredential", ("credential", copy));
    }

    public Task Clear() => Send("WebAuthn.clearCredentials");

    /// <summary>Whether PIN, finger or face will be right the next time.</summary>
    public Task SetUserVerified(bool verified) => Send("WebAuthn.setUserVerified", ("isUserVerified", verified));

    /// <summary>Makes it answer wrongly: <c>isBogusSignature</c>, <c>isBadUV</c> or <c>isBadUP</c>.</summary>
    public Task Break(string how) => Send("WebAuthn.setResponseOverrideBits", (how, true));

    private Task<JsonElement?> Send(string method, params (string Name, object Value)[] parameters)
    {
        var all = parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value, StringComparer.Ordinal);
        all["authenticatorId"] = _id;
        return _protocol.SendAsync(method, all);
    }
}
