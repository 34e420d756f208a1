namespace Countersign.SignIn;

/// <summary>Ends the console session that calls.</summary>
public sealed class SignOut : IOperation<SignOut.Request, Nothing>
{
    /// <summary>Nothing to say.</summary>
    public sealed record Request : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "countersign:SignOut";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.Nothing;

    /// <inheritdoc/>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        if (call.Caller is UserCaller { Credential: Credential.Console console })
            await call.Store.ConsoleSessions.Remove(console.Session.SessionHash);
        return Nothing.Value;
    }
}
