namespace Countersign.Identity;

/// <summary>Whether an access key, or an SSH public key, can be used.</summary>
public enum AccessKeyStatus
{
    /// <summary>It can.</summary>
    Active,

    /// <summary>It cannot, until somebody makes it active again.</summary>
    Inactive,
}
