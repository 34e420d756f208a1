using Countersign.Storage;

namespace Countersign.Identity;

/// <summary>A managed policy as the API answers it (IAM API Reference, Policy).</summary>
/// <param name="PolicyName">Its name.</param>
/// <param name="PolicyId"><c>ANPA…</c>.</param>
/// <param name="Arn">Path and name in one.</param>
/// <param name="Path">Begins and ends with a slash.</param>
/// <param name="DefaultVersionId">The version in force.</param>
/// <param name="AttachmentCount">How many users, groups and roles it is attached to.</param>
/// <param name="PermissionsBoundaryUsageCount">How many users and roles it bounds.</param>
/// <param name="IsAttachable">Always true.</param>
/// <param name="CreateDate">When the account got it.</param>
/// <param name="UpdateDate">When a version was added last.</param>
/// <param name="Description">What it lets people do, in the answers that have it.</param>
/// <param name="Tags">Its tags, in the answers that have them.</param>
public sealed record IamPolicy(
    string PolicyName, string PolicyId, string Arn, string Path, string DefaultVersionId, int AttachmentCount,
    int PermissionsBoundaryUsageCount, bool IsAttachable, DateTimeOffset CreateDate, DateTimeOffset UpdateDate,
    string? Description = null, IReadOnlyList<Tag>? Tags = null)
{
    /// <summary>The one version that a policy which comes with the server has.</summary>
    internal const string OnlyVersion = "v1";

    /// <summary>The path of every policy that comes with the server.</summary>
    internal const string OnlyPath = "/";

    /// <param name="policy">It comes with the server, so for the account it is as old as the account.</param>
    /// <param name="attachments">How many users, groups and roles have it.</param>
    /// <param name="bounded">How many users and roles it bounds.</param>
    /// <param name="since">When the account was made.</param>
    internal static IamPolicy Of(ManagedPolicy policy, int attachments, int bounded, DateTimeOffset since) => new(
        policy.Name, policy.PolicyId, policy.Arn, OnlyPath, OnlyVersion, attachments, bounded, true, since, since);

    /// <param name="policy">The account's own.</param>
    /// <param name="attachments">How many users, groups and roles have it.</param>
    /// <param name="bounded">How many users and roles it bounds.</param>
    internal static IamPolicy Of(StoredPolicy policy, int attachments, int bounded) => new(
        policy.PolicyName, policy.PolicyId, policy.PolicyArn, policy.Path, IamPolicyVersion.Id(policy.DefaultVersion), attachments, bounded, true,
        policy.CreatedAt, policy.UpdatedAt);
}
