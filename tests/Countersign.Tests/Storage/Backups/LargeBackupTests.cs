using System.Diagnostics;
using System.Globalization;
using Countersign.Custody;
using Countersign.Storage.Backups;
using Countersign.Tests.Custody;

namespace Countersign.Tests.Storage.Backups;

public sealed class LargeBackupTests
{
    private const long Megabyte = 1 << 20;

    private static readonly Password Passphrase = Password.TryParse("correct horse battery")!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(false, false), InlineData(false, true), InlineData(true, true), InlineData(true, false)]
    public async Task A_hundred_thousand_users_are_backed_up_and_restored_in_flat_memory(bool fromPostgres, bool toPostgres)
    {
        await using var from = await Place.New(fromPostgres);
        await using var node = await Node.Start(from);
        await using (var connection = await from.OpenDatabase())
        {
            foreach (var statement in Fill(node.Admin.AccountId))
                await Dapper.SqlMapper.ExecuteAsync(connection, statement, commandTimeout: 120);
        }

        await using var to = await Place.New(toPostgres, from.Clock);
        await using var file = new FileStream(Path.Combine(to.Folder, "all.backup"), FileMode.Create, FileAccess.ReadWrite);
        var (before, highest) = (Settled(), 0L);
        using var watch = new Timer(_ => Interlocked.Exchange(ref highest, Math.Max(highest, Environment.WorkingSet)), null, 0, 50);

        var started = Stopwatch.GetTimestamp();
        var done = await node.AsOperator(new BackUp.Request(file, Passphrase));
        var (backedUp, backupPeak) = (Stopwatch.GetElapsedTime(started), highest - before);
        started = Stopwatch.GetTimestamp();
        var (_, rows) = Restoring.Run(to.Options, file, Passphrase);
        var (restored, restorePeak) = (Stopwatch.GetElapsedTime(started), highest - before);

        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{rows} rows, {file.Length / Megabyte} MB, {(fromPostgres ? "PostgreSQL" : "SQLite")} to {(toPostgres ? "PostgreSQL" : "SQLite")}: backup {backedUp.TotalSeconds:0.0} s, +{backupPeak / Megabyte} MB; restore {restored.TotalSeconds:0.0} s, +{restorePeak / Megabyte} MB"));
        Assert.True(rows > 700_000, $"{rows} rows");
        Assert.Equal(done.Rows, rows);
        Assert.InRange(Math.Max(backupPeak, restorePeak), 0, 200 * Megabyte);    // 64 MB of it are Argon2id's
        await using var after = await Node.Start(to);
        Assert.Equal(100_001, await after.Database.Read(store => store.Users.Count(node.Admin.AccountId), Cancellation));
    }

    private static long Settled()
    {
        GC.Collect();
        return Environment.WorkingSet;
    }

    // Users with a password, an access key and two tags each, and two events of the audit log.
    private static IEnumerable<string> Fill(string accountId)
    {
        const string numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)";
        yield return $"{numbers} INSERT INTO users (user_id, account_id, user_name, name_key, path, created_at) SELECT 'AIDA' || i, '{accountId}', 'User-' || i, 'user-' || i, '/', 1767225600 FROM n";
        yield return $"{numbers} INSERT INTO login_profiles (user_id, account_id, password_hash, reset_required, created_at, changed_at) SELECT 'AIDA' || i, '{accountId}', '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g', i % 2 = 0, 1767225600, 1767225600 FROM n";
        yield return $"{numbers} INSERT INTO access_keys (access_key_id, account_id, user_id, secret_sealed, status, created_at) SELECT 'AKIA' || i, '{accountId}', 'AIDA' || i, secret_sealed, 'Active', 1767225600 FROM n, (SELECT secret_sealed FROM access_keys LIMIT 1) k";
        yield return $"{numbers} INSERT INTO tags (resource_id, key_folded, account_id, tag_key, tag_value) SELECT 'AIDA' || i, 'team', '{accountId}', 'Team', 'red' FROM n";
        yield return $"{numbers} INSERT INTO inline_policies (owner_id, policy_name, account_id, document) SELECT 'AIDA' || i, 'own', '{accountId}', '{{\"Version\":\"2012-10-17\",\"Statement\":{{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}}}' FROM n";
        for (var round = 0; round < 2; round++)
            yield return $"{numbers} INSERT INTO audit_events (event_id, account_id, at_ms, action, principal, outcome, record) SELECT 'event-{round}-' || i, '{accountId}', 1767225600000, 'iam:CreateUser', 'admin', 'Success', '{{\"eventVersion\":\"1.08\",\"eventName\":\"CreateUser\",\"requestParameters\":{{\"userName\":\"User-' || i || '\"}}}}' FROM n";
        yield return $"{numbers} INSERT INTO attempt_counters (account_id, subject, failures, last_at_ms) SELECT '{accountId}', 'user:' || i, 1, 1767225600000 FROM n";
    }
}
