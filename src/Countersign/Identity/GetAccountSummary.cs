namespace Countersign.Identity;

/// <summary>Counts what the account has, beside how much of it there may be.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html"/>
public sealed class GetAccountSummary : IOperation<GetAccountSummary.Request, GetAccountSummary.Response>
{
    private readonly ManagedPolicies _managed;

    internal GetAccountSummary(ManagedPolicies managed) => _managed = managed;

    /// <summary>Nothing to ask.</summary>
    public sealed record Request : IRequest<Response>;

    /// <summary>The numbers.</summary>
    /// <param name="SummaryMap">By the names that AWS documents; what this server does not have counts 0.</param>
    public sealed record Response(IReadOnlyDictionary<string, int> SummaryMap);

    /// <inheritdoc/>
    public static string Action => "iam:GetAccountSummary";

    /// <inheritdoc/>
    public static bool ReadOnly => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Need>> Needs(Request request, Call call) => Needed.OnAccount(Action);

    /// <inheritdoc/>
    public async Task<Response> Execute(Request request, Call call)
    {
        var (devices, assigned) = await call.Store.MfaDevices.Count(call.AccountId);
        var attached = await call.Store.PolicyAttachments.Counts(call.AccountId);
        return new Response(new Dictionary<string, int>(StringComparer.Ordinal)
        {
            ["Users"] = await call.Store.Users.Count(call.AccountId),
            ["UsersQuota"] = Quotas.Users,
            ["UserPolicySizeQuota"] = Quotas.UserPolicySize,
            ["AccessKeysPerUserQuota"] = Quotas.AccessKeysPerUser,
            ["AttachedPoliciesQuota"] = Quotas.AttachedPolicies,
            ["MFADevices"] = devices,
            ["MFADevicesInUse"] = assigned,

            // The root user exists in ARNs only: it has nothing to sign in with.
            ["AccountMFAEnabled"] = 0,
            ["AccountAccessKeysPresent"] = 0,
            ["AccountPasswordPresent"] = 0,
            ["AccountSigningCertificatesPresent"] = 0,

            // Policies that come with the server are not the account's; those in use are counted.
            ["Policies"] = 0,
            ["PoliciesQuota"] = 0,
            ["PolicySizeQuota"] = 0,
            ["PolicyVersionsInUse"] = _managed.All.Count(policy => attached.ContainsKey(policy.Arn)),
            ["PolicyVersionsInUseQuota"] = _managed.All.Count,
            ["VersionsPerPolicyQuota"] = 1,

            ["Groups"] = 0,
            ["GroupsQuota"] = 0,
            ["GroupsPerUserQuota"] = 0,
            ["GroupPolicySizeQuota"] = 0,
            ["AttachedPoliciesPerGroupQuota"] = 0,
            ["Roles"] = 0,
            ["RolesQuota"] = 0,
            ["RolePolicySizeQuota"] = 0,
            ["AttachedPoliciesPerRoleQuota"] = 0,
            ["AssumeRolePolicySizeQuota"] = 0,
            ["InstanceProfiles"] = 0,
            ["InstanceProfilesQuota"] = 0,
            ["ServerCertificates"] = 0,
            ["ServerCertificatesQuota"] = 0,
            ["SigningCertificatesPerUserQuota"] = 0,
            ["Providers"] = 0,
            ["GlobalEndpointTokenVersion"] = 1,
        });
    }
}
