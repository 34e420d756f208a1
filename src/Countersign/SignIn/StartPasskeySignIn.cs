using Countersign.Mfa;
using Countersign.Mfa.Passkeys;
using Countersign.Storage;

namespace Countersign.SignIn;

/// <summary>Asks for a passkey: as the second step of a sign-in, once more in a session, or, by nobody yet, instead of name and password.</summary>
/// <remarks>Writes nothing, so that a flood of sign-in pages costs no disk.</remarks>
public sealed class StartPasskeySignIn : IOperation<StartPasskeySignIn.Request, StartPasskeySignIn.Response>
{
    private readonly PasskeyVerifier _verifier;

    internal StartPasskeySignIn(PasskeyVerifier verifier) => _verifier = verifier;

    /// <summary>Nothing to ask: the cookie says which step it is for.</summary>
    public sealed record Request : IRequest<Response>;

    /// <summary>What to ask the browser.</summary>
    /// <param name="Options">JSON for <c>parseRequestOptionsFromJSON</c>; null when there is no passkey that may answer.</param>
    /// <param name="Challenge">For the answer, within five minutes.</param>
    /// <param name="Origin">Where the page must be open; elsewhere the browser refuses.</param>
    /// <param name="Names">The passkeys that may answer, the last used first; empty where any may.</param>
    /// <param name="IsUsedLast">Whether one of them was the device used last.</param>
    /// <param name="Problem">Why passkeys cannot work at the console's address; null when they can.</param>
    /// <param name="WithoutPassword">Whether the account takes a passkey that has verified its user for the password too.</param>
    public sealed record Response(
        string? Options, SealedChallenge? Challenge, string Origin, IReadOnlyList<string> Names, bool IsUsedLast, string? Problem,
        bool WithoutPassword);

    /// <inheritdoc/>
    public static string Action => "countersign:StartPasskeySignIn";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.Nothing;

    /// <inheritdoc/>
    public async Task<Response> Execute(Request request, Call call)
    {
        var owner = call.Caller switch
        {
            PendingCaller { Attempt.Step: SignInAttempt.SecondFactor } pending => pending.User,
            UserCaller { Credential: Credential.Console } user => user.User,
            AnonymousCaller => null,
            _ => throw SignInErrors.Over(),
        };
        var devices = owner is null ? [] : await call.Store.MfaDevices.Of(owner.UserId);
        var withoutPassword = (await call.Store.Accounts.MfaSettings(call.AccountId)).PasswordlessSignIn;
        var nothing = new Response(
            null, null, _verifier.RelyingParty.Origin, devices.Where(IsPasskey).Select(device => device.Name).ToList(),
            devices.Count > 0 && IsPasskey(devices[0]), _verifier.RelyingParty.Problem, withoutPassword);
        if (nothing.Problem is not null || (owner is null ? !withoutPassword : nothing.Names.Count == 0))
            return nothing;

        var (purpose, allowed) = owner is null
            ? (CeremonyPurpose.Passwordless, [])
            : (call.Caller is PendingCaller ? CeremonyPurpose.SignIn : CeremonyPurpose.ProveAgain, await call.Store.Passkeys.Of(owner.UserId));
        var ceremony = Ceremony.Begin(call.Now);
        return nothing with
        {
            // Where a passkey stands for the password too, it must say that it has verified its user.
            Options = _verifier.RequestOptions(ceremony, allowed, verifyUser: purpose != CeremonyPurpose.SignIn && withoutPassword),
            Challenge = ceremony.Seal(purpose, Ceremony.Subject(call), call),
        };
    }

    private static bool IsPasskey(MfaDevice device) => SecondFactor.Of(device).Proof == ProofForm.Assertion;
}
