namespace Countersign.Identity;

/// <summary>What IAM has in an account.</summary>
public enum EntityType
{
    /// <summary>Users.</summary>
    User,

    /// <summary>Roles.</summary>
    Role,

    /// <summary>Groups.</summary>
    Group,

    /// <summary>Managed policies of the account.</summary>
    LocalManagedPolicy,

    /// <summary>Managed policies that come with the server.</summary>
    AWSManagedPolicy,
}
