namespace Countersign.Identity;

/// <summary>Counts what the account has, beside how much of it there may be.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html"/>
public sealed class GetAccountSummary : IOperation<GetAccountSummary.Request, GetAccountSummary.Response>
{
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
        return new Response(new Dictionary<string, int>(StringComparer.Ordinal)
        {
            ["Users"] = await call.Store.Users.Count(call.AccountId),
            ["UsersQuota"] = Quotas.Users,
            ["UserPolicySizeQuota"] = Quotas.UserPolicySize,
            ["AccessKeysPerUserQuota"] = Quotas.AccessKeysPerUser,
            ["AttachedPoliciesPerUserQuota"] = Quotas.AttachedPolicies,
            ["MFADevices"] = devices,
            ["MFADevicesInUse"] = assigned,

            // The root user exists in ARNs only: it has nothing to sign in with.
            ["AccountMFAEnabled"] = 0,
            ["AccountAccessKeysPresent"] = 0,
            ["AccountPasswordPresent"] = 0,
            ["AccountSigningCertificatesPresent"] = 0,

            ["Groups"] = await call.Store.Groups.Count(call.AccountId),
            ["GroupsQuota"] = Quotas.Groups,
            ["GroupsPerUserQuota"] = Quotas.GroupsPerUser,
            ["GroupPolicySizeQuota"] = Quotas.GroupPolicySize,
            ["AttachedPoliciesPerGroupQuota"] = Quotas.AttachedPolicies,
            ["Roles"] = await call.Store.Roles.Count(call.AccountId),
            ["RolesQuota"] = Quotas.Roles,
            ["RolePolicySizeQuota"] = Quotas.RolePolicySize,
            ["AttachedPoliciesPerRoleQuota"] = Quotas.AttachedPolicies,
            ["AssumeRolePolicySizeQuota"] = Quotas.TrustPolicySize,

            // Policies that come with the server are not the account's; a policy that is in use is so in one version.
            ["Policies"] = await call.Store.Policies.Count(call.AccountId),
            ["PoliciesQuota"] = Quotas.Policies,
            ["PolicySizeQuota"] = Quotas.ManagedPolicySize,
            ["PolicyVersionsInUse"] = await call.Store.PolicyAttachments.InUse(call.AccountId),
            ["PolicyVersionsInUseQuota"] = Quotas.PolicyVersionsInUse,
            ["VersionsPerPolicyQuota"] = Quotas.VersionsPerPolicy,

            ["InstanceProfiles"] = 0,
            ["InstanceProfilesQuota"] = 0,
            ["ServerCertificates"] = 0,
            ["ServerCertificatesQuota"] = 0,
            ["SigningCertificatesPerUserQuota"] = 0,
            ["Providers"] = await call.Store.OidcProviders.Count(call.AccountId),
            ["GlobalEndpointTokenVersion"] = 1,
        });
    }
}
