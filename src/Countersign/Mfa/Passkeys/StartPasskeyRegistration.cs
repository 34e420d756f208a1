using System.Security.Cryptography;

namespace Countersign.Mfa.Passkeys;

/// <summary>Asks for a new passkey: what the browser's <c>navigator.credentials.create()</c> is given, and the challenge for the answer.</summary>
public sealed class StartPasskeyRegistration : IOperation<StartPasskeyRegistration.Request, StartPasskeyRegistration.Response>
{
    /// <summary>Random, as WebAuthn Level 3, section 14.6.1 wants it.</summary>
    private const int HandleBytes = 32;

    private readonly PasskeyVerifier _verifier;
    private readonly MfaOptions _options;

    internal StartPasskeyRegistration(PasskeyVerifier verifier, MfaOptions options) => (_verifier, _options) = (verifier, options);

    /// <summary>For whom, under what name.</summary>
    /// <param name="UserName">Who will have the passkey.</param>
    /// <param name="DeviceName">1 to 128 letters, digits and <c>+=,.@_-</c>.</param>
    public sealed record Request(string UserName, string DeviceName) : IRequest<Response>;

    /// <summary>What to ask the browser.</summary>
    /// <param name="Options">JSON for <c>parseCreationOptionsFromJSON</c>.</param>
    /// <param name="Challenge">For RegisterPasskey, within five minutes.</param>
    /// <param name="Origin">Where the page must be open; elsewhere the browser refuses.</param>
    public sealed record Response(string Options, SealedChallenge Challenge, string Origin);

    /// <inheritdoc/>
    public static string Action => "countersign:StartPasskeyRegistration";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) => [await EnableMFADevice.NeedFor(request.UserName, call)];

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity, EntityAlreadyExists, LimitExceeded, ValidationError.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        _verifier.RequireWorkingAddress();
        var user = await call.Store.Users.Find(call.AccountId, request.UserName) ?? throw IamErrors.NoSuchUser(request.UserName);
        await RegisterPasskey.CheckRoom(user, request.DeviceName, _options, call);

        var ceremony = Ceremony.Begin(
            call.Now, await call.Store.Passkeys.HandleOf(user.UserId) ?? RandomNumberGenerator.GetBytes(HandleBytes));
        var account = await call.Store.Accounts.Find(call.AccountId);
        return new Response(
            _verifier.CreationOptions(
                ceremony, user.UserName, account?.Alias ?? call.AccountId, await call.Store.Passkeys.Of(user.UserId),
                PasskeyRules.Of(await call.Store.Accounts.MfaSettings(call.AccountId))),
            ceremony.Seal(CeremonyPurpose.Register, Ceremony.Subject(call, user.UserId), call),
            _verifier.RelyingParty.Origin);
    }
}
