using Countersign.Identity;
using Countersign.Policy;
using Countersign.Storage;

namespace Countersign.Sts;

/// <summary>The policies and tags that a session is to be made with.</summary>
internal sealed class SessionLimits(ManagedPolicies managed)
{
    /// <summary>The session with the managed policies that limit it.</summary>
    /// <param name="asked">As it was asked for.</param>
    /// <param name="policies">The managed ones; null when there are none.</param>
    /// <param name="accountId">The session's account: policies of another one cannot limit it.</param>
    /// <param name="store">Where they are.</param>
    /// <exception cref="ApiError">MalformedPolicyDocument in AWS's words; ValidationError: no such policy; InvalidInput: tag keys that are one.</exception>
    public async Task<SessionFacts> Check(SessionFacts asked, IReadOnlyList<SessionPolicy>? policies, string accountId, Store store)
    {
        if (asked.Policy is { } inline && !PolicyDocument.TryParse(inline, PolicyKind.Session, out _, out var fault))
            throw StsErrors.SessionPolicyMalformed(fault.Message);
        var arns = policies?.Select(policy => policy.Arn ?? "").ToList();
        foreach (var arn in arns ?? [])
        {
            if (await managed.FindFor(accountId, arn, store) is null)
                throw StsErrors.NoSuchSessionPolicy(arn);
        }

        TagRules.Check(asked.Tags);
        return asked with { PolicyArns = arns is { Count: > 0 } ? arns : null, Tags = asked.Tags is { Count: > 0 } ? asked.Tags : null };
    }
}
