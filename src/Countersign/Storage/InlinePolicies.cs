namespace Countersign.Storage;

/// <summary>A policy that is written into a user, a group or a role.</summary>
internal sealed record InlinePolicy
{
    public required string PolicyName { get; init; }

    /// <summary>The JSON text as it was given.</summary>
    public required string Document { get; init; }
}

/// <summary>The table <c>inline_policies</c>. An owner is a user, a group or a role, by its unique id.</summary>
internal readonly struct InlinePolicies(Statements statements)
{
    public Task<IReadOnlyList<InlinePolicy>> All(string ownerId) => statements.List<InlinePolicy>(
        "SELECT policy_name, document FROM inline_policies WHERE owner_id = @ownerId ORDER BY policy_name", new { ownerId });

    public Task<string?> Document(string ownerId, string policyName) => statements.Value<string?>(
        "SELECT document FROM inline_policies WHERE owner_id = @ownerId AND policy_name = @policyName", new { ownerId, policyName });

    public Task<IReadOnlyList<string>> Names(string ownerId, string after, int limit) => statements.List<string>(
        "SELECT policy_name FROM inline_policies WHERE owner_id = @ownerId AND policy_name > @after ORDER BY policy_name LIMIT @limit",
        new { ownerId, after, limit });

    public Task Put(string accountId, string ownerId, string policyName, string document) => statements.Later("""
        INSERT INTO inline_policies (owner_id, policy_name, account_id, document) VALUES (@ownerId, @policyName, @accountId, @document)
        ON CONFLICT (owner_id, policy_name) DO UPDATE SET document = @document
        """, new { accountId, ownerId, policyName, document });

    /// <returns>False when there was none.</returns>
    public async Task<bool> Remove(string ownerId, string policyName) => await statements.Change(
        "DELETE FROM inline_policies WHERE owner_id = @ownerId AND policy_name = @policyName", new { ownerId, policyName }) == 1;
}
