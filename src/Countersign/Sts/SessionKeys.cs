namespace Countersign.Sts;

/// <summary>The condition keys of a session that is to be made (reference: policy language §4).</summary>
internal static class SessionKeys
{
    public static Dictionary<string, IReadOnlyList<string>> Of(
        string sessionName, IReadOnlyList<Tag>? tags, IReadOnlyList<string>? transitiveTagKeys, string? sourceIdentity)
    {
        var keys = new Dictionary<string, IReadOnlyList<string>>(Needed.RequestTags(tags), StringComparer.OrdinalIgnoreCase)
        {
            ["sts:RoleSessionName"] = [sessionName],
        };
        if (transitiveTagKeys is { Count: > 0 })
            keys["sts:TransitiveTagKeys"] = transitiveTagKeys;
        if (sourceIdentity is not null)
            keys["sts:SourceIdentity"] = [sourceIdentity];
        return keys;
    }
}
