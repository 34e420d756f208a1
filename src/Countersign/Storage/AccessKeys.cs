using System.Text;

namespace Countersign.Storage;

/// <summary>A long-term access key, without its secret.</summary>
internal record AccessKey
{
    public required string AccessKeyId { get; init; }
    public required string AccountId { get; init; }
    public required string UserId { get; init; }

    /// <summary><c>Active</c> or <c>Inactive</c>.</summary>
    public required string Status { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; init; }
    public string? LastUsedRegion { get; init; }
    public string? LastUsedService { get; init; }

    public bool IsActive => Status == "Active";
}

/// <summary>The table <c>access_keys</c>.</summary>
internal readonly struct AccessKeys(Statements statements, Sealing sealing)
{
    /// <summary>A key with its secret and whose it is: all that a call signed by it asks for.</summary>
    public async Task<(AccessKey Key, string Secret, User User)?> Open(string accessKeyId)
    {
        var found = await statements.Pairs<Sealed, User>($"""
            SELECT k.access_key_id, k.account_id, k.user_id, k.status, k.created_at, k.last_used_at, k.last_used_region, k.last_used_service,
                   k.secret_sealed, {Users.Columns}
            FROM access_keys k JOIN users u ON u.user_id = k.user_id JOIN accounts a ON a.account_id = u.account_id
            WHERE k.access_key_id = @accessKeyId
            """, new { accessKeyId }, second: "user_id");
        return found is [var (key, user)] ? (key, OpenSecret(key.SecretSealed, accessKeyId), user) : null;
    }

    public Task<AccessKey?> Find(string accessKeyId) => statements.Find<AccessKey?>("""
        SELECT access_key_id, account_id, user_id, status, created_at, last_used_at, last_used_region, last_used_service
        FROM access_keys WHERE access_key_id = @accessKeyId
        """, new { accessKeyId });

    /// <summary>The secret access key, opened.</summary>
    public async Task<string?> Secret(string accessKeyId)
    {
        var blob = await statements.Value<byte[]?>(
            "SELECT secret_sealed FROM access_keys WHERE access_key_id = @accessKeyId", new { accessKeyId });
        return blob is null ? null : OpenSecret(blob, accessKeyId);
    }

    /// <summary>A user's keys in the order of their ids, after one.</summary>
    public Task<IReadOnlyList<AccessKey>> Page(string userId, string after, int limit) => statements.List<AccessKey>("""
        SELECT access_key_id, account_id, user_id, status, created_at, last_used_at, last_used_region, last_used_service
        FROM access_keys WHERE user_id = @userId AND access_key_id > @after ORDER BY access_key_id LIMIT @limit
        """, new { userId, after, limit });

    public Task<int> CountOf(string userId) => statements.Value<int>(
        "SELECT count(*) FROM access_keys WHERE user_id = @userId", new { userId });

    public Task Add(AccessKey key, string secret) => statements.Later("""
        INSERT INTO access_keys (access_key_id, account_id, user_id, secret_sealed, status, created_at)
        VALUES (@AccessKeyId, @AccountId, @UserId, @blob, @Status, @CreatedAt)
        """, new
    {
        key.AccessKeyId,
        key.AccountId,
        key.UserId,
        blob = sealing.Seal(Encoding.ASCII.GetBytes(secret), "access_keys", "secret_sealed", key.AccessKeyId),
        key.Status,
        key.CreatedAt,
    });

    /// <returns>False when the user has no such key.</returns>
    public async Task<bool> SetStatus(string userId, string accessKeyId, string status) => await statements.Change(
        "UPDATE access_keys SET status = @status WHERE access_key_id = @accessKeyId AND user_id = @userId",
        new { status, accessKeyId, userId }) == 1;

    /// <returns>False when the user has no such key.</returns>
    public async Task<bool> Remove(string userId, string accessKeyId) => await statements.Change(
        "DELETE FROM access_keys WHERE access_key_id = @accessKeyId AND user_id = @userId", new { accessKeyId, userId }) == 1;

    public Task Used(string accessKeyId, DateTimeOffset now, string region, string service) => statements.Later("""
        UPDATE access_keys SET last_used_at = @now, last_used_region = @region, last_used_service = @service
        WHERE access_key_id = @accessKeyId
        """, new { now, region, service, accessKeyId });

    private string OpenSecret(byte[] blob, string accessKeyId) =>
        Encoding.ASCII.GetString(sealing.Open(blob, "access_keys", "secret_sealed", accessKeyId));

    private sealed record Sealed : AccessKey
    {
        public required byte[] SecretSealed { get; init; }
    }
}
