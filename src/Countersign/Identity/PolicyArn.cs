namespace Countersign.Identity;

/// <summary>What the operations share that name a managed policy by its ARN.</summary>
internal static class PolicyArn
{
    /// <summary>The name of a policy whose ARN is right.</summary>
    public static string NameOf(string arn) => arn[(arn.LastIndexOf('/') + 1)..];

    /// <exception cref="ApiError">ValidationError: not <c>arn:PARTITION:iam::ACCOUNT:policy/NAME</c>.</exception>
    public static void Check(string arn)
    {
        if (arn.Split(':', 6) is not ["arn", { Length: > 0 }, "iam", "", { Length: > 0 }, ['p', 'o', 'l', 'i', 'c', 'y', '/', _, ..]])
            throw IamErrors.InvalidArn();
    }
}
