namespace Countersign.Identity;

/// <summary>Deletes an inline policy of a user. In force at once.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPolicy.html"/>
public sealed class DeleteUserPolicy : IOperation<DeleteUserPolicy.Request, Nothing>
{
    /// <summary>Which policy of whom.</summary>
    /// <param name="UserName">1 to 128 characters.</param>
    /// <param name="PolicyName">1 to 128 characters.</param>
    public sealed record Request(string UserName, string PolicyName) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:DeleteUserPolicy";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnUser(Action, request.UserName, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">NoSuchEntity: no such user, or no such policy.</exception>
    public Task<Nothing> Execute(Request request, Call call) => OwnedPolicies.OfUsers.Delete(request.UserName, request.PolicyName, call);
}
