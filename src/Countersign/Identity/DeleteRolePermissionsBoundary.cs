namespace Countersign.Identity;

/// <summary>Takes the permissions boundary from a role: it may do again whatever its policies allow.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePermissionsBoundary.html"/>
public sealed class DeleteRolePermissionsBoundary : IOperation<DeleteRolePermissionsBoundary.Request, Nothing>
{
    /// <summary>Which role.</summary>
    /// <param name="RoleName">1 to 64 characters.</param>
    public sealed record Request(string RoleName) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:DeleteRolePermissionsBoundary";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnRole(Action, request.RoleName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity: no such role, or it has none.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        await call.Store.Accounts.BumpRevision(call.AccountId);    // holds the account's row: nobody writes the role meanwhile
        var role = await NamedRole.Of(request.RoleName, call);
        if (role.BoundaryArn is null)
            throw IamErrors.NoBoundary("role", role.RoleName);
        await call.Store.Roles.Update(role with { BoundaryArn = null });
        return Nothing.Value;
    }
}
