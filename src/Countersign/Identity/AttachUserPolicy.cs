namespace Countersign.Identity;

/// <summary>Attaches a managed policy to a user; one that is attached already stays so. In force at once.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachUserPolicy.html"/>
public sealed class AttachUserPolicy : IOperation<AttachUserPolicy.Request, Nothing>
{
    private readonly ManagedPolicies _managed;

    internal AttachUserPolicy(ManagedPolicies managed) => _managed = managed;

    /// <summary>What is attached to whom.</summary>
    /// <param name="UserName">1 to 64 characters.</param>
    /// <param name="PolicyArn">20 to 2048 characters.</param>
    public sealed record Request(string UserName, string PolicyArn) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:AttachUserPolicy";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) =>
        OwnedPolicies.OfUsers.Needs(Action, request.UserName, request.PolicyArn, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: no ARN; NoSuchEntity: no such user, or no such policy; LimitExceeded.</exception>
    public Task<Nothing> Execute(Request request, Call call) =>
        OwnedPolicies.OfUsers.Attach(request.UserName, request.PolicyArn, _managed, call);
}
