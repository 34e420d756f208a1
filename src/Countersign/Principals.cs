using System.Collections.Concurrent;
using Countersign.Identity;
using Countersign.Policy;
using Countersign.Storage;

namespace Countersign;

/// <summary>What policies know of a user, compiled: kept as long as the account's revision stays the same.</summary>
/// <param name="Revision">The account's revision it was read at.</param>
/// <param name="Principal">The user.</param>
/// <param name="Identity">Inline and managed policies.</param>
/// <param name="Tags">The user's tags.</param>
/// <param name="HasMfaDevice">Whether any device is the user's.</param>
internal sealed record PrincipalSnapshot(
    long Revision, Principal Principal, PolicyLayer Identity, IReadOnlyList<Tag> Tags, bool HasMfaDevice);

/// <summary>Finds snapshots. Strictly consistent: every write to identities or policies raises the revision, on whatever node.</summary>
internal sealed class Principals(ManagedPolicies managed)
{
    private const int Remembered = 10_000;

    private readonly ConcurrentDictionary<string, PrincipalSnapshot> _snapshots = new(StringComparer.Ordinal);

    public async Task<PrincipalSnapshot> Find(User user, Store store)
    {
        var revision = user.AccountRevision ?? await store.Accounts.Revision(user.AccountId);
        if (_snapshots.TryGetValue(user.UserId, out var known) && known.Revision == revision)
            return known;

        var policies = new List<NamedPolicy>();
        foreach (var inline in await store.UserPolicies.All(user.UserId))
        {
            policies.Add(new NamedPolicy(
                inline.PolicyName, PolicyDocument.Parse(inline.Document, PolicyKind.InlineIdentity), "user " + user.UserName));
        }

        foreach (var arn in await store.UserPolicies.Attached(user.UserId))
            policies.Add(new NamedPolicy(arn, managed.Find(arn)!.Document, "user " + user.UserName));

        var snapshot = new PrincipalSnapshot(
            revision,
            Principal.User(user.Arn, user.AccountId, user.UserId),
            new PolicyLayer(policies),
            await store.Tags.Of(user.UserId),
            await store.MfaDevices.CountOf(user.UserId) > 0);
        if (_snapshots.Count >= Remembered)
            _snapshots.Clear();
        return _snapshots[user.UserId] = snapshot;
    }
}
