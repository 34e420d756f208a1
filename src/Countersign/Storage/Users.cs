namespace Countersign.Storage;

/// <summary>An IAM user.</summary>
internal sealed record User
{
    public required string UserId { get; init; }
    public required string AccountId { get; init; }
    public required string UserName { get; init; }
    public required string Path { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? PasswordLastUsed { get; init; }

    /// <summary>Temporary credentials issued before this moment (Unix milliseconds) are dead.</summary>
    public required long NotBeforeMs { get; init; }

    /// <summary>The permissions boundary; null when there is none.</summary>
    public string? BoundaryArn { get; init; }

    /// <summary>The account's revision when the user was looked up by itself; null in lists.</summary>
    public long? AccountRevision { get; init; }

    public string Arn => Countersign.Arn.OfUser(AccountId, Path, UserName);
}

/// <summary>A user with a summary of its credentials.</summary>
internal sealed record UserWithCredentials
{
    public required string UserId { get; init; }
    public required string UserName { get; init; }
    public required string Path { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? PasswordLastUsed { get; init; }
    public required bool HasPassword { get; init; }
    public DateTimeOffset? OldestActiveKey { get; init; }
}

/// <summary>The table <c>users</c>.</summary>
internal readonly struct Users(Statements statements)
{
    /// <summary>One user, with the revision that says whether what is remembered of policies is still good.</summary>
    public const string Columns = """
        u.user_id, u.account_id, u.user_name, u.path, u.created_at, u.password_last_used, u.not_before_ms, u.boundary_arn,
        a.revision AS account_revision
        """;

    private const string WithoutMfa = """
        u.account_id = @accountId
          AND EXISTS (SELECT 1 FROM login_profiles p WHERE p.user_id = u.user_id)
          AND NOT EXISTS (SELECT 1 FROM mfa_devices d WHERE d.user_id = u.user_id)
        """;

    public Task<User?> Find(string accountId, string userName) => statements.Find<User?>($"""
        SELECT {Columns} FROM users u JOIN accounts a ON a.account_id = u.account_id
        WHERE u.account_id = @accountId AND u.name_key = @key
        """, new { accountId, key = Key(userName) });

    public Task<User?> FindById(string userId) => statements.Find<User?>($"""
        SELECT {Columns} FROM users u JOIN accounts a ON a.account_id = u.account_id WHERE u.user_id = @userId
        """, new { userId });

    /// <param name="who">A subquery that gives the user's id.</param>
    /// <param name="named">Its parameters.</param>
    public Statements.Asked<User> Ask(string who, object named) => statements.Ask<User>(
        $"SELECT {Columns} FROM users u JOIN accounts a ON a.account_id = u.account_id WHERE u.user_id = {who}", named);

    /// <summary>A page of users in the order of their names, under a path, after a name.</summary>
    public Task<IReadOnlyList<User>> Page(string accountId, string pathPrefix, string after, int limit) =>
        statements.List<User>("""
        SELECT user_id, account_id, user_name, path, created_at, password_last_used, not_before_ms, boundary_arn
        FROM users
        WHERE account_id = @accountId AND name_key > @after AND substr(path, 1, length(@pathPrefix)) = @pathPrefix
        ORDER BY name_key LIMIT @limit
        """, new { accountId, pathPrefix, after = Key(after), limit });

    /// <summary>A page for the console. Mfa is "", "none", "any" or a kind.</summary>
    public Task<IReadOnlyList<UserWithCredentials>> PageWithCredentials(string accountId, string search, string mfa, string after, int limit) =>
        statements.List<UserWithCredentials>("""
        SELECT u.user_id, u.user_name, u.path, u.created_at, u.password_last_used,
               EXISTS (SELECT 1 FROM login_profiles p WHERE p.user_id = u.user_id) AS has_password,
               (SELECT min(k.created_at) FROM access_keys k WHERE k.user_id = u.user_id AND k.status = 'Active') AS oldest_active_key
        FROM users u
        WHERE u.account_id = @accountId AND u.name_key > @after
          AND (@search = '' OR replace(u.name_key, @search, '') <> u.name_key)
          AND (@mfa = ''
               OR (@mfa = 'none' AND NOT EXISTS (SELECT 1 FROM mfa_devices d WHERE d.user_id = u.user_id))
               OR (@mfa <> 'none' AND EXISTS (
                    SELECT 1 FROM mfa_devices d WHERE d.user_id = u.user_id AND (@mfa = 'any' OR d.kind = @mfa))))
        ORDER BY u.name_key LIMIT @limit
        """, new { accountId, search = Key(search), mfa, after = Key(after), limit });

    /// <summary>Names of users who have a password for the console and no MFA device, after a name.</summary>
    public Task<IReadOnlyList<string>> PageWithoutMfa(string accountId, string after, int limit) => statements.List<string>($"""
        SELECT u.user_name FROM users u
        WHERE {WithoutMfa} AND u.name_key > @after
        ORDER BY u.name_key LIMIT @limit
        """, new { accountId, after = Key(after), limit });

    /// <summary>How many users have a password for the console and no MFA device.</summary>
    public Task<int> CountWithoutMfa(string accountId) => statements.Value<int>(
        $"SELECT count(*) FROM users u WHERE {WithoutMfa}", new { accountId });

    public Task<int> Count(string accountId) => statements.Value<int>(
        "SELECT count(*) FROM users WHERE account_id = @accountId", new { accountId });

    /// <returns>False when the name is taken.</returns>
    public async Task<bool> Add(User user) => await statements.Change("""
        INSERT INTO users (user_id, account_id, user_name, name_key, path, created_at, boundary_arn)
        VALUES (@UserId, @AccountId, @UserName, @key, @Path, @CreatedAt, @BoundaryArn)
        ON CONFLICT (account_id, name_key) DO NOTHING
        """, new { user.UserId, user.AccountId, user.UserName, key = Key(user.UserName), user.Path, user.CreatedAt, user.BoundaryArn }) == 1;

    /// <returns>False when the new name is another user's.</returns>
    public async Task<bool> Rename(User user, string newName, string newPath) => await statements.Change("""
        UPDATE users SET user_name = @newName, name_key = @key, path = @newPath
        WHERE user_id = @UserId
          AND NOT EXISTS (SELECT 1 FROM users WHERE account_id = @AccountId AND name_key = @key AND user_id <> @UserId)
        """, new { newName, key = Key(newName), newPath, user.UserId, user.AccountId }) == 1;

    public Task Remove(string userId) =>
        statements.Later("DELETE FROM users WHERE user_id = @userId", new { userId });

    /// <param name="userId">Whose.</param>
    /// <param name="boundaryArn">A managed policy; null for none.</param>
    public Task SetBoundary(string userId, string? boundaryArn) => statements.Later(
        "UPDATE users SET boundary_arn = @boundaryArn WHERE user_id = @userId", new { boundaryArn, userId });

    /// <summary>Ends all temporary credentials that the user got before now.</summary>
    public Task RevokeTemporaryCredentials(string userId, DateTimeOffset now) => statements.Later(
        "UPDATE users SET not_before_ms = @now WHERE user_id = @userId", new { now = now.ToUnixTimeMilliseconds(), userId });

    public Task PasswordUsed(string userId, DateTimeOffset now) => statements.Later(
        "UPDATE users SET password_last_used = @now WHERE user_id = @userId", new { now, userId });

    /// <summary>Holds the user's row until the transaction ends, so that a limit that is read can be relied on when written.</summary>
    /// <remarks>On SQLite there is only one writer anyway.</remarks>
    public Task Lock(string userId) =>
        statements.Later("UPDATE users SET user_id = user_id WHERE user_id = @userId", new { userId });

    // Names are ASCII (the API's pattern), so lower case is the whole of "whatever their case".
    public static string Key(string userName) => userName.ToLowerInvariant();
}
