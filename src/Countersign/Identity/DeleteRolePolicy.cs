namespace Countersign.Identity;

/// <summary>Deletes an inline policy of a role. In force at once, also for the sessions that there are.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePolicy.html"/>
public sealed class DeleteRolePolicy : IOperation<DeleteRolePolicy.Request, Nothing>
{
    /// <summary>Which policy of which role.</summary>
    /// <param name="RoleName">1 to 64 characters.</param>
    /// <param name="PolicyName">1 to 128 characters.</param>
    public sealed record Request(string RoleName, string PolicyName) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:DeleteRolePolicy";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnRole(Action, request.RoleName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity: no such role, or no such policy.</exception>
    public Task<Nothing> Execute(Request request, Call call) =>
        OwnedPolicies.OfRoles.Delete(request.RoleName, request.PolicyName, call);
}
