namespace Countersign.Identity;

/// <summary>Writes an inline policy into a user, or over the one of that name. In force at once.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPolicy.html"/>
public sealed class PutUserPolicy : IOperation<PutUserPolicy.Request, Nothing>
{
    /// <summary>Which policy for whom.</summary>
    /// <param name="UserName">1 to 128 characters.</param>
    /// <param name="PolicyName">1 to 128 letters, digits and <c>_+=,.@-</c>.</param>
    /// <param name="PolicyDocument">JSON; all inline policies of a user together have at most 2048 characters, white space not counted.</param>
    public sealed record Request(string UserName, string PolicyName, string PolicyDocument) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:PutUserPolicy";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnUser(Action, request.UserName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; MalformedPolicyDocument in AWS's words; LimitExceeded.</exception>
    public Task<Nothing> Execute(Request request, Call call) =>
        OwnedPolicies.OfUsers.Put(request.UserName, request.PolicyName, request.PolicyDocument, call);
}
