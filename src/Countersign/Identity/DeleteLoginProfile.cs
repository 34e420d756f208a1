namespace Countersign.Identity;

/// <summary>Takes a user's password away: the console is closed to the user at once, access keys still work.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteLoginProfile.html"/>
public sealed class DeleteLoginProfile : IOperation<DeleteLoginProfile.Request, Nothing>
{
    /// <summary>Whose password.</summary>
    /// <param name="UserName">The user; the caller when left out.</param>
    public sealed record Request(string? UserName = null) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:DeleteLoginProfile";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnUser(Action, request.UserName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity: no such user, or no password.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        var user = await NamedUser.Of(request.UserName, call);
        if (!await call.Store.LoginProfiles.Remove(user.UserId))
            throw IamErrors.NoLoginProfile(user.UserName);
        await Revocation.EndOtherSessions(user, call, keep: []);    // the calling one too: it began with that password
        await call.Store.Accounts.BumpRevision(call.AccountId);
        return Nothing.Value;
    }
}
