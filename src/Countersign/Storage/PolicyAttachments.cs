namespace Countersign.Storage;

/// <summary>A managed policy that is attached to a user, a group or a role.</summary>
/// <param name="OwnerId">Its unique id: <c>AIDA…</c>, <c>AGPA…</c> or <c>AROA…</c>.</param>
/// <param name="PolicyArn">The policy.</param>
internal sealed record PolicyAttachment(string OwnerId, string PolicyArn);

/// <summary>The table <c>policy_attachments</c>: which managed policies an owner (a user, a group or a role) has.</summary>
internal readonly struct PolicyAttachments(Statements statements)
{
    /// <summary>ARNs of the attached managed policies.</summary>
    public Task<IReadOnlyList<string>> Of(string ownerId) => statements.List<string>(
        "SELECT policy_arn FROM policy_attachments WHERE owner_id = @ownerId ORDER BY policy_arn", new { ownerId });

    public Task Add(string accountId, string ownerId, string policyArn, DateTimeOffset now) => statements.Later("""
        INSERT INTO policy_attachments (owner_id, policy_arn, account_id, attached_at) VALUES (@ownerId, @policyArn, @accountId, @now)
        ON CONFLICT (owner_id, policy_arn) DO NOTHING
        """, new { accountId, ownerId, policyArn, now });

    /// <returns>False when it was not attached.</returns>
    public async Task<bool> Remove(string ownerId, string policyArn) => await statements.Change(
        "DELETE FROM policy_attachments WHERE owner_id = @ownerId AND policy_arn = @policyArn", new { ownerId, policyArn }) == 1;

    /// <summary>Ids and names of the users, groups and roles that a policy is attached to or bounds, in the order of their ids, after one.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="policyArn">The policy.</param>
    /// <param name="attached">Those that have it.</param>
    /// <param name="bounded">Those that it bounds.</param>
    /// <param name="kind">What their ids begin with; empty for all.</param>
    /// <param name="pathPrefix">Only those whose path begins so.</param>
    /// <param name="after">The last id of the page before; empty for the first.</param>
    /// <param name="limit">How many at most.</param>
    public Task<IReadOnlyList<(string Id, string Name)>> Owners(
        string accountId, string policyArn, bool attached, bool bounded, string kind, string pathPrefix, string after, int limit) =>
        statements.List<(string Id, string Name)>("""
        SELECT o.owner_id, coalesce(u.user_name, g.group_name, r.role_name)
        FROM (SELECT owner_id FROM policy_attachments WHERE account_id = @accountId AND policy_arn = @policyArn AND @attached
              UNION SELECT user_id FROM users WHERE account_id = @accountId AND boundary_arn = @policyArn AND @bounded
              UNION SELECT role_id FROM roles WHERE account_id = @accountId AND boundary_arn = @policyArn AND @bounded) o
        LEFT JOIN users u ON u.user_id = o.owner_id
        LEFT JOIN user_groups g ON g.group_id = o.owner_id
        LEFT JOIN roles r ON r.role_id = o.owner_id
        WHERE o.owner_id > @after AND substr(o.owner_id, 1, length(@kind)) = @kind
          AND substr(coalesce(u.path, g.path, r.path), 1, length(@pathPrefix)) = @pathPrefix
        ORDER BY o.owner_id LIMIT @limit
        """, new { accountId, policyArn, attached, bounded, kind, pathPrefix, after, limit });

    /// <summary>Whether a user has a managed policy: attached, or through a group.</summary>
    public Task<bool> Reaches(User user, string policyArn) => statements.Value<bool>("""
        SELECT EXISTS (
            SELECT 1 FROM policy_attachments a LEFT JOIN group_members m ON m.group_id = a.owner_id
            WHERE a.account_id = @AccountId AND a.policy_arn = @policyArn AND coalesce(m.user_id, a.owner_id) = @UserId)
        """, new { user.AccountId, user.UserId, policyArn });

    /// <summary>Whether another user who has an MFA device has a managed policy: attached, or through a group.</summary>
    public Task<bool> AnyOtherWithDevice(User user, string policyArn) => statements.Value<bool>("""
        SELECT EXISTS (
            SELECT 1 FROM policy_attachments a
            LEFT JOIN group_members m ON m.group_id = a.owner_id
            JOIN mfa_devices d ON d.user_id = coalesce(m.user_id, a.owner_id)
            WHERE a.account_id = @AccountId AND a.policy_arn = @policyArn AND d.user_id <> @UserId)
        """, new { user.AccountId, user.UserId, policyArn });

    /// <summary>Whether any user has a managed policy, attached or through a group, leaving out what is about to end.</summary>
    /// <param name="accountId">Whose users.</param>
    /// <param name="policyArn">The policy.</param>
    /// <param name="withoutUser">A user who does not count; empty for none.</param>
    /// <param name="withoutOwner">A user or group whose attachment does not count; empty for none.</param>
    /// <param name="leaver">A user whose membership in that group does not count; empty for none.</param>
    /// <param name="leftGroup">The group.</param>
    public Task<bool> AnyUser(
        string accountId, string policyArn, string withoutUser = "", string withoutOwner = "", string leaver = "", string leftGroup = "") =>
        statements.Value<bool>("""
        SELECT EXISTS (
            SELECT 1 FROM policy_attachments a
            LEFT JOIN group_members m ON m.group_id = a.owner_id
            JOIN users u ON u.user_id = coalesce(m.user_id, a.owner_id)
            WHERE a.account_id = @accountId AND a.policy_arn = @policyArn AND a.owner_id <> @withoutOwner AND u.user_id <> @withoutUser
              AND NOT (a.owner_id = @leftGroup AND u.user_id = @leaver))
        """, new { accountId, policyArn, withoutUser, withoutOwner, leaver, leftGroup });

    public Task<int> Count(string accountId, string policyArn) => statements.Value<int>(
        "SELECT count(*) FROM policy_attachments WHERE account_id = @accountId AND policy_arn = @policyArn",
        new { accountId, policyArn });

    /// <summary>How many managed policies are in use: attached to somebody, or a boundary of somebody.</summary>
    public Task<int> InUse(string accountId) => statements.Value<int>("""
        SELECT count(*) FROM (
            SELECT policy_arn FROM policy_attachments WHERE account_id = @accountId
            UNION SELECT boundary_arn FROM users WHERE account_id = @accountId AND boundary_arn IS NOT NULL
            UNION SELECT boundary_arn FROM roles WHERE account_id = @accountId AND boundary_arn IS NOT NULL) AS used
        """, new { accountId });

    /// <summary>Every managed policy that is attached somewhere, and how often.</summary>
    public async Task<IReadOnlyDictionary<string, int>> Counts(string accountId) =>
        (await statements.List<(string Arn, int Count)>(
            "SELECT policy_arn, count(*) FROM policy_attachments WHERE account_id = @accountId GROUP BY policy_arn",
            new { accountId })).ToDictionary(row => row.Arn, row => row.Count, StringComparer.Ordinal);
}
