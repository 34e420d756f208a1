namespace Countersign.Identity;

/// <summary>Takes a managed policy from a role. In force at once, also for the sessions that there are.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachRolePolicy.html"/>
public sealed class DetachRolePolicy : IOperation<DetachRolePolicy.Request, Nothing>
{
    /// <summary>What is taken from which role.</summary>
    /// <param name="RoleName">1 to 64 characters.</param>
    /// <param name="PolicyArn">20 to 2048 characters.</param>
    public sealed record Request(string RoleName, string PolicyArn) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:DetachRolePolicy";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        OwnedPolicies.OfRoles.Needs(Action, request.RoleName, request.PolicyArn, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: no ARN; NoSuchEntity: no such role, or it does not have that policy.</exception>
    public Task<Nothing> Execute(Request request, Call call) =>
        OwnedPolicies.OfRoles.Detach(request.RoleName, request.PolicyArn, call);
}
