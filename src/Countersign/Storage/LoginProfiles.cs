namespace Countersign.Storage;

/// <summary>A user's console password.</summary>
internal sealed record LoginProfile
{
    public required string UserId { get; init; }
    public required string AccountId { get; init; }

    /// <summary>PHC string: <see cref="SignIn.PasswordHasher"/>.</summary>
    public required string PasswordHash { get; init; }
    public required bool ResetRequired { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
}

/// <summary>The tables <c>login_profiles</c> and <c>password_history</c>.</summary>
internal readonly struct LoginProfiles(Statements statements)
{
    public Task<LoginProfile?> Find(string userId) => statements.Find<LoginProfile?>("""
        SELECT user_id, account_id, password_hash, reset_required, created_at, changed_at FROM login_profiles WHERE user_id = @userId
        """, new { userId });

    /// <inheritdoc cref="Users.Ask"/>
    public Statements.Asked<LoginProfile> Ask(string who, object named) => statements.Ask<LoginProfile>(
        $"SELECT user_id, account_id, password_hash, reset_required, created_at, changed_at FROM login_profiles WHERE user_id = {who}", named);

    /// <returns>False when the user has one.</returns>
    public async Task<bool> Add(LoginProfile profile) => await statements.Change("""
        INSERT INTO login_profiles (user_id, account_id, password_hash, reset_required, created_at, changed_at)
        VALUES (@UserId, @AccountId, @PasswordHash, @ResetRequired, @CreatedAt, @ChangedAt)
        ON CONFLICT (user_id) DO NOTHING
        """, profile) == 1;

    /// <summary>Replaces the password and remembers the old one.</summary>
    public async Task<bool> ChangePassword(LoginProfile old, string newHash, bool resetRequired, DateTimeOffset now)
    {
        await statements.Change("""
            INSERT INTO password_history (user_id, sequence, account_id, password_hash)
            SELECT @UserId, coalesce(max(sequence), 0) + 1, @AccountId, @PasswordHash FROM password_history WHERE user_id = @UserId
            """, old);
        return await statements.Change("""
            UPDATE login_profiles SET password_hash = @newHash, reset_required = @resetRequired, changed_at = @now
            WHERE user_id = @UserId AND password_hash = @PasswordHash
            """, new { newHash, resetRequired, now, old.UserId, old.PasswordHash }) == 1;
    }

    /// <summary>Makes sure that the password stays what it was read as until the transaction ends.</summary>
    /// <returns>False when it has been changed.</returns>
    public async Task<bool> Hold(LoginProfile profile) => await statements.Change(
        "UPDATE login_profiles SET password_hash = @PasswordHash WHERE user_id = @UserId AND password_hash = @PasswordHash", profile) == 1;

    /// <summary>The same password under newer hash parameters.</summary>
    public Task Rehash(LoginProfile profile, string newHash) => statements.Later(
        "UPDATE login_profiles SET password_hash = @newHash WHERE user_id = @UserId AND password_hash = @PasswordHash",
        new { newHash, profile.UserId, profile.PasswordHash });

    public async Task<bool> SetResetRequired(string userId, bool resetRequired) => await statements.Change(
        "UPDATE login_profiles SET reset_required = @resetRequired WHERE user_id = @userId", new { resetRequired, userId }) == 1;

    /// <summary>The last few passwords before the current one, youngest first.</summary>
    public Task<IReadOnlyList<string>> History(string userId, int count) => statements.List<string>(
        "SELECT password_hash FROM password_history WHERE user_id = @userId ORDER BY sequence DESC LIMIT @count",
        new { userId, count });

    /// <returns>False when there was none.</returns>
    public async Task<bool> Remove(string userId)
    {
        await statements.Change("DELETE FROM password_history WHERE user_id = @userId", new { userId });
        return await statements.Change("DELETE FROM login_profiles WHERE user_id = @userId", new { userId }) == 1;
    }
}
