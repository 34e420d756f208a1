using Countersign.Storage;

namespace Countersign.Identity;

/// <summary>A role as the API answers it (IAM API Reference, Role).</summary>
/// <param name="Path">Begins and ends with a slash.</param>
/// <param name="RoleName">Its name.</param>
/// <param name="RoleId"><c>AROA…</c>.</param>
/// <param name="Arn">Path and name in one.</param>
/// <param name="CreateDate">When it was made.</param>
/// <param name="AssumeRolePolicyDocument">The trust policy, percent-encoded (RFC 3986).</param>
/// <param name="Description">What it is for; null when nobody said.</param>
/// <param name="MaxSessionDuration">Seconds, 3600 to 43200.</param>
/// <param name="PermissionsBoundary">What bounds it, in the answers that have it.</param>
/// <param name="Tags">Its tags, in the answers that have them.</param>
/// <param name="RoleLastUsed">When and where a session of it called last, in the answers that have it.</param>
public sealed record IamRole(
    string Path, string RoleName, string RoleId, string Arn, DateTimeOffset CreateDate, string AssumeRolePolicyDocument, string? Description,
    int MaxSessionDuration, AttachedBoundary? PermissionsBoundary = null, IReadOnlyList<Tag>? Tags = null, RoleLastUsed? RoleLastUsed = null)
{
    /// <summary>As lists have it.</summary>
    internal static async Task<IamRole> Of(Role role, Call call) => (await Of([role], call))[0];

    /// <summary>As lists have them. Who stands in several trust policies is looked up once.</summary>
    internal static async Task<IReadOnlyList<IamRole>> Of(IReadOnlyList<Role> roles, Call call)
    {
        var (shown, list) = (new Dictionary<string, string>(StringComparer.Ordinal), new List<IamRole>());
        foreach (var role in roles)
        {
            var trust = Uri.EscapeDataString(await TrustPolicy.Show(role.TrustDocument, shown, call.Store));
            list.Add(new IamRole(role.Path, role.RoleName, role.RoleId, role.Arn, role.CreatedAt, trust, role.Description, role.MaxSessionSeconds));
        }

        return list;
    }

    /// <summary>With boundary and tags.</summary>
    internal static async Task<IamRole> Whole(Role role, Call call) => await Of(role, call) with
    {
        PermissionsBoundary = AttachedBoundary.Of(role.BoundaryArn),
        Tags = await call.Store.Tags.Of(role.RoleId) is { Count: > 0 } tags ? tags : null,
    };
}

/// <summary>When and where a session of a role called last; empty when none did.</summary>
/// <param name="LastUsedDate">When.</param>
/// <param name="Region">Where.</param>
public sealed record RoleLastUsed(DateTimeOffset? LastUsedDate, string? Region);

/// <summary>The managed policy that bounds an identity.</summary>
/// <param name="PermissionsBoundaryType">Always <c>PermissionsBoundaryPolicy</c>.</param>
/// <param name="PermissionsBoundaryArn">The policy.</param>
public sealed record AttachedBoundary(string PermissionsBoundaryType, string PermissionsBoundaryArn)
{
    internal static AttachedBoundary? Of(string? arn) => arn is null ? null : new("PermissionsBoundaryPolicy", arn);
}
