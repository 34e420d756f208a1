using Countersign.Storage;

namespace Countersign.SignIn;

/// <summary>The second step of signing in for whoever has no device at hand: a recovery code, or a code from an administrator.</summary>
/// <remarks>
/// The session counts as MFA, so that the lost device can be removed and another assigned. It is its own action in the audit log,
/// which says the code's kind.
/// </remarks>
public sealed class SignInWithRecoveryCode : IOperation<SignInWithRecoveryCode.Request, SignInAnswer>
{
    private readonly RecoveryJudge _judge = new();

    /// <summary>The proof.</summary>
    /// <param name="Code">One that is left.</param>
    public sealed record Request(RecoveryCode Code) : IRequest<SignInAnswer>
    {
        /// <summary>Whose making the code is: for the audit log.</summary>
        public RecoveryCodeKind Kind => Code.Kind;
    }

    /// <inheritdoc/>
    public static string Action => "countersign:SignInWithRecoveryCode";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.Nothing;

    /// <inheritdoc/>
    public Task<Attempt?> Attempts(Request request, Call call) => Task.FromResult(
        call.Caller is PendingCaller { User: var user } ? new Attempt([Attempt.OfUser(user.UserId)], SignInErrors.TooManyCodes) : null);

    /// <inheritdoc/>
    public Task Prepare(Request request, Call call) => call.Caller is PendingCaller { Attempt.Step: SignInAttempt.SecondFactor, User: var user }
        ? _judge.Prepare(user, request.Code, call)
        : Task.CompletedTask;

    /// <inheritdoc/>
    /// <exception cref="ApiError">InvalidAuthenticationCode; SignInExpired when this step is not the one that is due.</exception>
    public async Task<SignInAnswer> Execute(Request request, Call call)
    {
        if (call.Caller is not PendingCaller { Attempt.Step: SignInAttempt.SecondFactor } pending)
            throw SignInErrors.Over();
        var proof = await _judge.Spend(request.Code, call);
        return await NextStep.AfterFactor(pending, proof, call);
    }
}
