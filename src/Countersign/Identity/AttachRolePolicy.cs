namespace Countersign.Identity;

/// <summary>Attaches a managed policy to a role; one that is attached already stays so. In force at once, also for the sessions that there are.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html"/>
public sealed class AttachRolePolicy : IOperation<AttachRolePolicy.Request, Nothing>
{
    private readonly ManagedPolicies _managed;

    internal AttachRolePolicy(ManagedPolicies managed) => _managed = managed;

    /// <summary>What is attached to which role.</summary>
    /// <param name="RoleName">1 to 64 characters.</param>
    /// <param name="PolicyArn">20 to 2048 characters.</param>
    public sealed record Request(string RoleName, string PolicyArn) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:AttachRolePolicy";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        OwnedPolicies.OfRoles.Needs(Action, request.RoleName, request.PolicyArn, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: no ARN; NoSuchEntity: no such role, or no such policy; LimitExceeded.</exception>
    public Task<Nothing> Execute(Request request, Call call) =>
        OwnedPolicies.OfRoles.Attach(request.RoleName, request.PolicyArn, _managed, call);
}
