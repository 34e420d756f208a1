namespace Countersign.Storage;

/// <summary>The table <c>tags</c>: keys keep their case and are one whatever it is.</summary>
internal readonly struct Tags(Statements statements)
{
    /// <summary>A resource's tags in the order of their keys.</summary>
    public async Task<IReadOnlyList<Countersign.Tag>> Of(string resourceId) => (await statements.List<(string Key, string Value)>(
        "SELECT tag_key, tag_value FROM tags WHERE resource_id = @resourceId ORDER BY key_folded", new { resourceId }))
        .Select(row => new Countersign.Tag(row.Key, row.Value)).ToList();

    public async Task Set(string accountId, string resourceId, IEnumerable<Countersign.Tag> tags)
    {
        foreach (var tag in tags)
        {
            await statements.Change("""
                INSERT INTO tags (resource_id, key_folded, account_id, tag_key, tag_value) VALUES (@resourceId, @folded, @accountId, @Key, @Value)
                ON CONFLICT (resource_id, key_folded) DO UPDATE SET tag_key = @Key, tag_value = @Value
                """, new { resourceId, folded = Fold(tag.Key), accountId, tag.Key, tag.Value });
        }
    }

    public async Task Remove(string resourceId, IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            await statements.Change(
                "DELETE FROM tags WHERE resource_id = @resourceId AND key_folded = @folded", new { resourceId, folded = Fold(key) });
        }
    }

    public Task RemoveAll(string resourceId) =>
        statements.Later("DELETE FROM tags WHERE resource_id = @resourceId", new { resourceId });

    private static string Fold(string key) => key.ToLowerInvariant();
}
