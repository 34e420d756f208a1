namespace Countersign.Storage;

/// <summary>An SSH public key of a user.</summary>
internal sealed record SshPublicKey
{
    public required string SshPublicKeyId { get; init; }
    public required string AccountId { get; init; }
    public required string UserId { get; init; }

    /// <summary>As it was uploaded.</summary>
    public required string Body { get; init; }

    /// <summary>MD5 of the key, in pairs of hexadecimal digits with colons between them.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Which key it is, however it was written.</summary>
    public required string KeySha256 { get; init; }

    /// <summary><c>Active</c> or <c>Inactive</c>.</summary>
    public required string Status { get; init; }
    public required DateTimeOffset UploadedAt { get; init; }
}

/// <summary>The table <c>ssh_public_keys</c>.</summary>
internal readonly struct SshPublicKeys(Statements statements)
{
    private const string Columns = "ssh_public_key_id, account_id, user_id, body, fingerprint, key_sha256, status, uploaded_at";

    public Task<SshPublicKey?> Find(string userId, string keyId) => statements.Find<SshPublicKey?>(
        $"SELECT {Columns} FROM ssh_public_keys WHERE ssh_public_key_id = @keyId AND user_id = @userId", new { keyId, userId });

    /// <summary>A user's keys in the order of their ids, after one.</summary>
    public Task<IReadOnlyList<SshPublicKey>> Page(string userId, string after, int limit) => statements.List<SshPublicKey>(
        $"SELECT {Columns} FROM ssh_public_keys WHERE user_id = @userId AND ssh_public_key_id > @after ORDER BY ssh_public_key_id LIMIT @limit",
        new { userId, after, limit });

    public Task<int> CountOf(string userId) => statements.Value<int>(
        "SELECT count(*) FROM ssh_public_keys WHERE user_id = @userId", new { userId });

    /// <returns>False when the user has that key already.</returns>
    public async Task<bool> Add(SshPublicKey key) => await statements.Change("""
        INSERT INTO ssh_public_keys (ssh_public_key_id, account_id, user_id, body, fingerprint, key_sha256, status, uploaded_at)
        VALUES (@SshPublicKeyId, @AccountId, @UserId, @Body, @Fingerprint, @KeySha256, @Status, @UploadedAt)
        ON CONFLICT (user_id, key_sha256) DO NOTHING
        """, key) == 1;

    /// <returns>False when the user has no such key.</returns>
    public async Task<bool> SetStatus(string userId, string keyId, string status) => await statements.Change(
        "UPDATE ssh_public_keys SET status = @status WHERE ssh_public_key_id = @keyId AND user_id = @userId", new { status, keyId, userId }) == 1;

    /// <returns>False when the user has no such key.</returns>
    public async Task<bool> Remove(string userId, string keyId) => await statements.Change(
        "DELETE FROM ssh_public_keys WHERE ssh_public_key_id = @keyId AND user_id = @userId", new { keyId, userId }) == 1;
}
