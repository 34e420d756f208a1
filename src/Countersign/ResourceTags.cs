namespace Countersign;

/// <summary>What the operations share that write and list the tags of something.</summary>
/// <remarks>Writes raise the revision first, which holds the account's row: so the resource that is found afterwards stays while its tags are counted.</remarks>
internal static class ResourceTags
{
    /// <summary>The condition key of tags that a request names by their keys alone.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Named(IReadOnlyList<string> tagKeys)
    {
        var keys = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        if (tagKeys.Count > 0)
            keys["aws:TagKeys"] = tagKeys;
        return keys;
    }

    /// <summary>The condition keys of what a request brings, beside those of what is there.</summary>
    public static Need With(this Need need, IReadOnlyDictionary<string, IReadOnlyList<string>> requestKeys) =>
        need with { Keys = need.Keys.Concat(requestKeys).ToDictionary(StringComparer.OrdinalIgnoreCase) };

    /// <param name="find">The id of the resource; throws NoSuchEntity.</param>
    /// <param name="tags">A key that is there, in whatever case, gets the new value.</param>
    /// <param name="call">The call.</param>
    /// <exception cref="ApiError">NoSuchEntity; InvalidInput: two keys that differ only in case; LimitExceeded.</exception>
    public static async Task<Nothing> Add(Func<Task<string>> find, IReadOnlyList<Tag> tags, Call call)
    {
        TagRules.Check(tags);
        await call.Store.Accounts.BumpRevision(call.AccountId);
        var id = await find();
        await call.Store.Tags.Set(call.AccountId, id, tags);
        return (await call.Store.Tags.Of(id)).Count <= TagRules.PerResource
            ? Nothing.Value
            : throw IamErrors.QuotaExceeded("TagsPerResource", TagRules.PerResource);
    }

    /// <param name="find">The id of the resource; throws NoSuchEntity.</param>
    /// <param name="tagKeys">In any case; those that are not there are passed over.</param>
    /// <param name="call">The call.</param>
    /// <exception cref="ApiError">NoSuchEntity.</exception>
    public static async Task<Nothing> Remove(Func<Task<string>> find, IReadOnlyList<string> tagKeys, Call call)
    {
        await call.Store.Accounts.BumpRevision(call.AccountId);
        await call.Store.Tags.Remove(await find(), tagKeys);
        return Nothing.Value;
    }

    /// <summary>A page of tags in the order of their keys.</summary>
    /// <exception cref="ApiError">ValidationError: the marker is not ours.</exception>
    public static async Task<(IReadOnlyList<Tag> Tags, bool IsTruncated, string? Marker)> Page(string id, string? marker, int? maxItems, Call call)
    {
        var after = Marker.Read(marker);
        var tags = (await call.Store.Tags.Of(id))
            .OrderBy(tag => tag.Key, StringComparer.OrdinalIgnoreCase)
            .Where(tag => StringComparer.OrdinalIgnoreCase.Compare(tag.Key, after) > 0)
            .ToList();
        return Marker.Cut(tags, maxItems, tag => tag.Key);
    }
}
