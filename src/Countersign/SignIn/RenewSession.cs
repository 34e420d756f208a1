namespace Countersign.SignIn;

/// <summary>Gives the console session that calls a new token, after it has come to mean more: a device was proven in it.</summary>
/// <remarks>The old token is dead: whoever has seen it from before has nothing of what was added.</remarks>
public sealed class RenewSession : IOperation<RenewSession.Request, SignInAnswer>
{
    /// <summary>Nothing to say: the cookie says which session.</summary>
    public sealed record Request : IRequest<SignInAnswer>;

    /// <inheritdoc/>
    public static string Action => "countersign:RenewSession";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.Nothing;

    /// <inheritdoc/>
    /// <exception cref="ApiError">SessionExpired.</exception>
    public async Task<SignInAnswer> Execute(Request request, Call call)
    {
        if (call.Caller is not UserCaller { Credential: Credential.Console { Session: var session }, User: var user })
            throw SignInErrors.SessionEnded();
        var token = UniqueId.OfCookie();
        return await call.Store.ConsoleSessions.Renew(session, session with { SessionHash = SessionProof.HashOf(token), SeenAt = call.Now })
            ? new SignInAnswer(SignInStep.Done, token, user.UserName)
            : throw SignInErrors.SessionEnded();
    }
}
