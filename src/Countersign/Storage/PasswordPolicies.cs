namespace Countersign.Storage;

/// <summary>An account's own password policy; without a row the default applies (<see cref="Identity.PasswordRules"/>).</summary>
internal sealed record StoredPasswordPolicy
{
    public required int MinimumLength { get; init; }
    public required bool RequireSymbols { get; init; }
    public required bool RequireNumbers { get; init; }
    public required bool RequireUppercase { get; init; }
    public required bool RequireLowercase { get; init; }
    public required bool AllowUsersToChange { get; init; }

    /// <summary>Days; 0 when passwords do not expire.</summary>
    public required int MaxAgeDays { get; init; }

    /// <summary>How many of the last passwords may not be used again; 0 for none.</summary>
    public required int ReusePrevention { get; init; }
    public required bool HardExpiry { get; init; }
}

/// <summary>The table <c>password_policies</c>.</summary>
internal readonly struct PasswordPolicies(Statements statements)
{
    public Task<StoredPasswordPolicy?> Find(string accountId) => statements.Find<StoredPasswordPolicy?>("""
        SELECT minimum_length, require_symbols, require_numbers, require_uppercase, require_lowercase, allow_users_to_change,
               max_age_days, reuse_prevention, hard_expiry
        FROM password_policies WHERE account_id = @accountId
        """, new { accountId });

    /// <inheritdoc cref="Users.Ask"/>
    public Statements.Asked<StoredPasswordPolicy> Ask(string who, object named) => statements.Ask<StoredPasswordPolicy>($"""
        SELECT minimum_length, require_symbols, require_numbers, require_uppercase, require_lowercase, allow_users_to_change,
               max_age_days, reuse_prevention, hard_expiry
        FROM password_policies WHERE account_id = (SELECT account_id FROM users WHERE user_id = {who})
        """, named);

    public Task Set(string accountId, StoredPasswordPolicy policy) => statements.Later("""
        INSERT INTO password_policies (account_id, minimum_length, require_symbols, require_numbers, require_uppercase,
            require_lowercase, allow_users_to_change, max_age_days, reuse_prevention, hard_expiry)
        VALUES (@accountId, @MinimumLength, @RequireSymbols, @RequireNumbers, @RequireUppercase,
            @RequireLowercase, @AllowUsersToChange, @MaxAgeDays, @ReusePrevention, @HardExpiry)
        ON CONFLICT (account_id) DO UPDATE SET minimum_length = @MinimumLength, require_symbols = @RequireSymbols,
            require_numbers = @RequireNumbers, require_uppercase = @RequireUppercase, require_lowercase = @RequireLowercase,
            allow_users_to_change = @AllowUsersToChange, max_age_days = @MaxAgeDays, reuse_prevention = @ReusePrevention,
            hard_expiry = @HardExpiry
        """, new
    {
        accountId,
        policy.MinimumLength,
        policy.RequireSymbols,
        policy.RequireNumbers,
        policy.RequireUppercase,
        policy.RequireLowercase,
        policy.AllowUsersToChange,
        policy.MaxAgeDays,
        policy.ReusePrevention,
        policy.HardExpiry,
    });

    /// <returns>False when there was none.</returns>
    public async Task<bool> Remove(string accountId) => await statements.Change(
        "DELETE FROM password_policies WHERE account_id = @accountId", new { accountId }) == 1;
}
