namespace Countersign.Identity;

/// <summary>Puts a version of a managed policy of the account in force: at once, for everybody who has the policy.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html"/>
public sealed class SetDefaultPolicyVersion : IOperation<SetDefaultPolicyVersion.Request, Nothing>
{
    private readonly ManagedPolicies _managed;

    internal SetDefaultPolicyVersion(ManagedPolicies managed) => _managed = managed;

    /// <summary>Which version of which policy.</summary>
    /// <param name="PolicyArn">20 to 2048 characters.</param>
    /// <param name="VersionId"><c>v</c> and a number.</param>
    public sealed record Request(string PolicyArn, string VersionId) : IRequest<Nothing>;

    /// <inheritdoc/>
    public static string Action => "iam:SetDefaultPolicyVersion";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnPolicy(Action, request.PolicyArn, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">ValidationError: no ARN; AccessDenied: it comes with the server; NoSuchEntity: no such policy, or no such version.</exception>
    public async Task<Nothing> Execute(Request request, Call call)
    {
        await call.Store.Accounts.BumpRevision(call.AccountId);    // holds the account's row: nobody deletes the version meanwhile
        var policy = await _managed.Own(Action, request.PolicyArn, call);
        var version = await ManagedPolicies.Version(policy, request.VersionId, call.Store);
        await call.Store.Policies.Update(policy with { DefaultVersion = version.Version });
        return Nothing.Value;
    }
}
