using Countersign.Storage;

namespace Countersign.Identity;

/// <summary>A group as the API answers it (IAM API Reference, Group).</summary>
/// <param name="Path">Begins and ends with a slash.</param>
/// <param name="GroupName">As it was given, in its case.</param>
/// <param name="GroupId"><c>AGPA…</c>.</param>
/// <param name="Arn">Path and name in one.</param>
/// <param name="CreateDate">When it was created.</param>
public sealed record IamGroup(string Path, string GroupName, string GroupId, string Arn, DateTimeOffset CreateDate)
{
    internal static IamGroup Of(Group group) => new(group.Path, group.GroupName, group.GroupId, group.Arn, group.CreatedAt);
}
