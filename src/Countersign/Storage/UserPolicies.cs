using System.Data;
using Dapper;

namespace Countersign.Storage;

/// <summary>An inline policy of a user.</summary>
internal sealed record UserPolicy
{
    public required string PolicyName { get; init; }

    /// <summary>The JSON text as it was given.</summary>
    public required string Document { get; init; }
}

/// <summary>The tables <c>user_policies</c> (inline) and <c>user_policy_attachments</c> (managed).</summary>
internal readonly struct UserPolicies(IDbConnection connection, IDbTransaction transaction)
{
    public async Task<IReadOnlyList<UserPolicy>> All(string userId) => (await connection.QueryAsync<UserPolicy>(
        "SELECT policy_name, document FROM user_policies WHERE user_id = @userId ORDER BY policy_name", new { userId }, transaction)).AsList();

    public Task<string?> Document(string userId, string policyName) => connection.ExecuteScalarAsync<string?>(
        "SELECT document FROM user_policies WHERE user_id = @userId AND policy_name = @policyName", new { userId, policyName }, transaction);

    public async Task<IReadOnlyList<string>> Names(string userId, string after, int limit) => (await connection.QueryAsync<string>(
        "SELECT policy_name FROM user_policies WHERE user_id = @userId AND policy_name > @after ORDER BY policy_name LIMIT @limit",
        new { userId, after, limit }, transaction)).AsList();

    public Task Put(string accountId, string userId, string policyName, string document) => connection.ExecuteAsync("""
        INSERT INTO user_policies (user_id, policy_name, account_id, document) VALUES (@userId, @policyName, @accountId, @document)
        ON CONFLICT (user_id, policy_name) DO UPDATE SET document = @document
        """, new { accountId, userId, policyName, document }, transaction);

    /// <returns>False when there was none.</returns>
    public async Task<bool> Remove(string userId, string policyName) => await connection.ExecuteAsync(
        "DELETE FROM user_policies WHERE user_id = @userId AND policy_name = @policyName", new { userId, policyName }, transaction) == 1;

    /// <summary>ARNs of the attached managed policies.</summary>
    public async Task<IReadOnlyList<string>> Attached(string userId) => (await connection.QueryAsync<string>(
        "SELECT policy_arn FROM user_policy_attachments WHERE user_id = @userId ORDER BY policy_arn", new { userId }, transaction)).AsList();

    public Task Attach(string accountId, string userId, string policyArn, DateTimeOffset now) => connection.ExecuteAsync("""
        INSERT INTO user_policy_attachments (user_id, policy_arn, account_id, attached_at) VALUES (@userId, @policyArn, @accountId, @now)
        ON CONFLICT (user_id, policy_arn) DO NOTHING
        """, new { accountId, userId, policyArn, now }, transaction);

    /// <returns>False when it was not attached.</returns>
    public async Task<bool> Detach(string userId, string policyArn) => await connection.ExecuteAsync(
        "DELETE FROM user_policy_attachments WHERE user_id = @userId AND policy_arn = @policyArn", new { userId, policyArn }, transaction) == 1;

    /// <summary>Whether a managed policy is attached to another user who has an MFA device.</summary>
    public Task<bool> AnyOtherWithDevice(User user, string policyArn) => connection.ExecuteScalarAsync<bool>("""
        SELECT EXISTS (
            SELECT 1 FROM user_policy_attachments a JOIN mfa_devices d ON d.user_id = a.user_id
            WHERE a.account_id = @AccountId AND a.policy_arn = @policyArn AND a.user_id <> @UserId)
        """, new { user.AccountId, user.UserId, policyArn }, transaction);

    public Task<int> AttachmentCount(string accountId, string policyArn) => connection.ExecuteScalarAsync<int>(
        "SELECT count(*) FROM user_policy_attachments WHERE account_id = @accountId AND policy_arn = @policyArn",
        new { accountId, policyArn }, transaction);

    /// <summary>Every managed policy that is attached somewhere, and to how many users.</summary>
    public async Task<IReadOnlyDictionary<string, int>> AttachmentCounts(string accountId) =>
        (await connection.QueryAsync<(string Arn, int Count)>(
            "SELECT policy_arn, count(*) FROM user_policy_attachments WHERE account_id = @accountId GROUP BY policy_arn",
            new { accountId }, transaction)).ToDictionary(row => row.Arn, row => row.Count, StringComparer.Ordinal);
}
