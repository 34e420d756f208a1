namespace Countersign.Identity;

/// <summary>Attaches a managed policy to a group; one that is attached already stays so. In force for all members at once.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachGroupPolicy.html"/>
public sealed class AttachGroupPolicy : IOperation<AttachGroupPolicy.Request, Nothing>
{
    private readonly ManagedPolicies _managed;

    internal AttachGroupPolicy(ManagedPolicies managed) => _managed = managed;

    /// <summary>What is attached to which group.</summary>
    /// <param name="GroupName">1 to 128 characters.</param>
    /// <param name="PolicyArn">20 to 2048 characters.</param>
    public sealed record Request(string GroupName, string PolicyArn) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:AttachGroupPolicy";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        OwnedPolicies.OfGroups.Needs(Action, request.GroupName, request.PolicyArn, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: no ARN; NoSuchEntity: no such group, or no such policy; LimitExceeded.</exception>
    public Task<Nothing> Execute(Request request, Call call) =>
        OwnedPolicies.OfGroups.Attach(request.GroupName, request.PolicyArn, _managed, call);
}
