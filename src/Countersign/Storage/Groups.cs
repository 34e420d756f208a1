namespace Countersign.Storage;

/// <summary>A group of users.</summary>
internal sealed record Group
{
    public required string GroupId { get; init; }
    public required string AccountId { get; init; }
    public required string GroupName { get; init; }
    public required string Path { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    public string Arn => Countersign.Arn.OfGroup(AccountId, Path, GroupName);
}

/// <summary>A group, and how much it has.</summary>
internal sealed record GroupWithCounts
{
    public required string GroupName { get; init; }
    public required string Path { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required int Members { get; init; }
    public required int Policies { get; init; }
}

/// <summary>The tables <c>user_groups</c> and <c>group_members</c>.</summary>
internal readonly struct Groups(Statements statements)
{
    private const string Columns = "g.group_id, g.account_id, g.group_name, g.path, g.created_at";

    public Task<Group?> Find(string accountId, string groupName) => statements.Find<Group?>(
        $"SELECT {Columns} FROM user_groups g WHERE g.account_id = @accountId AND g.name_key = @key", new { accountId, key = Users.Key(groupName) });

    public Task<Group?> FindById(string groupId) => statements.Find<Group?>(
        $"SELECT {Columns} FROM user_groups g WHERE g.group_id = @groupId", new { groupId });

    /// <summary>A page of groups in the order of their names, under a path, after a name.</summary>
    public Task<IReadOnlyList<Group>> Page(string accountId, string pathPrefix, string after, int limit) => statements.List<Group>($"""
        SELECT {Columns} FROM user_groups g
        WHERE g.account_id = @accountId AND g.name_key > @after AND substr(g.path, 1, length(@pathPrefix)) = @pathPrefix
        ORDER BY g.name_key LIMIT @limit
        """, new { accountId, pathPrefix, after = Users.Key(after), limit });

    /// <summary>A page of groups with what they have, in the order of their names, after a name.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="search">Part of the name; empty for all.</param>
    /// <param name="pathPrefix">Only those whose path begins so.</param>
    /// <param name="after">The last name of the page before; empty for the first.</param>
    /// <param name="limit">How many at most.</param>
    public Task<IReadOnlyList<GroupWithCounts>> PageWithCounts(string accountId, string search, string pathPrefix, string after, int limit) =>
        statements.List<GroupWithCounts>("""
        SELECT g.group_name, g.path, g.created_at,
               (SELECT count(*) FROM group_members m WHERE m.group_id = g.group_id) AS members,
               (SELECT count(*) FROM policy_attachments a WHERE a.owner_id = g.group_id)
                   + (SELECT count(*) FROM inline_policies i WHERE i.owner_id = g.group_id) AS policies
        FROM user_groups g
        WHERE g.account_id = @accountId AND g.name_key > @after
          AND (@search = '' OR replace(g.name_key, @search, '') <> g.name_key)
          AND substr(g.path, 1, length(@pathPrefix)) = @pathPrefix
        ORDER BY g.name_key LIMIT @limit
        """, new { accountId, search = Users.Key(search), pathPrefix, after = Users.Key(after), limit });

    public Task<int> Count(string accountId) => statements.Value<int>(
        "SELECT count(*) FROM user_groups WHERE account_id = @accountId", new { accountId });

    /// <returns>False when the name is taken.</returns>
    public async Task<bool> Add(Group group) => await statements.Change("""
        INSERT INTO user_groups (group_id, account_id, group_name, name_key, path, created_at)
        VALUES (@GroupId, @AccountId, @GroupName, @key, @Path, @CreatedAt)
        ON CONFLICT (account_id, name_key) DO NOTHING
        """, new { group.GroupId, group.AccountId, group.GroupName, key = Users.Key(group.GroupName), group.Path, group.CreatedAt }) == 1;

    /// <returns>False when the new name is another group's.</returns>
    public async Task<bool> Rename(Group group, string newName, string newPath) => await statements.Change("""
        UPDATE user_groups SET group_name = @newName, name_key = @key, path = @newPath
        WHERE group_id = @GroupId
          AND NOT EXISTS (SELECT 1 FROM user_groups WHERE account_id = @AccountId AND name_key = @key AND group_id <> @GroupId)
        """, new { newName, key = Users.Key(newName), newPath, group.GroupId, group.AccountId }) == 1;

    public Task Remove(string groupId) => statements.Later("DELETE FROM user_groups WHERE group_id = @groupId", new { groupId });

    /// <summary>Holds the group's row until the transaction ends, so that a limit that is read can be relied on when written.</summary>
    public Task Lock(string groupId) =>
        statements.Later("UPDATE user_groups SET group_id = group_id WHERE group_id = @groupId", new { groupId });

    /// <summary>Makes a user a member; who is one stays so.</summary>
    public Task AddMember(Group group, string userId) => statements.Later("""
        INSERT INTO group_members (group_id, user_id, account_id) VALUES (@GroupId, @userId, @AccountId)
        ON CONFLICT (group_id, user_id) DO NOTHING
        """, new { group.GroupId, userId, group.AccountId });

    /// <summary>Takes a member out; who is none stays out.</summary>
    public Task RemoveMember(string groupId, string userId) => statements.Later(
        "DELETE FROM group_members WHERE group_id = @groupId AND user_id = @userId", new { groupId, userId });

    /// <summary>A page of members in the order of their names, after a name.</summary>
    public Task<IReadOnlyList<User>> Members(string groupId, string after, int limit) => statements.List<User>("""
        SELECT u.user_id, u.account_id, u.user_name, u.path, u.created_at, u.password_last_used, u.not_before_ms, u.boundary_arn
        FROM group_members m JOIN users u ON u.user_id = m.user_id
        WHERE m.group_id = @groupId AND u.name_key > @after ORDER BY u.name_key LIMIT @limit
        """, new { groupId, after = Users.Key(after), limit });

    /// <summary>A page of a user's groups in the order of their names, after a name.</summary>
    public Task<IReadOnlyList<Group>> OfUser(string userId, string after = "", int limit = int.MaxValue) => statements.List<Group>($"""
        SELECT {Columns} FROM group_members m JOIN user_groups g ON g.group_id = m.group_id
        WHERE m.user_id = @userId AND g.name_key > @after ORDER BY g.name_key LIMIT @limit
        """, new { userId, after = Users.Key(after), limit });
}
