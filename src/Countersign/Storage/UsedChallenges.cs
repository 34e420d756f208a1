namespace Countersign.Storage;

/// <summary>The table <c>used_challenges</c>: the challenges of passkeys that have bought something.</summary>
internal readonly struct UsedChallenges(Statements statements)
{
    /// <returns>False when it is used already.</returns>
    public async Task<bool> Add(byte[] hash, DateTimeOffset expiresAt) => await statements.Change(
        "INSERT INTO used_challenges (challenge_hash, expires_at) VALUES (@hash, @expiresAt) ON CONFLICT DO NOTHING",
        new { hash, expiresAt }) == 1;

    public Task Sweep(DateTimeOffset now) =>
        statements.Later("DELETE FROM used_challenges WHERE expires_at < @now", new { now });
}
