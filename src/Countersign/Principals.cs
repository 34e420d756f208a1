using System.Collections.Concurrent;
using Countersign.Identity;
using Countersign.Policy;
using Countersign.Storage;

namespace Countersign;

/// <summary>What policies know of a user or a role, compiled: kept as long as the account's revision stays the same.</summary>
/// <param name="Revision">The account's revision it was read at.</param>
/// <param name="Identity">Inline and managed policies, of a user those of its groups as well.</param>
/// <param name="Boundary">The permissions boundary; null when there is none.</param>
/// <param name="Tags">The user's or role's tags.</param>
/// <param name="HasMfaDevice">Whether any device is the user's.</param>
internal sealed record PrincipalSnapshot(long Revision, PolicyLayer Identity, PolicyLayer? Boundary, IReadOnlyList<Tag> Tags, bool HasMfaDevice);

/// <summary>Finds snapshots. Strictly consistent: every write to identities or policies raises the revision, on whatever node.</summary>
internal sealed class Principals(ManagedPolicies managed)
{
    private const int Remembered = 10_000;

    private readonly ConcurrentDictionary<string, PrincipalSnapshot> _snapshots = new(StringComparer.Ordinal);

    /// <summary>What a caller acts for: the user (also of a session made for somebody else), or the role.</summary>
    public Task<PrincipalSnapshot> Find(PrincipalCaller caller, Store store) => caller switch
    {
        UserCaller user => Find(user.User, store),
        FederatedCaller federated => Find(federated.User, store),
        RoleCaller role => Find(role.Role, store),
        _ => throw new InvalidOperationException($"{caller.GetType().Name} has no policies."),
    };

    public Task<PrincipalSnapshot> Find(User user, Store store) => Find(user.UserId, user.AccountId, user.AccountRevision, store, async revision =>
    {
        var policies = new List<NamedPolicy>();
        await Add(policies, user.UserId, "user " + user.UserName, store);
        foreach (var group in await store.Groups.OfUser(user.UserId))
            await Add(policies, group.GroupId, "group " + group.GroupName, store);
        return new PrincipalSnapshot(
            revision, new PolicyLayer(policies), await Boundary(user.BoundaryArn, store), await store.Tags.Of(user.UserId),
            await store.MfaDevices.CountOf(user.UserId) > 0);
    });

    public Task<PrincipalSnapshot> Find(Role role, Store store) => Find(role.RoleId, role.AccountId, role.AccountRevision, store, async revision =>
    {
        var policies = new List<NamedPolicy>();
        await Add(policies, role.RoleId, "role " + role.RoleName, store);
        return new PrincipalSnapshot(
            revision, new PolicyLayer(policies), await Boundary(role.BoundaryArn, store), await store.Tags.Of(role.RoleId), HasMfaDevice: false);
    });

    /// <summary>What a group permits its members.</summary>
    public async Task<PolicyLayer> Find(Group group, Store store)
    {
        var policies = new List<NamedPolicy>();
        await Add(policies, group.GroupId, "group " + group.GroupName, store);
        return new PolicyLayer(policies);
    }

    /// <summary>The policies that a session was made with; null when there are none. One that is gone since allows nothing.</summary>
    public async Task<PolicyLayer?> OfSession(Sts.SessionFacts session, Store store)
    {
        if (session is { Policy: null, PolicyArns: null })
            return null;
        var policies = new List<NamedPolicy>();
        if (session.Policy is { } inline)
            policies.Add(new NamedPolicy("session policy", PolicyDocument.Parse(inline, PolicyKind.Session)));
        foreach (var arn in session.PolicyArns ?? [])
        {
            if (await managed.Find(arn, store) is { } policy)
                policies.Add(new NamedPolicy(arn, policy.Document, "session"));
        }

        return new PolicyLayer(policies);
    }

    private async Task<PrincipalSnapshot> Find(string id, string accountId, long? knownRevision, Store store, Func<long, Task<PrincipalSnapshot>> read)
    {
        var revision = knownRevision ?? await store.Accounts.Revision(accountId);
        if (_snapshots.TryGetValue(id, out var known) && known.Revision == revision)
            return known;
        var snapshot = await read(revision);
        if (_snapshots.Count >= Remembered)
            _snapshots.Clear();
        return _snapshots[id] = snapshot;
    }

    private async Task Add(List<NamedPolicy> policies, string ownerId, string owner, Store store)
    {
        foreach (var inline in await store.InlinePolicies.All(ownerId))
            policies.Add(new NamedPolicy(inline.PolicyName, PolicyDocument.Parse(inline.Document, PolicyKind.InlineIdentity), owner));
        foreach (var arn in await store.PolicyAttachments.Of(ownerId))
            policies.Add(new NamedPolicy(arn, (await managed.Find(arn, store))!.Document, owner));
    }

    private async Task<PolicyLayer?> Boundary(string? arn, Store store) => arn is null
        ? null
        : new PolicyLayer(new NamedPolicy(arn, (await managed.Find(arn, store))!.Document, "boundary"));
}
