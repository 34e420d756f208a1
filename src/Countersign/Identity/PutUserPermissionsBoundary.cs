namespace Countersign.Identity;

/// <summary>Bounds what a user may do by a managed policy, in place of the one that did so. In force at once.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPermissionsBoundary.html"/>
public sealed class PutUserPermissionsBoundary : IOperation<PutUserPermissionsBoundary.Request, Nothing>
{
    private readonly ManagedPolicies _managed;

    internal PutUserPermissionsBoundary(ManagedPolicies managed) => _managed = managed;

    /// <summary>What bounds whom.</summary>
    /// <param name="UserName">1 to 64 characters.</param>
    /// <param name="PermissionsBoundary">The ARN of a managed policy.</param>
    public sealed record Request(string UserName, string PermissionsBoundary) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:PutUserPermissionsBoundary";

    /// <inheritdoc/>
    /// <remarks>The condition key <c>iam:PermissionsBoundary</c> is the new one: a policy says what people may be bounded with.</remarks>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        [(await Needed.OfUser(Action, request.UserName, call)).With(request.PermissionsBoundary)];

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: no ARN; NoSuchEntity: no such user, or no such policy.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        await call.Store.Accounts.BumpRevision(call.AccountId);    // holds the account's row: the policy cannot be deleted meanwhile
        var user = await NamedUser.Of(request.UserName, call);
        await Boundaries.Check(request.PermissionsBoundary, _managed, call);
        await call.Store.Users.SetBoundary(user.UserId, request.PermissionsBoundary);
        return Nothing.Value;
    }
}
