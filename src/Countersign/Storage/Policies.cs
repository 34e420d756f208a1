namespace Countersign.Storage;

/// <summary>A managed policy of an account.</summary>
internal sealed record StoredPolicy
{
    public required string PolicyId { get; init; }
    public required string AccountId { get; init; }
    public required string PolicyName { get; init; }
    public required string Path { get; init; }
    public required string PolicyArn { get; init; }
    public string? Description { get; init; }
    public required int DefaultVersion { get; init; }

    /// <summary>The youngest version's number; it is never given again.</summary>
    public required int LastVersion { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a version was added last.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>A version of a managed policy.</summary>
internal sealed record PolicyVersion
{
    public required int Version { get; init; }

    /// <summary>The JSON text as it was given.</summary>
    public required string Document { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>The tables <c>managed_policies</c> and <c>policy_versions</c>.</summary>
internal readonly struct Policies(Statements statements)
{
    private const string Columns =
        "p.policy_id, p.account_id, p.policy_name, p.path, p.policy_arn, p.description, p.default_version, p.last_version, p.created_at, p.updated_at";

    public Task<StoredPolicy?> Find(string policyArn) => statements.Find<StoredPolicy?>(
        $"SELECT {Columns} FROM managed_policies p WHERE p.policy_arn = @policyArn", new { policyArn });

    /// <summary>The document in force; null when there is no such policy.</summary>
    public Task<string?> DefaultDocument(string policyArn) => statements.Value<string?>("""
        SELECT v.document FROM managed_policies p JOIN policy_versions v ON v.policy_id = p.policy_id AND v.version = p.default_version
        WHERE p.policy_arn = @policyArn
        """, new { policyArn });

    /// <summary>A page of policies in the order of their ARNs, after one.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="pathPrefix">Only those whose path begins so.</param>
    /// <param name="attached">Only those that a user, a group or a role has.</param>
    /// <param name="bounding">Only those that bound a user or a role.</param>
    /// <param name="after">The last ARN of the page before; empty for the first.</param>
    /// <param name="limit">How many at most.</param>
    public Task<IReadOnlyList<StoredPolicy>> Page(string accountId, string pathPrefix, bool attached, bool bounding, string after, int limit) =>
        statements.List<StoredPolicy>($"""
        SELECT {Columns} FROM managed_policies p
        WHERE p.account_id = @accountId AND p.policy_arn > @after AND substr(p.path, 1, length(@pathPrefix)) = @pathPrefix
          AND (NOT @attached OR EXISTS (SELECT 1 FROM policy_attachments a WHERE a.account_id = p.account_id AND a.policy_arn = p.policy_arn))
          AND (NOT @bounding OR EXISTS (SELECT 1 FROM users u WHERE u.boundary_arn = p.policy_arn)
                             OR EXISTS (SELECT 1 FROM roles r WHERE r.boundary_arn = p.policy_arn))
        ORDER BY p.policy_arn LIMIT @limit
        """, new { accountId, pathPrefix, attached, bounding, after, limit });

    /// <summary>A page of policies by a part of their name, in the order of their ARNs, after one.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="search">Part of the name; empty for all.</param>
    /// <param name="pathPrefix">Only those whose path begins so.</param>
    /// <param name="after">The last ARN of the page before; empty for the first.</param>
    /// <param name="limit">How many at most.</param>
    public Task<IReadOnlyList<StoredPolicy>> PageByName(string accountId, string search, string pathPrefix, string after, int limit) =>
        statements.List<StoredPolicy>($"""
        SELECT {Columns} FROM managed_policies p
        WHERE p.account_id = @accountId AND p.policy_arn > @after
          AND (@search = '' OR replace(p.name_key, @search, '') <> p.name_key)
          AND substr(p.path, 1, length(@pathPrefix)) = @pathPrefix
        ORDER BY p.policy_arn LIMIT @limit
        """, new { accountId, search = Users.Key(search), pathPrefix, after, limit });

    public Task<int> Count(string accountId) => statements.Value<int>(
        "SELECT count(*) FROM managed_policies WHERE account_id = @accountId", new { accountId });

    /// <returns>False when the name is taken.</returns>
    public async Task<bool> Add(StoredPolicy policy) => await statements.Change("""
        INSERT INTO managed_policies
            (policy_id, account_id, policy_name, name_key, path, policy_arn, description, default_version, last_version, created_at, updated_at)
        VALUES (@PolicyId, @AccountId, @PolicyName, @key, @Path, @PolicyArn, @Description, @DefaultVersion, @LastVersion, @CreatedAt, @UpdatedAt)
        ON CONFLICT (account_id, name_key) DO NOTHING
        """, new
    {
        policy.PolicyId,
        policy.AccountId,
        policy.PolicyName,
        key = Users.Key(policy.PolicyName),
        policy.Path,
        policy.PolicyArn,
        policy.Description,
        policy.DefaultVersion,
        policy.LastVersion,
        policy.CreatedAt,
        policy.UpdatedAt,
    }) == 1;

    public Task Remove(string policyId) => statements.Later("DELETE FROM managed_policies WHERE policy_id = @policyId", new { policyId });

    /// <summary>Holds the policy's row until the transaction ends, so that a limit that is read can be relied on when written.</summary>
    public Task Lock(string policyId) =>
        statements.Later("UPDATE managed_policies SET policy_id = policy_id WHERE policy_id = @policyId", new { policyId });

    /// <summary>Writes which version is in force, and which is the youngest.</summary>
    public Task Update(StoredPolicy policy) => statements.Later("""
        UPDATE managed_policies SET default_version = @DefaultVersion, last_version = @LastVersion, updated_at = @UpdatedAt WHERE policy_id = @PolicyId
        """, new { policy.DefaultVersion, policy.LastVersion, policy.UpdatedAt, policy.PolicyId });

    public Task AddVersion(StoredPolicy policy, PolicyVersion version) => statements.Later("""
        INSERT INTO policy_versions (policy_id, version, account_id, document, created_at) VALUES (@PolicyId, @Version, @AccountId, @Document, @CreatedAt)
        """, new { policy.PolicyId, version.Version, policy.AccountId, version.Document, version.CreatedAt });

    /// <summary>All versions (five at most), the youngest first.</summary>
    public Task<IReadOnlyList<PolicyVersion>> Versions(string policyId) => statements.List<PolicyVersion>(
        "SELECT version, document, created_at FROM policy_versions WHERE policy_id = @policyId ORDER BY version DESC", new { policyId });

    public Task<PolicyVersion?> Version(string policyId, int version) => statements.Find<PolicyVersion?>(
        "SELECT version, document, created_at FROM policy_versions WHERE policy_id = @policyId AND version = @version", new { policyId, version });

    public Task RemoveVersion(string policyId, int version) => statements.Later(
        "DELETE FROM policy_versions WHERE policy_id = @policyId AND version = @version", new { policyId, version });
}
