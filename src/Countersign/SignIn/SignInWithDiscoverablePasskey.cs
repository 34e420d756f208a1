using Countersign.Identity;
using Countersign.Mfa.Passkeys;

namespace Countersign.SignIn;

/// <summary>Signs in with a passkey alone, where the account allows it: the passkey names its user and has verified them, so it is two factors in one.</summary>
public sealed class SignInWithDiscoverablePasskey : IOperation<SignInWithDiscoverablePasskey.Request, SignInAnswer>
{
    private readonly PasskeyJudge _judge;

    internal SignInWithDiscoverablePasskey(PasskeyJudge judge) => _judge = judge;

    /// <summary>The proof.</summary>
    /// <param name="Assertion">The browser's answer.</param>
    /// <param name="Challenge">From StartPasskeySignIn.</param>
    public sealed record Request(PasskeyAssertion Assertion, SealedChallenge Challenge) : IRequest<SignInAnswer>;

    /// <inheritdoc/>
    public static string Action => "countersign:SignInWithDiscoverablePasskey";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.Nothing;

    /// <inheritdoc/>
    public Task<Attempt?> Attempts(Request request, Call call) => PasskeyJudge.Attempts(request.Assertion, null, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">PasskeyRefused, PossiblyClonedKey, PasswordExpired.</exception>
    public async Task<SignInAnswer> Execute(Request request, Call call)
    {
        if (call.Caller is not AnonymousCaller || !(await call.Store.Accounts.MfaSettings(call.AccountId)).PasswordlessSignIn)
            throw PasskeyErrors.PasswordlessNotAllowed();
        var device = await _judge.Accept(
            request.Assertion, request.Challenge, CeremonyPurpose.Passwordless, userId: null, verifyUser: true, call);

        // Access to the console is having a password, as in AWS; what is due with it is due on this way too.
        var user = await call.Store.Users.FindById(device.UserId!);
        var profile = await call.Store.LoginProfiles.Find(device.UserId!);
        if (user is null || user.AccountId != call.AccountId || profile is null)
            throw PasskeyErrors.Refused("owner has no access to the console");
        var rules = await PasswordRules.Of(call.AccountId, call.Store);
        if (rules.IsHardExpired(profile, call.Now) && !profile.ResetRequired)
            throw SignInErrors.PasswordExpired();
        return await NextStep.AfterPasskey(user, device.SerialNumber, profile.ResetRequired || rules.IsExpired(profile, call.Now), call);
    }
}
