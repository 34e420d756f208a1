namespace Countersign.Identity;

/// <summary>Deletes a version of a managed policy of the account that is not the one in force.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicyVersion.html"/>
public sealed class DeletePolicyVersion : IOperation<DeletePolicyVersion.Request, Nothing>
{
    private readonly ManagedPolicies _managed;

    internal DeletePolicyVersion(ManagedPolicies managed) => _managed = managed;

    /// <summary>Which version of which policy.</summary>
    /// <param name="PolicyArn">20 to 2048 characters.</param>
    /// <param name="VersionId"><c>v</c> and a number.</param>
    public sealed record Request(string PolicyArn, string VersionId) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:DeletePolicyVersion";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnPolicy(Action, request.PolicyArn, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">
    /// ValidationError: no ARN; AccessDenied: it comes with the server; NoSuchEntity; DeleteConflict: the version is in force.
    /// </exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        await call.Store.Accounts.BumpRevision(call.AccountId);    // holds the account's row: nobody puts the version in force meanwhile
        var policy = await _managed.Own(Action, request.PolicyArn, call);
        var version = await ManagedPolicies.Version(policy, request.VersionId, call.Store);
        if (version.Version == policy.DefaultVersion)
            throw IamErrors.DefaultPolicyVersion();
        await call.Store.Policies.RemoveVersion(policy.PolicyId, version.Version);
        return Nothing.Value;
    }
}
