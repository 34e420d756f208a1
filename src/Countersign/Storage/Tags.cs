using System.Data;
using Dapper;

namespace Countersign.Storage;

/// <summary>The table <c>tags</c>: keys keep their case and are one whatever it is.</summary>
internal readonly struct Tags(IDbConnection connection, IDbTransaction transaction)
{
    /// <summary>A resource's tags in the order of their keys.</summary>
    public async Task<IReadOnlyList<Countersign.Tag>> Of(string resourceId) => (await connection.QueryAsync<(string Key, string Value)>(
        "SELECT tag_key, tag_value FROM tags WHERE resource_id = @resourceId ORDER BY key_folded", new { resourceId }, transaction))
        .Select(row => new Countersign.Tag(row.Key, row.Value)).ToList();

    public async Task Set(string accountId, string resourceId, IEnumerable<Countersign.Tag> tags)
    {
        foreach (var tag in tags)
        {
            await connection.ExecuteAsync("""
                INSERT INTO tags (resource_id, key_folded, account_id, tag_key, tag_value) VALUES (@resourceId, @folded, @accountId, @Key, @Value)
                ON CONFLICT (resource_id, key_folded) DO UPDATE SET tag_key = @Key, tag_value = @Value
                """, new { resourceId, folded = Fold(tag.Key), accountId, tag.Key, tag.Value }, transaction);
        }
    }

    public async Task Remove(string resourceId, IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            await connection.ExecuteAsync(
                "DELETE FROM tags WHERE resource_id = @resourceId AND key_folded = @folded", new { resourceId, folded = Fold(key) }, transaction);
        }
    }

    public Task RemoveAll(string resourceId) =>
        connection.ExecuteAsync("DELETE FROM tags WHERE resource_id = @resourceId", new { resourceId }, transaction);

    private static string Fold(string key) => key.ToLowerInvariant();
}
