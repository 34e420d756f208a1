using Countersign.Sts;

namespace Countersign.Identity;

/// <summary>What a call needs of which only action and resource are known: what the operation itself would say, as far as it can be told.</summary>
/// <remarks>Condition keys that only a request brings (tags passed, a policy's ARN, an external id) are absent.</remarks>
internal static class AskedNeeds
{
    /// <param name="action">As policies name it, in any case.</param>
    /// <param name="resource">An ARN, or <c>*</c>: what the operation is about when nothing is named.</param>
    /// <param name="operations">Those there are; other services' actions are asked about as they stand.</param>
    /// <param name="call">The call, of the one who would call.</param>
    /// <returns>The action as the operation spells it; no need when it needs no permission.</returns>
    public static async Task<(string Action, IReadOnlyList<Need> Needs)> Of(string action, string resource, Operations operations, Call call)
    {
        var operation = operations.All.FirstOrDefault(entry => entry.Action.Equals(action, StringComparison.OrdinalIgnoreCase));
        var name = operation?.Action ?? action;
        if (operation is not null && await operation.BareNeeds(call) is { } bare && (bare.Count == 0 || resource is "*"))
            return (name, bare);
        if (name == ChangePassword.Action && (resource is "*" || resource == (call.Caller as UserCaller)?.Arn))
            return (name, [await ChangePassword.OwnNeed(call)]);
        if (IsOfRole(name) && (name == AssumeRole.Action || await RoleSessions.Find(resource, call.Store) is not null))
            return (name, await RoleSessions.Needs(name, resource, new(StringComparer.OrdinalIgnoreCase), tags: null, sourceIdentity: null, call));
        return (name, [await OfResource(name, resource, call)]);
    }

    private static bool IsOfRole(string action) =>
        action.Equals(AssumeRole.Action, StringComparison.Ordinal) || action.Equals("sts:TagSession", StringComparison.OrdinalIgnoreCase) ||
        action.Equals("sts:SetSourceIdentity", StringComparison.OrdinalIgnoreCase);

    // With the tags and the boundary of what the ARN names, which conditions may ask about.
    private static async Task<Need> OfResource(string action, string resource, Call call)
    {
        var asked = new Need(action, resource);
        if (resource.Split(':', 6) is not ["arn", _, "iam", "", var account, var entity] || account != call.AccountId)
            return asked;
        var name = entity[(entity.LastIndexOf('/') + 1)..];
        var known = entity[..Math.Max(0, entity.IndexOf('/', StringComparison.Ordinal))] switch
        {
            _ when name.Length == 0 => asked,
            "user" => await Needed.OfUser(action, name, call),
            "role" => await Needed.OfRole(action, name, call),
            "instance-profile" => await Needed.OfInstanceProfile(action, name, call),
            "policy" => (await Needed.OnPolicy(action, resource, call))[0],
            "mfa" or "u2f" => await Needed.OfDevice(action, resource, call),
            _ => asked,
        };
        return known.Resource == resource ? known with { Shown = resource } : asked;    // another path is another thing
    }
}
