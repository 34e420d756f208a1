namespace Countersign.Identity;

/// <summary>How much of everything there may be (IAM User Guide, "IAM and AWS STS quotas"); the account summary tells them.</summary>
internal static class Quotas
{
    public const int Users = 5000;

    public const int Groups = 300;

    public const int GroupsPerUser = 10;

    public const int Roles = 1000;

    public const int InstanceProfiles = 1000;

    public const int RolesPerInstanceProfile = 1;

    public const int Policies = 1500;

    public const int VersionsPerPolicy = 5;

    /// <summary>Told and never reached: so many policies there cannot be.</summary>
    public const int PolicyVersionsInUse = 10_000;

    public const int AccessKeysPerUser = 2;

    public const int SshPublicKeysPerUser = 5;

    public const int OidcProviders = 100;

    public const int ClientIdsPerOidcProvider = 100;

    public const int ThumbprintsPerOidcProvider = 5;

    /// <summary>Managed policies attached to a user, a group or a role.</summary>
    public const int AttachedPolicies = 10;

    // Sizes are characters without the white space between tokens; all inline policies of an owner together.

    public const int UserPolicySize = 2048;

    public const int GroupPolicySize = 5120;

    public const int RolePolicySize = 10_240;

    public const int TrustPolicySize = 2048;

    public const int ManagedPolicySize = 6144;
}
