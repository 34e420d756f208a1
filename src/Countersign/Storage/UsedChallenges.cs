using System.Data;
using Dapper;

namespace Countersign.Storage;

/// <summary>The table <c>used_challenges</c>: the challenges of passkeys that have bought something.</summary>
internal readonly struct UsedChallenges(IDbConnection connection, IDbTransaction transaction)
{
    /// <returns>False when it is used already.</returns>
    public async Task<bool> Add(byte[] hash, DateTimeOffset expiresAt) => await connection.ExecuteAsync(
        "INSERT INTO used_challenges (challenge_hash, expires_at) VALUES (@hash, @expiresAt) ON CONFLICT DO NOTHING",
        new { hash, expiresAt }, transaction) == 1;

    public Task Sweep(DateTimeOffset now) =>
        connection.ExecuteAsync("DELETE FROM used_challenges WHERE expires_at < @now", new { now }, transaction);
}
