namespace Countersign.Identity;

/// <summary>Deletes a managed policy of the account that nobody has and that bounds nobody, with its last version.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html"/>
public sealed class DeletePolicy : IOperation<DeletePolicy.Request, Nothing>
{
    private readonly ManagedPolicies _managed;

    internal DeletePolicy(ManagedPolicies managed) => _managed = managed;

    /// <summary>Which policy.</summary>
    /// <param name="PolicyArn">20 to 2048 characters.</param>
    public sealed record Request(string PolicyArn) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:DeletePolicy";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnPolicy(Action, request.PolicyArn, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">
    /// ValidationError: no ARN; AccessDenied: it comes with the server; NoSuchEntity; DeleteConflict: it is in use, or has more versions.
    /// </exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        await call.Store.Accounts.BumpRevision(call.AccountId);    // holds the account's row: nobody attaches it meanwhile
        var policy = await _managed.Own(Action, request.PolicyArn, call);
        if (await call.Store.PolicyAttachments.Count(call.AccountId, policy.PolicyArn) > 0
            || await call.Store.Roles.Bounded(call.AccountId, policy.PolicyArn) > 0)
        {
            throw IamErrors.PolicyInUse();
        }

        if ((await call.Store.Policies.Versions(policy.PolicyId)).Count > 1)
            throw IamErrors.PolicyHasVersions();
        await call.Store.Tags.RemoveAll(policy.PolicyId);
        await call.Store.Policies.RemoveVersion(policy.PolicyId, policy.DefaultVersion);
        await call.Store.Policies.Remove(policy.PolicyId);
        return Nothing.Value;
    }
}
