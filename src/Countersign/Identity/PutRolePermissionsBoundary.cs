namespace Countersign.Identity;

/// <summary>Bounds a role: its sessions may do at most what a managed policy allows. In force at once, also for the sessions that there are.</summary>
/// <remarks>The condition key <c>iam:PermissionsBoundary</c> is the new boundary, as in AWS: so a policy can say which ones may be set.</remarks>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html"/>
public sealed class PutRolePermissionsBoundary : IOperation<PutRolePermissionsBoundary.Request, Nothing>
{
    private readonly ManagedPolicies _managed;

    internal PutRolePermissionsBoundary(ManagedPolicies managed) => _managed = managed;

    /// <summary>Which role, and what bounds it.</summary>
    /// <param name="RoleName">1 to 64 characters.</param>
    /// <param name="PermissionsBoundary">The ARN of a managed policy.</param>
    public sealed record Request(string RoleName, string PermissionsBoundary) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:PutRolePermissionsBoundary";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        [(await Needed.OfRole(Action, request.RoleName, call)).With(request.PermissionsBoundary)];

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: no ARN; NoSuchEntity: no such role, or no such policy.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        await call.Store.Accounts.BumpRevision(call.AccountId);    // holds the account's row: nobody writes the role meanwhile
        var role = await NamedRole.Of(request.RoleName, call);
        await Boundaries.Check(request.PermissionsBoundary, _managed, call);
        await call.Store.Roles.Update(role with { BoundaryArn = request.PermissionsBoundary });
        return Nothing.Value;
    }
}
