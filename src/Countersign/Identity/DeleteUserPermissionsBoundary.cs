namespace Countersign.Identity;

/// <summary>Takes a user's permissions boundary away. In force at once.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPermissionsBoundary.html"/>
public sealed class DeleteUserPermissionsBoundary : IOperation<DeleteUserPermissionsBoundary.Request, Nothing>
{
    /// <summary>Whose.</summary>
    /// <param name="UserName">1 to 64 characters.</param>
    public sealed record Request(string UserName) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:DeleteUserPermissionsBoundary";

    /// <inheritdoc/>
    /// <remarks>The condition key <c>iam:PermissionsBoundary</c> is the one that is there.</remarks>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnUser(Action, request.UserName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity: no such user, or the user has none.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        await call.Store.Accounts.BumpRevision(call.AccountId);
        var user = await NamedUser.Of(request.UserName, call);
        if (user.BoundaryArn is null)
            throw IamErrors.NoBoundary("user", user.UserName);
        await call.Store.Users.SetBoundary(user.UserId, null);
        return Nothing.Value;
    }
}
