namespace Countersign.Policy;

/// <summary>Where a document is used; decides which elements it must and must not have.</summary>
public enum PolicyKind
{
    /// <summary>A managed policy, also as permissions boundary: no principal, and only Version 2012-10-17.</summary>
    ManagedIdentity,

    /// <summary>A policy written into a user, group or role: no principal, either version.</summary>
    InlineIdentity,

    /// <summary>A role's trust policy: principals, no resource, only actions that assume the role.</summary>
    Trust,

    /// <summary>A policy passed when a session is made: no principal, either version.</summary>
    Session,

    /// <summary>A policy on a resource other than a role: principals; the resource may be left out.</summary>
    Resource,

    /// <summary>A service control policy: no principal.</summary>
    ServiceControl,
}
