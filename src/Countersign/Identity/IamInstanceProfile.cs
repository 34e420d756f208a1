using Countersign.Storage;

namespace Countersign.Identity;

/// <summary>An instance profile as the API answers it (IAM API Reference, InstanceProfile).</summary>
/// <param name="Path">Begins and ends with a slash.</param>
/// <param name="InstanceProfileName">Its name.</param>
/// <param name="InstanceProfileId"><c>AIPA…</c>.</param>
/// <param name="Arn">Path and name in one.</param>
/// <param name="CreateDate">When it was made.</param>
/// <param name="Roles">Its role, as lists have roles; empty when it has none.</param>
/// <param name="Tags">Its tags, in the answers that have them.</param>
public sealed record IamInstanceProfile(
    string Path, string InstanceProfileName, string InstanceProfileId, string Arn, DateTimeOffset CreateDate, IReadOnlyList<IamRole> Roles,
    IReadOnlyList<Tag>? Tags = null)
{
    internal static IamInstanceProfile Of(InstanceProfile profile, IReadOnlyList<IamRole> roles, IReadOnlyList<Tag>? tags = null) => new(
        profile.Path, profile.ProfileName, profile.InstanceProfileId, profile.Arn, profile.CreatedAt, roles, tags is { Count: > 0 } ? tags : null);

    /// <summary>As lists have them.</summary>
    internal static async Task<IReadOnlyList<IamInstanceProfile>> Of(IReadOnlyList<(InstanceProfile Profile, Role? Role)> rows, Call call)
    {
        var roles = (await IamRole.Of([.. rows.Select(row => row.Role).OfType<Role>().DistinctBy(role => role.RoleId, StringComparer.Ordinal)], call))
            .ToDictionary(role => role.RoleId, StringComparer.Ordinal);
        return [.. rows.Select(row => Of(row.Profile, row.Role is { } role ? [roles[role.RoleId]] : []))];
    }
}
