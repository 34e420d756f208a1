namespace Countersign.Identity;

/// <summary>Gives a user another name, another path, or both; id, password, keys, devices and policies stay.</summary>
/// <remarks>Both the old and the new ARN must be allowed, or a rename would lead out of what policies grant.</remarks>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html"/>
public sealed class UpdateUser : IOperation<UpdateUser.Request, Nothing>
{
    /// <summary>Whose name or path, and what it will be.</summary>
    /// <param name="UserName">The name until now.</param>
    /// <param name="NewPath">Begins and ends with a slash; stays when left out.</param>
    /// <param name="NewUserName">1 to 64 characters; stays when left out.</param>
    public sealed record Request(string UserName, string? NewPath = null, string? NewUserName = null) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:UpdateUser";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call)
    {
        var before = await Needed.OfUser(Action, request.UserName, call);
        var user = await call.Store.Users.Find(call.AccountId, request.UserName);
        var name = request.NewUserName ?? user?.UserName ?? request.UserName;
        var after = before with
        {
            Resource = Arn.OfUser(call.AccountId, request.NewPath ?? user?.Path ?? "/", name),
            Shown = Arn.OfUser(call.AccountId, request.NewPath ?? "/", request.NewUserName ?? request.UserName),
        };
        return [before, after];
    }

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; EntityAlreadyExists when another user has the new name, in whatever case.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        var user = await NamedUser.Of(request.UserName, call);
        var name = request.NewUserName ?? user.UserName;
        if (!await call.Store.Users.Rename(user, name, request.NewPath ?? user.Path))
            throw IamErrors.UserExists(name);
        await call.Store.Accounts.BumpRevision(call.AccountId);
        return Nothing.Value;
    }
}
