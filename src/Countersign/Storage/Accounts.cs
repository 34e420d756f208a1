using System.Data;
using Dapper;

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
internal readonly struct Accounts(IDbConnection connection, IDbTransaction transaction)
{
    public Task<Account?> Find(string accountId) => connection.QuerySingleOrDefaultAsync<Account?>(
        "SELECT account_id, alias, created_at, revision FROM accounts WHERE account_id = @accountId", new { accountId }, transaction);

    /// <summary>Finds by the 12 digits (dashes are left out first) or by alias.</summary>
    public Task<Account?> FindByIdOrAlias(string text) => connection.QuerySingleOrDefaultAsync<Account?>(
        "SELECT account_id, alias, created_at, revision FROM accounts WHERE account_id = @digits OR alias = @text",
        new { digits = text.Replace("-", "", StringComparison.Ordinal), text }, transaction);

    /// <summary>The first account: the deployment's own.</summary>
    public Task<Account?> First() => connection.QueryFirstOrDefaultAsync<Account?>(
        "SELECT account_id, alias, created_at, revision FROM accounts ORDER BY created_at, account_id LIMIT 1", transaction: transaction);

    public Task Add(string accountId, DateTimeOffset now) => connection.ExecuteAsync(
        "INSERT INTO accounts (account_id, created_at) VALUES (@accountId, @now)", new { accountId, now }, transaction);

    public Task<long> Revision(string accountId) => connection.ExecuteScalarAsync<long>(
        "SELECT revision FROM accounts WHERE account_id = @accountId", new { accountId }, transaction);

    /// <summary>What the account demands of second factors.</summary>
    public Task<MfaSettings> MfaSettings(string accountId) => connection.QuerySingleAsync<MfaSettings>("""
        SELECT mfa_required_from AS required_from, passwordless_sign_in, attestation_required, allowed_aaguids AS aaguids
        FROM accounts WHERE account_id = @accountId
        """, new { accountId }, transaction);

    public Task SetMfaSettings(string accountId, MfaSettings settings) => connection.ExecuteAsync("""
        UPDATE accounts
        SET mfa_required_from = @RequiredFrom, passwordless_sign_in = @PasswordlessSignIn, attestation_required = @AttestationRequired,
            allowed_aaguids = @Aaguids
        WHERE account_id = @accountId
        """, new { settings.RequiredFrom, settings.PasswordlessSignIn, settings.AttestationRequired, settings.Aaguids, accountId }, transaction);

    /// <summary>Tells every node that what it remembers of identities and policies is old.</summary>
    public Task BumpRevision(string accountId) => connection.ExecuteAsync(
        "UPDATE accounts SET revision = revision + 1 WHERE account_id = @accountId", new { accountId }, transaction);
}
