using Countersign.Sts;

namespace Countersign.Identity;

/// <summary>The user, group or role whose policies are asked about.</summary>
/// <param name="Caller">Who would call: the user, or a session of the role; null for a group.</param>
/// <param name="Snapshot">What policies know of it; of a user with the policies of its groups.</param>
internal sealed record PolicySource(PrincipalCaller? Caller, PrincipalSnapshot Snapshot)
{
    /// <summary>What may be asked about it: it needs the action on the entity that the ARN names.</summary>
    public static async Task<IReadOnlyList<Need>> Needs(string action, string arn, Call call)
    {
        var needs = Parts(arn, call) switch
        {
            ("user", var name) => await Needed.OnUser(action, name, call),
            ("role", var name) => await Needed.OnRole(action, name, call),
            _ => [new Need(action, arn)],
        };
        return [needs[0] with { Resource = arn, Shown = arn }];
    }

    /// <exception cref="ApiError">InvalidInput: no ARN of a user, a group or a role; NoSuchEntity.</exception>
    public static async Task<PolicySource> Find(string arn, Principals principals, Call call)
    {
        var (kind, name) = Parts(arn, call) ?? throw IamErrors.NotAnEntity(arn);
        switch (kind)
        {
            case "user":
                var user = await call.Store.Users.Find(call.AccountId, name);
                return user?.Arn == arn
                    ? new PolicySource(new UserCaller(user, new Credential.AccessKey("")), await principals.Find(user, call.Store))
                    : throw IamErrors.NoSuchUser(name);
            case "role":
                var role = await call.Store.Roles.Find(call.AccountId, name);
                return role?.Arn == arn
                    ? new PolicySource(
                        new RoleCaller(role, new SessionFacts("simulation"), new Credential.Temporary("", call.Now, null)), await principals.Find(role, call.Store))
                    : throw IamErrors.NoSuchRole(name);
            default:
                var group = await call.Store.Groups.Find(call.AccountId, name);
                return group?.Arn == arn
                    ? new PolicySource(null, new PrincipalSnapshot(0, await principals.Find(group, call.Store), null, [], HasMfaDevice: false))
                    : throw IamErrors.NoSuchGroup(name);
        }
    }

    // What the ARN names, without its path; null when it is no user, group or role of this account.
    private static (string Kind, string Name)? Parts(string arn, Call call)
    {
        if (arn.Split(':', 6) is not ["arn", "aws", "iam", "", var account, var entity] || account != call.AccountId)
            return null;
        var kind = entity[..Math.Max(0, entity.IndexOf('/', StringComparison.Ordinal))];
        var name = entity[(entity.LastIndexOf('/') + 1)..];
        return kind is "user" or "group" or "role" && name.Length > 0 ? (kind, name) : null;
    }
}
