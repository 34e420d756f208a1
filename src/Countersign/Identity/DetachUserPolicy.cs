namespace Countersign.Identity;

/// <summary>Takes a managed policy from a user. In force at once.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachUserPolicy.html"/>
public sealed class DetachUserPolicy : IOperation<DetachUserPolicy.Request, Nothing>
{
    /// <summary>What is taken from whom.</summary>
    /// <param name="UserName">1 to 64 characters.</param>
    /// <param name="PolicyArn">20 to 2048 characters.</param>
    public sealed record Request(string UserName, string PolicyArn) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:DetachUserPolicy";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        OwnedPolicies.OfUsers.Needs(Action, request.UserName, request.PolicyArn, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: no ARN; NoSuchEntity: no such user, or the user does not have that policy.</exception>
    public Task<Nothing> Execute(Request request, Call call) => OwnedPolicies.OfUsers.Detach(request.UserName, request.PolicyArn, call);
}
