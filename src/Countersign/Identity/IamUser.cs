using Countersign.Storage;

namespace Countersign.Identity;

/// <summary>A user as the API answers it (IAM API Reference, User).</summary>
/// <param name="Path">Begins and ends with a slash.</param>
/// <param name="UserName">As it was given, in its case.</param>
/// <param name="UserId"><c>AIDA…</c>.</param>
/// <param name="Arn">Path and name in one.</param>
/// <param name="CreateDate">When it was created.</param>
/// <param name="PasswordLastUsed">When its password signed in last; null when never.</param>
/// <param name="PermissionsBoundary">What bounds it, in the answers that have it.</param>
/// <param name="Tags">Its tags, in the answers that have them.</param>
public sealed record IamUser(
    string Path, string UserName, string UserId, string Arn, DateTimeOffset CreateDate, DateTimeOffset? PasswordLastUsed = null,
    AttachedBoundary? PermissionsBoundary = null, IReadOnlyList<Tag>? Tags = null)
{
    /// <summary>As lists have it.</summary>
    internal static IamUser Of(User user) => new(user.Path, user.UserName, user.UserId, user.Arn, user.CreatedAt, user.PasswordLastUsed);

    /// <summary>With boundary and tags.</summary>
    internal static async Task<IamUser> Whole(User user, Call call) => Of(user) with
    {
        PermissionsBoundary = AttachedBoundary.Of(user.BoundaryArn),
        Tags = await call.Store.Tags.Of(user.UserId) is { Count: > 0 } tags ? tags : null,
    };
}
