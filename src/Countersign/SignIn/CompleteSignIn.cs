using Countersign.Storage;

namespace Countersign.SignIn;

/// <summary>The last step for somebody who had to assign a first device: it is proven now, so the session may begin.</summary>
public sealed class CompleteSignIn : IOperation<CompleteSignIn.Request, SignInAnswer>
{
    /// <summary>Nothing to say: the cookie says which sign-in.</summary>
    public sealed record Request : IRequest<SignInAnswer>;

    /// <inheritdoc/>
    public static string Action => "countersign:CompleteSignIn";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.Nothing;

    /// <inheritdoc/>
    /// <exception cref="ApiError">SignInExpired when no device has been assigned in this sign-in.</exception>
    public async Task<SignInAnswer> Execute(Request request, Call call) =>
        call.Caller is PendingCaller { Attempt: { Step: SignInAttempt.Enrolment, MfaAt: not null } } pending
            ? await NextStep.AfterEnrolment(pending, call)
            : throw SignInErrors.Over();
}
