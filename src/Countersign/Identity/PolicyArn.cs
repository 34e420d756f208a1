namespace Countersign.Identity;

/// <summary>What the operations share that name a managed policy by its ARN.</summary>
internal static class PolicyArn
{
    /// <summary>An action on a user that concerns a managed policy: the condition key <c>iam:PolicyARN</c> names it.</summary>
    public static async Task<IReadOnlyList<Need>> NeedsOnUser(string action, string userName, string policyArn, Call call)
    {
        var need = await Needed.OfUser(action, userName, call);
        return [need with { Keys = new Dictionary<string, IReadOnlyList<string>>(need.Keys, StringComparer.OrdinalIgnoreCase) { ["iam:PolicyARN"] = [policyArn] } }];
    }

    /// <summary>The name of a policy whose ARN is right.</summary>
    public static string NameOf(string arn) => arn[(arn.LastIndexOf('/') + 1)..];

    /// <exception cref="ApiError">ValidationError: not <c>arn:PARTITION:iam::ACCOUNT:policy/NAME</c>.</exception>
    public static void Check(string arn)
    {
        if (arn.Split(':', 6) is not ["arn", { Length: > 0 }, "iam", "", { Length: > 0 }, ['p', 'o', 'l', 'i', 'c', 'y', '/', _, ..]])
            throw IamErrors.InvalidArn();
    }
}
