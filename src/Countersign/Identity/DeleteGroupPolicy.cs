namespace Countersign.Identity;

/// <summary>Deletes an inline policy of a group. In force at once.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroupPolicy.html"/>
public sealed class DeleteGroupPolicy : IOperation<DeleteGroupPolicy.Request, Nothing>
{
    /// <summary>Which policy of which group.</summary>
    /// <param name="GroupName">1 to 128 characters.</param>
    /// <param name="PolicyName">1 to 128 characters.</param>
    public sealed record Request(string GroupName, string PolicyName) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:DeleteGroupPolicy";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnGroup(Action, request.GroupName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity: no such group, or no such policy.</exception>
    public Task<Nothing> Execute(Request request, Call call) => OwnedPolicies.OfGroups.Delete(request.GroupName, request.PolicyName, call);
}
