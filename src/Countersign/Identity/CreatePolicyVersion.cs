using Countersign.Storage;

namespace Countersign.Identity;

/// <summary>Adds a version to a managed policy of the account, and puts it in force if so asked: at once, for everybody who has the policy.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html"/>
public sealed class CreatePolicyVersion : IOperation<CreatePolicyVersion.Request, CreatePolicyVersion.Response>
{
    private readonly ManagedPolicies _managed;

    internal CreatePolicyVersion(ManagedPolicies managed) => _managed = managed;

    /// <summary>What is added to which policy.</summary>
    /// <param name="PolicyArn">20 to 2048 characters.</param>
    /// <param name="PolicyDocument">JSON, at most 6144 characters, white space not counted.</param>
    /// <param name="SetAsDefault">Whether it comes into force; no when left out.</param>
    public sealed record Request(string PolicyArn, string PolicyDocument, bool? SetAsDefault = null) : IRequest<Response>;

    /// <summary>The new version.</summary>
    /// <param name="PolicyVersion">Without its document, as in AWS.</param>
    public sealed record Response(IamPolicyVersion PolicyVersion);

    /// <inheritdoc/>
    public static string Action => "iam:CreatePolicyVersion";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnPolicy(Action, request.PolicyArn, call);

    /// <inheritdoc/>
    /// <exception cref="ApiError">
    /// ValidationError: no ARN; AccessDenied: it comes with the server; NoSuchEntity; MalformedPolicyDocument in AWS's words; LimitExceeded.
    /// </exception>
    public async Task<Response> Execute(Request request, Call call)
    {
        await call.Store.Accounts.BumpRevision(call.AccountId);    // holds the account's row while versions are counted
        var policy = await _managed.Own(Action, request.PolicyArn, call);
        CreatePolicy.CheckDocument(request.PolicyDocument);
        if ((await call.Store.Policies.Versions(policy.PolicyId)).Count >= Quotas.VersionsPerPolicy)
            throw IamErrors.TooManyPolicyVersions(Quotas.VersionsPerPolicy);

        var version = new PolicyVersion { Version = policy.LastVersion + 1, Document = request.PolicyDocument, CreatedAt = call.Now };
        policy = policy with
        {
            DefaultVersion = request.SetAsDefault is true ? version.Version : policy.DefaultVersion,
            LastVersion = version.Version,
            UpdatedAt = call.Now,
        };
        await call.Store.Policies.AddVersion(policy, version);
        await call.Store.Policies.Update(policy);
        return new Response(IamPolicyVersion.Of(policy, version));
    }
}
