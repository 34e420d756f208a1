namespace Countersign.Identity;

/// <summary>Writes an inline policy into a role, or over the one of that name. In force at once, also for the sessions that there are.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html"/>
public sealed class PutRolePolicy : IOperation<PutRolePolicy.Request, Nothing>
{
    /// <summary>Which policy for which role.</summary>
    /// <param name="RoleName">1 to 64 characters.</param>
    /// <param name="PolicyName">1 to 128 letters, digits and <c>_+=,.@-</c>.</param>
    /// <param name="PolicyDocument">JSON; all inline policies of a role together have at most 10,240 characters, white space not counted.</param>
    public sealed record Request(string RoleName, string PolicyName, string PolicyDocument) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:PutRolePolicy";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnRole(Action, request.RoleName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity; MalformedPolicyDocument in AWS's words; LimitExceeded.</exception>
    public Task<Nothing> Execute(Request request, Call call) =>
        OwnedPolicies.OfRoles.Put(request.RoleName, request.PolicyName, request.PolicyDocument, call);
}
