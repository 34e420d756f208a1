using Countersign.Mfa.Passkeys;
using Countersign.Storage;

namespace Countersign.SignIn;

/// <summary>The second step of signing in, by a passkey or security key: after the password, a touch is enough.</summary>
public sealed class SignInWithPasskey : IOperation<SignInWithPasskey.Request, SignInAnswer>
{
    private readonly PasskeyJudge _judge;

    internal SignInWithPasskey(PasskeyJudge judge) => _judge = judge;

    /// <summary>The proof.</summary>
    /// <param name="Assertion">The browser's answer.</param>
    /// <param name="Challenge">From StartPasskeySignIn.</param>
    public sealed record Request(PasskeyAssertion Assertion, SealedChallenge Challenge) : IRequest<SignInAnswer>;

    /// <inheritdoc/>
    public static string Action => "countersign:SignInWithPasskey";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.Nothing;

    /// <inheritdoc/>
    public async Task<Attempt?> Attempts(Request request, Call call) =>
        call.Caller is PendingCaller { User.UserId: var userId } ? await PasskeyJudge.Attempts(request.Assertion, userId, call) : null;

    /// <inheritdoc/>
    /// <exception cref="ApiError">PasskeyRefused, PossiblyClonedKey; SignInExpired when this step is not the one that is due.</exception>
    public async Task<SignInAnswer> Execute(Request request, Call call)
    {
        if (call.Caller is not PendingCaller { Attempt.Step: SignInAttempt.SecondFactor } pending)
            throw SignInErrors.Over();
        var device = await _judge.Accept(
            request.Assertion, request.Challenge, CeremonyPurpose.SignIn, pending.User.UserId, verifyUser: false, call);
        return await NextStep.AfterFactor(pending, device.SerialNumber, call);
    }
}
