namespace Countersign;

/// <summary>What the service model cannot say about tags.</summary>
internal static class TagRules
{
    /// <summary>Tags one resource may have (IAM quotas).</summary>
    public const int PerResource = 50;

    /// <exception cref="ApiError">InvalidInput: two keys that differ only in case.</exception>
    public static void Check(IReadOnlyList<Tag>? tags)
    {
        if (tags is not null && tags.DistinctBy(tag => tag.Key, StringComparer.OrdinalIgnoreCase).Count() < tags.Count)
            throw IamErrors.DuplicateTagKeys();
    }
}
