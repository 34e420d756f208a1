namespace Countersign.Storage;

/// <summary>An instance profile: the box in which a role is handed to a machine.</summary>
internal sealed record InstanceProfile
{
    public required string InstanceProfileId { get; init; }
    public required string AccountId { get; init; }
    public required string ProfileName { get; init; }
    public required string Path { get; init; }

    /// <summary>The one role that it can have; null when it has none.</summary>
    public string? RoleId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    public string Arn => Countersign.Arn.OfInstanceProfile(AccountId, Path, ProfileName);
}

/// <summary>The table <c>instance_profiles</c>.</summary>
internal readonly struct InstanceProfiles(Statements statements)
{
    private const string Columns = "p.instance_profile_id, p.account_id, p.profile_name, p.path, p.role_id, p.created_at";

    public Task<InstanceProfile?> Find(string accountId, string profileName) => statements.Find<InstanceProfile?>(
        $"SELECT {Columns} FROM instance_profiles p WHERE p.account_id = @accountId AND p.name_key = @key",
        new { accountId, key = Users.Key(profileName) });

    /// <summary>A page of instance profiles with their roles in the order of their names, under a path, after a name.</summary>
    public Task<IReadOnlyList<(InstanceProfile Profile, Role? Role)>> Page(string accountId, string pathPrefix, string after, int limit) =>
        statements.Pairs<InstanceProfile, Role?>($"""
        SELECT {Columns}, {Roles.Columns}
        FROM instance_profiles p LEFT JOIN roles r ON r.role_id = p.role_id
        WHERE p.account_id = @accountId AND p.name_key > @after AND substr(p.path, 1, length(@pathPrefix)) = @pathPrefix
        ORDER BY p.name_key LIMIT @limit
        """, new { accountId, pathPrefix, after = Users.Key(after), limit }, second: "role_id");

    /// <summary>A page of the instance profiles that have a role, in the order of their names, after a name.</summary>
    public Task<IReadOnlyList<InstanceProfile>> OfRole(string roleId, string after, int limit) => statements.List<InstanceProfile>(
        $"SELECT {Columns} FROM instance_profiles p WHERE p.role_id = @roleId AND p.name_key > @after ORDER BY p.name_key LIMIT @limit",
        new { roleId, after = Users.Key(after), limit });

    public Task<int> Count(string accountId) => statements.Value<int>(
        "SELECT count(*) FROM instance_profiles WHERE account_id = @accountId", new { accountId });

    /// <returns>False when the name is taken.</returns>
    public async Task<bool> Add(InstanceProfile profile) => await statements.Change("""
        INSERT INTO instance_profiles (instance_profile_id, account_id, profile_name, name_key, path, created_at)
        VALUES (@InstanceProfileId, @AccountId, @ProfileName, @key, @Path, @CreatedAt)
        ON CONFLICT (account_id, name_key) DO NOTHING
        """, new { profile.InstanceProfileId, profile.AccountId, profile.ProfileName, key = Users.Key(profile.ProfileName), profile.Path, profile.CreatedAt }) == 1;

    public Task Remove(string profileId) =>
        statements.Later("DELETE FROM instance_profiles WHERE instance_profile_id = @profileId", new { profileId });

    /// <returns>False when it has a role already.</returns>
    public async Task<bool> PutIn(string profileId, string roleId) => await statements.Change(
        "UPDATE instance_profiles SET role_id = @roleId WHERE instance_profile_id = @profileId AND role_id IS NULL", new { profileId, roleId }) == 1;

    /// <returns>False when it did not have that role.</returns>
    public async Task<bool> TakeOut(string profileId, string roleId) => await statements.Change(
        "UPDATE instance_profiles SET role_id = NULL WHERE instance_profile_id = @profileId AND role_id = @roleId", new { profileId, roleId }) == 1;
}
