using Countersign.SignIn;

namespace Countersign.Storage;

/// <summary>A code that may still be used.</summary>
/// <param name="CodeId">Its row.</param>
/// <param name="Salt">What it was hashed with.</param>
/// <param name="Hash">Its hash, opened.</param>
internal sealed record UsableCode(string CodeId, byte[] Salt, byte[] Hash);

/// <summary>The table <c>recovery_codes</c>: hashes only, sealed.</summary>
internal readonly struct RecoveryCodes(Statements statements, Sealing sealing)
{
    private const string Table = "recovery_codes";
    private const string Sealed = "hash_sealed";

    /// <summary>A user's codes of one kind that are neither used nor over.</summary>
    public async Task<IReadOnlyList<UsableCode>> Usable(string userId, RecoveryCodeKind kind, DateTimeOffset now)
    {
        var opener = sealing;
        return (await statements.List<(string CodeId, byte[] Salt, byte[] Hash)>("""
            SELECT code_id, salt, hash_sealed FROM recovery_codes
            WHERE user_id = @userId AND kind = @kind AND used_at IS NULL AND (expires_at IS NULL OR expires_at > @now)
            ORDER BY code_id
            """, new { userId, kind = NameOf(kind), now }))
            .Select(row => new UsableCode(row.CodeId, row.Salt, opener.Open(row.Hash, Table, Sealed, row.CodeId)))
            .ToList();
    }

    /// <summary>Uses a code up: the row count is the answer, so that of two that race only one wins, on whatever node.</summary>
    /// <returns>False when it was used, replaced, or ran out meanwhile.</returns>
    public async Task<bool> Use(string codeId, DateTimeOffset now) => await statements.Change("""
        UPDATE recovery_codes SET used_at = @now
        WHERE code_id = @codeId AND used_at IS NULL AND (expires_at IS NULL OR expires_at > @now)
        """, new { codeId, now }) == 1;

    /// <summary>Puts new codes in the place of all that a user has of one kind.</summary>
    public async Task Replace(User user, RecoveryCodeKind kind, byte[] salt, IEnumerable<byte[]> hashes, DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        await statements.Change(
            "DELETE FROM recovery_codes WHERE user_id = @UserId AND kind = @kind", new { user.UserId, kind = NameOf(kind) });
        foreach (var hash in hashes)
        {
            var codeId = UniqueId.OfEntity("RCVR");
            await statements.Change("""
                INSERT INTO recovery_codes (code_id, account_id, user_id, kind, salt, hash_sealed, created_at, expires_at)
                VALUES (@codeId, @AccountId, @UserId, @kind, @salt, @hash, @now, @expiresAt)
                """, new
            {
                codeId,
                user.AccountId,
                user.UserId,
                kind = NameOf(kind),
                salt,
                hash = sealing.Seal(hash, Table, Sealed, codeId),
                now,
                expiresAt,
            });
        }
    }

    /// <summary>How many codes of the user's own set are left; null when there is no set.</summary>
    public async Task<int?> Left(string userId)
    {
        var (all, used) = await statements.Get<(int, int)>(
            "SELECT count(*), count(used_at) FROM recovery_codes WHERE user_id = @userId AND kind = 'own'", new { userId });
        return all == 0 ? null : all - used;
    }

    /// <summary>When the user's own set was made; null when there is none.</summary>
    public Task<DateTimeOffset?> MadeAt(string userId) => statements.First<DateTimeOffset?>(
        "SELECT created_at FROM recovery_codes WHERE user_id = @userId AND kind = 'own' LIMIT 1", new { userId });

    /// <summary>When a code of the user's own set was used last; null when none was.</summary>
    public Task<DateTimeOffset?> LastUsedAt(string userId) => statements.First<DateTimeOffset?>(
        "SELECT used_at FROM recovery_codes WHERE user_id = @userId AND kind = 'own' AND used_at IS NOT NULL ORDER BY used_at DESC LIMIT 1",
        new { userId });

    /// <summary>Until when an administrator's code lets the user in; null when there is none.</summary>
    public Task<DateTimeOffset?> BypassUntil(string userId, DateTimeOffset now) => statements.Find<DateTimeOffset?>(
        "SELECT expires_at FROM recovery_codes WHERE user_id = @userId AND kind = 'bypass' AND used_at IS NULL AND expires_at > @now",
        new { userId, now });

    /// <summary>Removes all codes of a user who has no device left: there is nothing they could stand in for.</summary>
    public Task RemoveWithoutDevice(string userId) => statements.Later("""
        DELETE FROM recovery_codes
        WHERE user_id = @userId AND NOT EXISTS (SELECT 1 FROM mfa_devices d WHERE d.user_id = @userId)
        """, new { userId });

    /// <summary>Removes administrators' codes that have run out.</summary>
    public Task Sweep(DateTimeOffset now) =>
        statements.Later("DELETE FROM recovery_codes WHERE expires_at < @now", new { now });

    private static string NameOf(RecoveryCodeKind kind) => kind == RecoveryCodeKind.Own ? "own" : "bypass";
}
