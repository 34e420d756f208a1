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
    /// <param name="Problem">Why passkeys cannot work at the console's address; null when they can.</param>
    /// <param name="WithoutPassword">Whether the account takes a passkey that has verified its user for the password too.</param>
    public sealed record Response(string? Options, SealedChallenge? Challenge, string Origin, string? Problem, bool WithoutPassword);

    /// <inheritdoc/>
    public static string Action => "countersign:StartPasskeySignIn";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.Nothing;

    /// <inheritdoc/>
    public async Task<Response> Execute(Request request, Call call)
    {
        var withoutPassword = (await call.Store.Accounts.MfaSettings(call.AccountId)).PasswordlessSignIn;
        var nothing = new Response(null, null, _verifier.RelyingParty.Origin, _verifier.RelyingParty.Problem, withoutPassword);
        if (nothing.Problem is not null)
            return nothing;

        var (purpose, allowed) = call.Caller switch
        {
            PendingCaller { Attempt.Step: SignInAttempt.SecondFactor } pending =>
                (CeremonyPurpose.SignIn, await call.Store.Passkeys.Of(pending.User.UserId)),
            UserCaller { Credential: Credential.Console } user =>
                (CeremonyPurpose.ProveAgain, await call.Store.Passkeys.Of(user.User.UserId)),
            _ => (CeremonyPurpose.Passwordless, []),
        };
        if (purpose == CeremonyPurpose.Passwordless ? call.Caller is not AnonymousCaller || !withoutPassword : allowed.Count == 0)
            return nothing;

        var ceremony = Ceremony.Begin(call.Now);
        return nothing with
        {
            Options = _verifier.RequestOptions(ceremony, allowed, verifyUser: purpose == CeremonyPurpose.Passwordless),
            Challenge = ceremony.Seal(purpose, Ceremony.Subject(call), call),
        };
    }
}
