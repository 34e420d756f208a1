using Countersign.Policy;

namespace Countersign.Identity;

/// <summary>Policies of users, of groups or of roles: what the operations on the three share.</summary>
/// <remarks>
/// Each write raises the revision first, which holds the account's row: so the owner that is found afterwards cannot be
/// deleted meanwhile, nor can two requests pass a limit together.
/// </remarks>
/// <param name="word">What the owner is: user, group or role.</param>
/// <param name="attachedQuota">The name of the quota of managed policies.</param>
/// <param name="inlineSize">Characters that all inline policies of an owner may have together.</param>
/// <param name="find">The owner by its name: its id, and the name in its case; throws NoSuchEntity.</param>
/// <param name="needsOn">An action on the owner.</param>
internal sealed class OwnedPolicies(
    string word, string attachedQuota, int inlineSize, Func<string, Call, Task<(string Id, string Name)>> find,
    Func<string, string, Call, Task<IReadOnlyList<Need>>> needsOn)
{
    public static readonly OwnedPolicies OfUsers = new(
        "user", "PoliciesPerUser", Quotas.UserPolicySize,
        async (name, call) =>
        {
            var user = await NamedUser.Of(name, call);
            return (user.UserId, user.UserName);
        },
        Needed.OnUser);

    public static readonly OwnedPolicies OfGroups = new(
        "group", "PoliciesPerGroup", Quotas.GroupPolicySize,
        async (name, call) =>
        {
            var group = await NamedGroup.Of(name, call);
            return (group.GroupId, group.GroupName);
        },
        Needed.OnGroup);

    public static readonly OwnedPolicies OfRoles = new(
        "role", "PoliciesPerRole", Quotas.RolePolicySize,
        async (name, call) =>
        {
            var role = await NamedRole.Of(name, call);
            return (role.RoleId, role.RoleName);
        },
        Needed.OnRole);

    /// <summary>An action on the owner that concerns a managed policy: the condition key <c>iam:PolicyARN</c> names it.</summary>
    public async Task<IReadOnlyList<Need>> Needs(string action, string name, string policyArn, Call call) =>
    [
        .. (await needsOn(action, name, call)).Select(need => need with
        {
            Keys = new Dictionary<string, IReadOnlyList<string>>(need.Keys, StringComparer.OrdinalIgnoreCase) { ["iam:PolicyARN"] = [policyArn] },
        }),
    ];

    /// <summary>Writes an inline policy, or over the one of that name.</summary>
    /// <exception cref="ApiError">NoSuchEntity: no such owner; MalformedPolicyDocument in AWS's words; LimitExceeded.</exception>
    public async Task<Nothing> Put(string name, string policyName, string policyDocument, Call call)
    {
        await call.Store.Accounts.BumpRevision(call.AccountId);
        var owner = await find(name, call);
        if (!PolicyDocument.TryParse(policyDocument, PolicyKind.InlineIdentity, out var document, out var fault))
            throw IamErrors.MalformedPolicy(fault.Message);
        var others = (await call.Store.InlinePolicies.All(owner.Id))
            .Where(policy => policy.PolicyName != policyName)
            .Sum(policy => PolicyDocument.Parse(policy.Document, PolicyKind.InlineIdentity).CountedLength);
        if (others + document.CountedLength > inlineSize)
            throw IamErrors.PoliciesTooLarge(inlineSize, word, owner.Name);
        await call.Store.InlinePolicies.Put(call.AccountId, owner.Id, policyName, policyDocument);
        return Nothing.Value;
    }

    /// <returns>The owner's name in its case, and the document, percent-encoded (RFC 3986).</returns>
    /// <exception cref="ApiError">NoSuchEntity: no such owner, or no such policy.</exception>
    public async Task<(string Name, string Document)> Get(string name, string policyName, Call call)
    {
        var owner = await find(name, call);
        var document = await call.Store.InlinePolicies.Document(owner.Id, policyName) ?? throw IamErrors.NoSuchInlinePolicy(word, policyName);
        return (owner.Name, Uri.EscapeDataString(document));
    }

    /// <exception cref="ApiError">NoSuchEntity: no such owner, or no such policy.</exception>
    public async Task<Nothing> Delete(string name, string policyName, Call call)
    {
        await call.Store.Accounts.BumpRevision(call.AccountId);
        var owner = await find(name, call);
        return await call.Store.InlinePolicies.Remove(owner.Id, policyName) ? Nothing.Value : throw IamErrors.NoSuchInlinePolicy(word, policyName);
    }

    /// <summary>A page of the names of inline policies.</summary>
    /// <exception cref="ApiError">NoSuchEntity: no such owner; ValidationError: the marker is not ours.</exception>
    public async Task<(IReadOnlyList<string> Names, bool IsTruncated, string? Marker)> List(string name, string? marker, int? maxItems, Call call)
    {
        var owner = await find(name, call);
        var names = await call.Store.InlinePolicies.Names(owner.Id, Marker.Read(marker), (maxItems ?? Marker.DefaultItems) + 1);
        return Marker.Cut(names, maxItems, policyName => policyName);
    }

    /// <summary>Attaches a managed policy; one that is attached already stays so.</summary>
    /// <exception cref="ApiError">ValidationError: no ARN; NoSuchEntity: no such owner, or no such policy; LimitExceeded.</exception>
    public async Task<Nothing> Attach(string name, string policyArn, ManagedPolicies managed, Call call)
    {
        PolicyArn.Check(policyArn);
        await call.Store.Accounts.BumpRevision(call.AccountId);
        var owner = await find(name, call);
        if (await managed.FindFor(call.AccountId, policyArn, call.Store) is null)
            throw IamErrors.PolicyNotAttachable(policyArn);
        var attached = await call.Store.PolicyAttachments.Of(owner.Id);
        if (attached.Count >= Quotas.AttachedPolicies && !attached.Contains(policyArn, StringComparer.Ordinal))
            throw IamErrors.QuotaExceeded(attachedQuota, Quotas.AttachedPolicies);
        await call.Store.PolicyAttachments.Add(call.AccountId, owner.Id, policyArn, call.Now);
        return Nothing.Value;
    }

    /// <exception cref="ApiError">ValidationError: no ARN; NoSuchEntity: no such owner, or it does not have that policy.</exception>
    public async Task<Nothing> Detach(string name, string policyArn, Call call)
    {
        PolicyArn.Check(policyArn);
        await call.Store.Accounts.BumpRevision(call.AccountId);
        var owner = await find(name, call);
        return await call.Store.PolicyAttachments.Remove(owner.Id, policyArn) ? Nothing.Value : throw IamErrors.PolicyNotAttached(policyArn);
    }

    /// <summary>A page of the attached managed policies, under a path, in the order of their ARNs.</summary>
    /// <exception cref="ApiError">NoSuchEntity: no such owner; ValidationError: the marker is not ours.</exception>
    public async Task<(IReadOnlyList<AttachedPolicy> Policies, bool IsTruncated, string? Marker)> ListAttached(
        string name, string? pathPrefix, string? marker, int? maxItems, ManagedPolicies managed, Call call)
    {
        var owner = await find(name, call);
        var after = Marker.Read(marker);
        var found = new List<AttachedPolicy>();
        foreach (var arn in await call.Store.PolicyAttachments.Of(owner.Id))
        {
            if (string.CompareOrdinal(arn, after) > 0 && await managed.Find(arn, call.Store) is { } policy
                && policy.Path.StartsWith(pathPrefix ?? "/", StringComparison.Ordinal))
            {
                found.Add(new AttachedPolicy(policy.Name, arn));
            }
        }

        return Marker.Cut(found, maxItems, policy => policy.PolicyArn);
    }
}

/// <summary>A managed policy that an owner has, by name and ARN.</summary>
/// <param name="PolicyName">Its name.</param>
/// <param name="PolicyArn">Its ARN.</param>
public sealed record AttachedPolicy(string PolicyName, string PolicyArn);
