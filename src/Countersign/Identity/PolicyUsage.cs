namespace Countersign.Identity;

/// <summary>What managed policies are used as.</summary>
public enum PolicyUsage
{
    /// <summary>To permit.</summary>
    PermissionsPolicy,

    /// <summary>To bound what other policies permit.</summary>
    PermissionsBoundary,
}
