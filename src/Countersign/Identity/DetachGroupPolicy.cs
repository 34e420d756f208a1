namespace Countersign.Identity;

/// <summary>Takes a managed policy from a group. In force at once.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachGroupPolicy.html"/>
public sealed class DetachGroupPolicy : IOperation<DetachGroupPolicy.Request, Nothing>
{
    /// <summary>What is taken from which group.</summary>
    /// <param name="GroupName">1 to 128 characters.</param>
    /// <param name="PolicyArn">20 to 2048 characters.</param>
    public sealed record Request(string GroupName, string PolicyArn) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:DetachGroupPolicy";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        OwnedPolicies.OfGroups.Needs(Action, request.GroupName, request.PolicyArn, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: no ARN; NoSuchEntity: no such group, or the group does not have that policy.</exception>
    public Task<Nothing> Execute(Request request, Call call) => OwnedPolicies.OfGroups.Detach(request.GroupName, request.PolicyArn, call);
}
