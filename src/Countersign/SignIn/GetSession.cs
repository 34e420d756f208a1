namespace Countersign.SignIn;

/// <summary>Who is signed in, for the frame around every page.</summary>
public sealed class GetSession : IOperation<GetSession.Request, GetSession.Response>
{
    /// <summary>Nothing to ask: the cookie says which session.</summary>
    public sealed record Request : IRequest<Response>;

    /// <summary>The session.</summary>
    /// <param name="UserName">Who.</param>
    /// <param name="AccountId">12 digits.</param>
    /// <param name="AccountAlias">If there is one.</param>
    /// <param name="MfaAt">When a second factor was given last; null when not.</param>
    /// <param name="HasMfaDevice">Whether the user has one.</param>
    /// <param name="DeviceNames">The user's devices, the last used first.</param>
    /// <param name="Now">The server's time.</param>
    public sealed record Response(
        string UserName, string AccountId, string? AccountAlias, DateTimeOffset? MfaAt, bool HasMfaDevice, IReadOnlyList<string> DeviceNames,
        DateTimeOffset Now);

    /// <inheritdoc/>
    public static string Action => "countersign:GetSession";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.Nothing;

    /// <inheritdoc/>
    /// <exception cref="ApiError">SessionExpired.</exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        if (call.Caller is not UserCaller { Credential: Credential.Console { Session: var session }, User: var user })
            throw SignInErrors.SessionEnded();
        var account = await call.Store.Accounts.Find(call.AccountId);
        var devices = await call.Store.MfaDevices.Of(user.UserId);
        return new Response(
            user.UserName, call.AccountId, account?.Alias, session.MfaAt, devices.Count > 0, devices.Select(device => device.Name).ToList(), call.Now);
    }
}
