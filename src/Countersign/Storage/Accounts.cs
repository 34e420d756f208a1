namespace Countersign.Storage;

/// <summary>An account.</summary>
internal sealed record Account
{
    public required string AccountId { get; init; }
    public string? Alias { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required long Revision { get; init; }
}

/// <summary>The table <c>accounts</c>.</summary>
internal readonly struct Accounts(Statements statements)
{
    public Task<Account?> Find(string accountId) => statements.Find<Account?>(
        "SELECT account_id, alias, created_at, revision FROM accounts WHERE account_id = @accountId", new { accountId });

    /// <summary>Finds by the 12 digits (dashes are left out first) or by alias.</summary>
    public Task<Account?> FindByIdOrAlias(string text) => statements.Find<Account?>(
        "SELECT account_id, alias, created_at, revision FROM accounts WHERE account_id = @digits OR alias = @text",
        new { digits = text.Replace("-", "", StringComparison.Ordinal), text });

    /// <summary>The first account: the deployment's own.</summary>
    public Task<Account?> First() => statements.First<Account?>(
        "SELECT account_id, alias, created_at, revision FROM accounts ORDER BY created_at, account_id LIMIT 1");

    public Task Add(string accountId, DateTimeOffset now) => statements.Later(
        "INSERT INTO accounts (account_id, created_at) VALUES (@accountId, @now)", new { accountId, now });

    /// <param name="accountId">Whose.</param>
    /// <param name="alias">A name that no other account has; null for none.</param>
    public Task SetAlias(string accountId, string? alias) => statements.Later(
        "UPDATE accounts SET alias = @alias WHERE account_id = @accountId", new { alias, accountId });

    public Task<long> Revision(string accountId) => statements.Value<long>(
        "SELECT revision FROM accounts WHERE account_id = @accountId", new { accountId });

    /// <summary>What the account demands of second factors.</summary>
    public Task<MfaSettings> MfaSettings(string accountId) => statements.Get<MfaSettings>("""
        SELECT mfa_required_from AS required_from, passwordless_sign_in, attestation_required, allowed_aaguids AS aaguids
        FROM accounts WHERE account_id = @accountId
        """, new { accountId });

    /// <inheritdoc cref="Users.Ask"/>
    public Statements.Asked<MfaSettings> AskMfaSettings(string who, object named) => statements.Ask<MfaSettings>($"""
        SELECT mfa_required_from AS required_from, passwordless_sign_in, attestation_required, allowed_aaguids AS aaguids
        FROM accounts WHERE account_id = (SELECT account_id FROM users WHERE user_id = {who})
        """, named);

    public Task SetMfaSettings(string accountId, MfaSettings settings) => statements.Later("""
        UPDATE accounts
        SET mfa_required_from = @RequiredFrom, passwordless_sign_in = @PasswordlessSignIn, attestation_required = @AttestationRequired,
            allowed_aaguids = @Aaguids
        WHERE account_id = @accountId
        """, new { settings.RequiredFrom, settings.PasswordlessSignIn, settings.AttestationRequired, settings.Aaguids, accountId });

    /// <summary>Tells every node that what it remembers of identities and policies is old.</summary>
    public Task BumpRevision(string accountId) => statements.Later(
        "UPDATE accounts SET revision = revision + 1 WHERE account_id = @accountId", new { accountId });
}
