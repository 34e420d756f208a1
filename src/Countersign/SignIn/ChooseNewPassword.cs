using Countersign.Storage;

namespace Countersign.SignIn;

/// <summary>The step of signing in that replaces a password which must be changed.</summary>
public sealed class ChooseNewPassword : IOperation<ChooseNewPassword.Request, SignInAnswer>
{
    private readonly PasswordChange _change;

    internal ChooseNewPassword(PasswordChange change) => _change = change;

    /// <summary>The new password.</summary>
    /// <param name="NewPassword">Must satisfy the account's password policy.</param>
    public sealed record Request(Password NewPassword) : IRequest<SignInAnswer>;

    /// <inheritdoc/>
    public static string Action => "countersign:ChooseNewPassword";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.Nothing;

    /// <inheritdoc/>
    public async Task Prepare(Request request, Call call)
    {
        if (call.Caller is PendingCaller { Attempt.Step: SignInAttempt.NewPassword } pending)
            await _change.Prepare(pending.User, request.NewPassword, mustDiffer: true, call);
    }

    /// <inheritdoc/>
    /// <exception cref="ApiError">PasswordPolicyViolation; SignInExpired when this step is not the one that is due.</exception>
    public async Task<SignInAnswer> Execute(Request request, Call call)
    {
        if (call.Caller is not PendingCaller { Attempt.Step: SignInAttempt.NewPassword } pending)
            throw SignInErrors.Over();
        // The session first: ending the user's other sign-ins would end this one.
        var answer = await NextStep.AfterNewPassword(pending, call);
        await _change.Apply(pending.User, resetRequired: false, call, keepSession: answer.Token is { } token ? SessionProof.HashOf(token) : pending.Attempt.AttemptHash);
        return answer;
    }
}
