namespace Countersign.Identity;

/// <summary>A user with all that is tied to it (IAM API Reference, UserDetail).</summary>
/// <param name="Path">Begins and ends with a slash.</param>
/// <param name="UserName">Its name.</param>
/// <param name="UserId"><c>AIDA…</c>.</param>
/// <param name="Arn">Path and name in one.</param>
/// <param name="CreateDate">When it was made.</param>
/// <param name="UserPolicyList">Its inline policies.</param>
/// <param name="GroupList">Names of its groups.</param>
/// <param name="AttachedManagedPolicies">Its managed policies.</param>
/// <param name="PermissionsBoundary">What bounds it; null when nothing does.</param>
/// <param name="Tags">Its tags.</param>
public sealed record UserDetail(
    string Path, string UserName, string UserId, string Arn, DateTimeOffset CreateDate, IReadOnlyList<PolicyDetail> UserPolicyList,
    IReadOnlyList<string> GroupList, IReadOnlyList<PolicyNameAndArn> AttachedManagedPolicies, AttachedBoundary? PermissionsBoundary,
    IReadOnlyList<Tag> Tags);

/// <summary>A group with all that is tied to it (IAM API Reference, GroupDetail).</summary>
/// <param name="Path">Begins and ends with a slash.</param>
/// <param name="GroupName">Its name.</param>
/// <param name="GroupId"><c>AGPA…</c>.</param>
/// <param name="Arn">Path and name in one.</param>
/// <param name="CreateDate">When it was made.</param>
/// <param name="GroupPolicyList">Its inline policies.</param>
/// <param name="AttachedManagedPolicies">Its managed policies.</param>
public sealed record GroupDetail(
    string Path, string GroupName, string GroupId, string Arn, DateTimeOffset CreateDate, IReadOnlyList<PolicyDetail> GroupPolicyList,
    IReadOnlyList<PolicyNameAndArn> AttachedManagedPolicies);

/// <summary>A role with all that is tied to it (IAM API Reference, RoleDetail).</summary>
/// <param name="Path">Begins and ends with a slash.</param>
/// <param name="RoleName">Its name.</param>
/// <param name="RoleId"><c>AROA…</c>.</param>
/// <param name="Arn">Path and name in one.</param>
/// <param name="CreateDate">When it was made.</param>
/// <param name="AssumeRolePolicyDocument">The trust policy, percent-encoded (RFC 3986).</param>
/// <param name="InstanceProfileList">Its instance profiles.</param>
/// <param name="RolePolicyList">Its inline policies.</param>
/// <param name="AttachedManagedPolicies">Its managed policies.</param>
/// <param name="PermissionsBoundary">What bounds it; null when nothing does.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="RoleLastUsed">When and where a session of it called last.</param>
public sealed record RoleDetail(
    string Path, string RoleName, string RoleId, string Arn, DateTimeOffset CreateDate, string AssumeRolePolicyDocument,
    IReadOnlyList<IamInstanceProfile> InstanceProfileList, IReadOnlyList<PolicyDetail> RolePolicyList,
    IReadOnlyList<PolicyNameAndArn> AttachedManagedPolicies, AttachedBoundary? PermissionsBoundary, IReadOnlyList<Tag> Tags,
    RoleLastUsed RoleLastUsed);

/// <summary>A managed policy with its versions (IAM API Reference, ManagedPolicyDetail).</summary>
/// <param name="PolicyName">Its name.</param>
/// <param name="PolicyId"><c>ANPA…</c>.</param>
/// <param name="Arn">Path and name in one.</param>
/// <param name="Path">Begins and ends with a slash.</param>
/// <param name="DefaultVersionId">The version in force.</param>
/// <param name="AttachmentCount">How many users, groups and roles it is attached to.</param>
/// <param name="PermissionsBoundaryUsageCount">How many users and roles it bounds.</param>
/// <param name="IsAttachable">Always true.</param>
/// <param name="Description">What it lets people do.</param>
/// <param name="CreateDate">When the account got it.</param>
/// <param name="UpdateDate">When a version was added last.</param>
/// <param name="PolicyVersionList">Its versions with their documents, the youngest first.</param>
public sealed record ManagedPolicyDetail(
    string PolicyName, string PolicyId, string Arn, string Path, string DefaultVersionId, int AttachmentCount, int PermissionsBoundaryUsageCount,
    bool IsAttachable, string? Description, DateTimeOffset CreateDate, DateTimeOffset UpdateDate, IReadOnlyList<IamPolicyVersion> PolicyVersionList)
{
    internal static ManagedPolicyDetail Of(IamPolicy policy, string? description, IReadOnlyList<IamPolicyVersion> versions) => new(
        policy.PolicyName, policy.PolicyId, policy.Arn, policy.Path, policy.DefaultVersionId, policy.AttachmentCount,
        policy.PermissionsBoundaryUsageCount, policy.IsAttachable, description, policy.CreateDate, policy.UpdateDate, versions);
}

/// <summary>An inline policy (IAM API Reference, PolicyDetail).</summary>
/// <param name="PolicyName">Its name.</param>
/// <param name="PolicyDocument">The JSON, percent-encoded (RFC 3986).</param>
public sealed record PolicyDetail(string PolicyName, string PolicyDocument);

/// <summary>A managed policy that is attached (IAM API Reference, AttachedPolicy).</summary>
/// <param name="PolicyName">Its name.</param>
/// <param name="PolicyArn">Its ARN.</param>
public sealed record PolicyNameAndArn(string PolicyName, string PolicyArn);
