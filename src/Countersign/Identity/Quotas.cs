namespace Countersign.Identity;

/// <summary>How much of everything there may be (IAM User Guide, "IAM and AWS STS quotas"); the account summary tells them.</summary>
internal static class Quotas
{
    public const int Users = 5000;

    public const int AccessKeysPerUser = 2;

    public const int AttachedPoliciesPerUser = 10;

    /// <summary>All inline policies of a user together, in characters without the white space between tokens.</summary>
    public const int UserPolicySize = 2048;
}
