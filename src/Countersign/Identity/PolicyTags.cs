namespace Countersign.Identity;

/// <summary>What the two operations share that change the tags of managed policies.</summary>
internal static class PolicyTags
{
    /// <summary>An action on a policy, with the condition keys of the tags that a request brings.</summary>
    public static async Task<IReadOnlyList<Need>> Needs(
        string action, string policyArn, IReadOnlyDictionary<string, IReadOnlyList<string>> requestKeys, Call call) =>
        (await Needed.OnPolicy(action, policyArn, call)).Select(need => need.With(requestKeys)).ToList();
}
