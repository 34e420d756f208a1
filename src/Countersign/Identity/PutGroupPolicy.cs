namespace Countersign.Identity;

/// <summary>Writes an inline policy into a group, or over the one of that name. In force for all members at once.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutGroupPolicy.html"/>
public sealed class PutGroupPolicy : IOperation<PutGroupPolicy.Request, Nothing>
{
    /// <summary>Which policy for which group.</summary>
    /// <param name="GroupName">1 to 128 characters.</param>
    /// <param name="PolicyName">1 to 128 letters, digits and <c>_+=,.@-</c>.</param>
    /// <param name="PolicyDocument">JSON; all inline policies of a group together have at most 5120 characters, white space not counted.</param>
    public sealed record Request(string GroupName, string PolicyName, string PolicyDocument) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:PutGroupPolicy";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnGroup(Action, request.GroupName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; MalformedPolicyDocument in AWS's words; LimitExceeded.</exception>
    public Task<Nothing> Execute(Request request, Call call) =>
        OwnedPolicies.OfGroups.Put(request.GroupName, request.PolicyName, request.PolicyDocument, call);
}
