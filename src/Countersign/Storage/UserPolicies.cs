namespace Countersign.Storage;

/// <summary>An inline policy of a user.</summary>
internal sealed record UserPolicy
{
    public required string PolicyName { get; init; }

    /// <summary>The JSON text as it was given.</summary>
    public required string Document { get; init; }
}

/// <summary>The tables <c>user_policies</c> (inline) and <c>user_policy_attachments</c> (managed).</summary>
internal readonly struct UserPolicies(Statements statements)
{
    public Task<IReadOnlyList<UserPolicy>> All(string userId) => statements.List<UserPolicy>(
        "SELECT policy_name, document FROM user_policies WHERE user_id = @userId ORDER BY policy_name", new { userId });

    public Task<string?> Document(string userId, string policyName) => statements.Value<string?>(
        "SELECT document FROM user_policies WHERE user_id = @userId AND policy_name = @policyName", new { userId, policyName });

    public Task<IReadOnlyList<string>> Names(string userId, string after, int limit) => statements.List<string>(
        "SELECT policy_name FROM user_policies WHERE user_id = @userId AND policy_name > @after ORDER BY policy_name LIMIT @limit",
        new { userId, after, limit });

    public Task Put(string accountId, string userId, string policyName, string document) => statements.Later("""
        INSERT INTO user_policies (user_id, policy_name, account_id, document) VALUES (@userId, @policyName, @accountId, @document)
        ON CONFLICT (user_id, policy_name) DO UPDATE SET document = @document
        """, new { accountId, userId, policyName, document });

    /// <returns>False when there was none.</returns>
    public async Task<bool> Remove(string userId, string policyName) => await statements.Change(
        "DELETE FROM user_policies WHERE user_id = @userId AND policy_name = @policyName", new { userId, policyName }) == 1;

    /// <summary>ARNs of the attached managed policies.</summary>
    public Task<IReadOnlyList<string>> Attached(string userId) => statements.List<string>(
        "SELECT policy_arn FROM user_policy_attachments WHERE user_id = @userId ORDER BY policy_arn", new { userId });

    public Task Attach(string accountId, string userId, string policyArn, DateTimeOffset now) => statements.Later("""
        INSERT INTO user_policy_attachments (user_id, policy_arn, account_id, attached_at) VALUES (@userId, @policyArn, @accountId, @now)
        ON CONFLICT (user_id, policy_arn) DO NOTHING
        """, new { accountId, userId, policyArn, now });

    /// <returns>False when it was not attached.</returns>
    public async Task<bool> Detach(string userId, string policyArn) => await statements.Change(
        "DELETE FROM user_policy_attachments WHERE user_id = @userId AND policy_arn = @policyArn", new { userId, policyArn }) == 1;

    /// <summary>Whether a managed policy is attached to another user who has an MFA device.</summary>
    public Task<bool> AnyOtherWithDevice(User user, string policyArn) => statements.Value<bool>("""
        SELECT EXISTS (
            SELECT 1 FROM user_policy_attachments a JOIN mfa_devices d ON d.user_id = a.user_id
            WHERE a.account_id = @AccountId AND a.policy_arn = @policyArn AND a.user_id <> @UserId)
        """, new { user.AccountId, user.UserId, policyArn });

    public Task<int> AttachmentCount(string accountId, string policyArn) => statements.Value<int>(
        "SELECT count(*) FROM user_policy_attachments WHERE account_id = @accountId AND policy_arn = @policyArn",
        new { accountId, policyArn });

    /// <summary>Every managed policy that is attached somewhere, and to how many users.</summary>
    public async Task<IReadOnlyDictionary<string, int>> AttachmentCounts(string accountId) =>
        (await statements.List<(string Arn, int Count)>(
            "SELECT policy_arn, count(*) FROM user_policy_attachments WHERE account_id = @accountId GROUP BY policy_arn",
            new { accountId })).ToDictionary(row => row.Arn, row => row.Count, StringComparer.Ordinal);
}
