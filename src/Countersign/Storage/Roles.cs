namespace Countersign.Storage;

/// <summary>An IAM role.</summary>
internal sealed record Role
{
    public required string RoleId { get; init; }
    public required string AccountId { get; init; }
    public required string RoleName { get; init; }
    public required string Path { get; init; }
    public string? Description { get; init; }

    /// <summary>How long a session may last, 3600 to 43200 seconds.</summary>
    public required int MaxSessionSeconds { get; init; }

    /// <summary>The trust policy as it is stored: users and roles of this server by their ids (<see cref="Identity.TrustPolicy"/>).</summary>
    public required string TrustDocument { get; init; }

    /// <summary>The permissions boundary; null when there is none.</summary>
    public string? BoundaryArn { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Sessions issued before this moment (Unix milliseconds) are dead.</summary>
    public required long NotBeforeMs { get; init; }
    public DateTimeOffset? LastUsedAt { get; init; }
    public string? LastUsedRegion { get; init; }

    /// <summary>The account's revision when the role was looked up by itself; null in lists.</summary>
    public long? AccountRevision { get; init; }

    public string Arn => Countersign.Arn.OfRole(AccountId, Path, RoleName);
}

/// <summary>A role, and how much it has.</summary>
internal sealed record RoleWithUse
{
    public required string RoleName { get; init; }
    public required string Path { get; init; }
    public string? Description { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; init; }
    public required bool IsBounded { get; init; }
    public required int Policies { get; init; }
}

/// <summary>The table <c>roles</c>.</summary>
internal readonly struct Roles(Statements statements)
{
    /// <summary>One role, as <c>r</c>.</summary>
    public const string Columns = """
        r.role_id, r.account_id, r.role_name, r.path, r.description, r.max_session_seconds, r.trust_document, r.boundary_arn, r.created_at,
        r.not_before_ms, r.last_used_at, r.last_used_region
        """;

    private const string One = $"SELECT {Columns}, a.revision AS account_revision FROM roles r JOIN accounts a ON a.account_id = r.account_id";

    public Task<Role?> Find(string accountId, string roleName) => statements.Find<Role?>(
        $"{One} WHERE r.account_id = @accountId AND r.name_key = @key", new { accountId, key = Users.Key(roleName) });

    public Task<Role?> FindById(string roleId) => statements.Find<Role?>($"{One} WHERE r.role_id = @roleId", new { roleId });

    /// <summary>A page of roles in the order of their names, under a path, after a name.</summary>
    public Task<IReadOnlyList<Role>> Page(string accountId, string pathPrefix, string after, int limit) => statements.List<Role>($"""
        SELECT {Columns} FROM roles r
        WHERE r.account_id = @accountId AND r.name_key > @after AND substr(r.path, 1, length(@pathPrefix)) = @pathPrefix
        ORDER BY r.name_key LIMIT @limit
        """, new { accountId, pathPrefix, after = Users.Key(after), limit });

    /// <summary>A page of roles with what they have, in the order of their names, after a name.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="search">Part of the name; empty for all.</param>
    /// <param name="pathPrefix">Only those whose path begins so.</param>
    /// <param name="after">The last name of the page before; empty for the first.</param>
    /// <param name="limit">How many at most.</param>
    public Task<IReadOnlyList<RoleWithUse>> PageWithUse(string accountId, string search, string pathPrefix, string after, int limit) =>
        statements.List<RoleWithUse>("""
        SELECT r.role_name, r.path, r.description, r.created_at, r.last_used_at, r.boundary_arn IS NOT NULL AS is_bounded,
               (SELECT count(*) FROM policy_attachments a WHERE a.owner_id = r.role_id)
                   + (SELECT count(*) FROM inline_policies i WHERE i.owner_id = r.role_id) AS policies
        FROM roles r
        WHERE r.account_id = @accountId AND r.name_key > @after
          AND (@search = '' OR replace(r.name_key, @search, '') <> r.name_key)
          AND substr(r.path, 1, length(@pathPrefix)) = @pathPrefix
        ORDER BY r.name_key LIMIT @limit
        """, new { accountId, search = Users.Key(search), pathPrefix, after = Users.Key(after), limit });

    public Task<int> Count(string accountId) => statements.Value<int>(
        "SELECT count(*) FROM roles WHERE account_id = @accountId", new { accountId });

    /// <returns>False when the name is taken.</returns>
    public async Task<bool> Add(Role role) => await statements.Change("""
        INSERT INTO roles (role_id, account_id, role_name, name_key, path, description, max_session_seconds, trust_document, boundary_arn, created_at)
        VALUES (@RoleId, @AccountId, @RoleName, @key, @Path, @Description, @MaxSessionSeconds, @TrustDocument, @BoundaryArn, @CreatedAt)
        ON CONFLICT (account_id, name_key) DO NOTHING
        """, new
    {
        role.RoleId,
        role.AccountId,
        role.RoleName,
        key = Users.Key(role.RoleName),
        role.Path,
        role.Description,
        role.MaxSessionSeconds,
        role.TrustDocument,
        role.BoundaryArn,
        role.CreatedAt,
    }) == 1;

    /// <summary>Writes what can be changed of a role: description, longest session, trust policy, boundary.</summary>
    public Task Update(Role role) => statements.Later("""
        UPDATE roles SET description = @Description, max_session_seconds = @MaxSessionSeconds, trust_document = @TrustDocument, boundary_arn = @BoundaryArn
        WHERE role_id = @RoleId
        """, new { role.Description, role.MaxSessionSeconds, role.TrustDocument, role.BoundaryArn, role.RoleId });

    public Task Remove(string roleId) => statements.Later("DELETE FROM roles WHERE role_id = @roleId", new { roleId });

    /// <summary>Holds the role's row until the transaction ends, so that a limit that is read can be relied on when written.</summary>
    public Task Lock(string roleId) => statements.Later("UPDATE roles SET role_id = role_id WHERE role_id = @roleId", new { roleId });

    public Task Used(string roleId, DateTimeOffset now, string region) => statements.Later(
        "UPDATE roles SET last_used_at = @now, last_used_region = @region WHERE role_id = @roleId", new { now, region, roleId });

    /// <summary>How many roles and users of an account a policy bounds.</summary>
    public Task<int> Bounded(string accountId, string policyArn) => statements.Value<int>("""
        SELECT (SELECT count(*) FROM roles WHERE boundary_arn = @policyArn AND account_id = @accountId)
             + (SELECT count(*) FROM users WHERE boundary_arn = @policyArn AND account_id = @accountId)
        """, new { accountId, policyArn });

    /// <summary>Every managed policy that bounds roles or users, and how many.</summary>
    public async Task<IReadOnlyDictionary<string, int>> BoundedCounts(string accountId) =>
        (await statements.List<(string Arn, int Count)>("""
            SELECT b.boundary_arn, count(*)
            FROM (SELECT boundary_arn, account_id FROM roles UNION ALL SELECT boundary_arn, account_id FROM users) b
            WHERE b.account_id = @accountId AND b.boundary_arn IS NOT NULL GROUP BY b.boundary_arn
            """, new { accountId })).ToDictionary(row => row.Arn, row => row.Count, StringComparer.Ordinal);
}
