namespace Countersign.Identity;

/// <summary>Tags of what has an id of its own: what the operations on them share.</summary>
internal static class OwnedTags
{
    /// <summary>The need, with the condition keys of the tags that a request brings.</summary>
    public static Need WithTags(this Need need, IReadOnlyList<Tag> tags) =>
        need with { Keys = need.Keys.Concat(Needed.RequestTags(tags)).ToDictionary(StringComparer.OrdinalIgnoreCase) };

    /// <summary>The need, with the condition key of the tags that a request takes away.</summary>
    public static Need WithTagKeys(this Need need, IReadOnlyList<string> keys) => keys.Count == 0 ? need : need with
    {
        Keys = new Dictionary<string, IReadOnlyList<string>>(need.Keys, StringComparer.OrdinalIgnoreCase) { ["aws:TagKeys"] = keys },
    };

    /// <summary>Adds tags. The caller has raised the revision, so the account's row is held while they are counted.</summary>
    /// <exception cref="ApiError">InvalidInput: two keys that differ only in case; LimitExceeded.</exception>
    public static async Task<Nothing> Add(string ownerId, IReadOnlyList<Tag> tags, Call call)
    {
        TagRules.Check(tags);
        await call.Store.Tags.Set(call.AccountId, ownerId, tags);
        if ((await call.Store.Tags.Of(ownerId)).Count > TagRules.PerResource)
            throw IamErrors.QuotaExceeded("TagsPerResource", TagRules.PerResource);
        return Nothing.Value;
    }

    /// <summary>A page of tags in the order of their keys.</summary>
    /// <exception cref="ApiError">ValidationError: the marker is not ours.</exception>
    public static async Task<(IReadOnlyList<Tag> Tags, bool IsTruncated, string? Marker)> List(string ownerId, string? marker, int? maxItems, Call call)
    {
        var after = Marker.Read(marker);
        var tags = (await call.Store.Tags.Of(ownerId))
            .OrderBy(tag => tag.Key, StringComparer.OrdinalIgnoreCase)
            .Where(tag => StringComparer.OrdinalIgnoreCase.Compare(tag.Key, after) > 0)
            .ToList();
        return Marker.Cut(tags, maxItems, tag => tag.Key);
    }
}
