using Countersign.Policy;
using Countersign.Storage;

namespace Countersign.Sts;

/// <summary>What every way into a role has in common: what must be allowed, and the session that comes of it.</summary>
internal sealed class RoleSessions(SessionLimits limits)
{
    private const int DefaultSeconds = 3600;
    private const int LongestChained = 3600;

    /// <summary>A role by its ARN, in whatever account; the path must be the right one.</summary>
    public static async Task<Role?> Find(string arn, Store store) =>
        arn.Split(':', 6) is ["arn", _, "iam", "", var account, ['r', 'o', 'l', 'e', '/', .. var name]]
        && await store.Roles.Find(account, name[(name.LastIndexOf('/') + 1)..]) is { } role && role.Arn == arn
            ? role
            : null;

    /// <summary>The action on the role, and what comes on top of it; each is asked of the trust policy as well.</summary>
    public static async Task<IReadOnlyList<Need>> Needs(
        string action, string roleArn, Dictionary<string, IReadOnlyList<string>> keys, IReadOnlyList<Tag>? tags, string? sourceIdentity, Call call)
    {
        var role = await Find(roleArn, call.Store);
        var need = new Need(action, roleArn) { Keys = keys, ResourceAccount = role?.AccountId };
        if (role is not null)
        {
            foreach (var (key, value) in Needed.TagKeys("aws:ResourceTag/", await call.Store.Tags.Of(role.RoleId), "iam:ResourceTag/"))
                keys[key] = value;
            need = need with { ResourcePolicy = new NamedPolicy("trust policy", PolicyDocument.Parse(role.TrustDocument, PolicyKind.Trust), "role " + role.RoleName) };
        }

        var needs = new List<Need> { need };
        if (tags is { Count: > 0 })
            needs.Add(need with { Action = "sts:TagSession" });
        if (sourceIdentity is not null)
            needs.Add(need with { Action = "sts:SetSourceIdentity" });
        return needs;
    }

    /// <summary>The session as it is asked for, with what comes along from the calling one.</summary>
    /// <exception cref="ApiError">MalformedPolicyDocument, ValidationError, InvalidParameterValue, AccessDenied.</exception>
    public async Task<SessionFacts> Make(Role role, SessionFacts asked, IReadOnlyList<SessionPolicy>? policies, Call call)
    {
        var session = await limits.Check(asked, policies, role.AccountId, call.Store);
        if (asked.TransitiveTagKeys?.FirstOrDefault(key => !(asked.Tags ?? []).Any(tag => Same(tag.Key, key))) is { } unknown)
            throw StsErrors.TransitiveTagIsNone(unknown);
        return call.Caller is RoleCaller { Session: var calling } ? Chained(session, calling) : session;
    }

    /// <summary>The credentials of a session.</summary>
    /// <exception cref="ApiError">ValidationError: longer than the role allows, or than an hour when roles are chained.</exception>
    public static (Credentials Credentials, AssumedRole User) Issue(Role role, SessionFacts session, int? seconds, Call call)
    {
        if (call.Caller is RoleCaller && seconds > LongestChained)
            throw StsErrors.TooLongForChain();
        if (seconds > role.MaxSessionSeconds)
            throw StsErrors.TooLongForRole();
        var expires = call.Now.AddSeconds(seconds ?? DefaultSeconds);
        var (id, secret, token) = SessionToken.Issue(call.Store.Sealing, role.AccountId, new SessionToken.Statement(
            role.RoleId, call.Now.ToUnixTimeMilliseconds(), expires.ToUnixTimeMilliseconds(), null, session));
        return (
            new Credentials(id, secret, token, expires),
            new AssumedRole($"{role.RoleId}:{session.Name}", Arn.OfRoleSession(role.AccountId, role.RoleName, session.Name)));
    }

    // Transitive tags and the source identity go along, and whoever assumes the next role cannot change them.
    private static SessionFacts Chained(SessionFacts session, SessionFacts calling)
    {
        var along = (calling.Tags ?? []).Where(tag => (calling.TransitiveTagKeys ?? []).Any(key => Same(key, tag.Key))).ToList();
        if (session.Tags?.FirstOrDefault(tag => along.Any(other => Same(other.Key, tag.Key))) is { } twice)
            throw StsErrors.TransitiveTagIsSet(twice.Key);
        if (calling.SourceIdentity is { } source && session.SourceIdentity is { } other && other != source)
            throw StsErrors.SourceIdentityIsSet();
        var tags = along.Concat(session.Tags ?? []).ToList();
        var transitive = along.Select(tag => tag.Key).Concat(session.TransitiveTagKeys ?? []).ToList();
        return session with
        {
            Tags = tags.Count > 0 ? tags : null,
            TransitiveTagKeys = transitive.Count > 0 ? transitive : null,
            SourceIdentity = calling.SourceIdentity ?? session.SourceIdentity,
        };
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
