using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Countersign.Tests;

namespace Countersign.Clients.Tests.Faults;

/// <summary>What a server has answered, to be held against what is there after a fault.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<string, bool> _users = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _policies = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _deleting = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _deleted = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<SpentCode> _codes = [];
    private readonly ConcurrentDictionary<int, int> _unanswered = new();
    private int _answers;

    /// <summary>A code that was accepted.</summary>
    internal sealed record SpentCode(SignedClient Client, string Serial, string Code, long Step);

    /// <summary>Writes that were answered with success.</summary>
    public int Answers => Volatile.Read(ref _answers);

    /// <summary>Accepted codes.</summary>
    public int Codes => _codes.Count;

    /// <summary>Answers that were no success, by status.</summary>
    public IReadOnlyDictionary<int, int> Refusals => _unanswered;

    public void Created(string user) => Answered(_users, user);

    public void HasPolicy(string user) => Answered(_policies, user);

    public void Deleting(string user) => _deleting[user] = true;

    public void Deleted(string user) => Answered(_deleted, user);

    public void Accepted(SpentCode code)
    {
        _codes.Add(code);
        Interlocked.Increment(ref _answers);
    }

    public void Refused(int status) => _unanswered.AddOrUpdate(status, 1, (_, count) => count + 1);

    /// <summary>Waits until so many more writes have been answered, and so many more codes accepted.</summary>
    public async Task More(int writes, int codes = 0)
    {
        var (until, accepted) = (Answers + writes, Codes + codes);
        while (Answers < until || Codes < accepted)
            await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    /// <summary>Everything that was answered is there, nothing is there by halves, and no accepted code is fresh again.</summary>
    /// <returns>How many facts were found.</returns>
    public async Task<int> Check(DbConnection database)
    {
        var users = await Column(database, "SELECT user_name FROM users");
        Assert.DoesNotContain(_users.Keys, user => !_deleting.ContainsKey(user) && !users.Contains(user));
        Assert.DoesNotContain(_deleted.Keys, users.Contains);
        var policies = await Column(database, "SELECT u.user_name FROM inline_policies p JOIN users u ON u.user_id = p.owner_id");
        Assert.DoesNotContain(_policies.Keys, user => !_deleting.ContainsKey(user) && !policies.Contains(user));

        Assert.Empty(await Column(database, """
            SELECT u.user_name FROM users u
            LEFT JOIN login_profiles l ON l.user_id = u.user_id
            LEFT JOIN policy_attachments a ON a.owner_id = u.user_id
            WHERE u.user_name LIKE 'batch-%' AND (l.user_id IS NULL OR a.owner_id IS NULL)
            """));
        Assert.Empty(await Column(database, "SELECT serial_number FROM mfa_devices WHERE (user_id IS NULL) <> (enabled_at IS NULL)"));
        var told = await Column(database, "SELECT record FROM audit_events WHERE action = 'iam:CreateUser' AND outcome = 'Success'");
        Assert.True(told.Count >= _users.Count, $"{told.Count} events of {_users.Count} users");

        var steps = (await Column(database, "SELECT serial_number || ' ' || next_step FROM mfa_devices"))
            .Select(row => row.Split(' ')).ToDictionary(row => row[0], row => long.Parse(row[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
        Assert.All(_codes, code => Assert.True(steps[code.Serial] > code.Step, code.Serial));
        return _users.Count + _policies.Count + _deleted.Count + _codes.Count;
    }

    /// <summary>Sends the latest of the accepted codes again: none is accepted twice.</summary>
    public async Task Replay(Func<DateTimeOffset> now, Uri node, int count)
    {
        foreach (var code in _codes.Take(count))
        {
            var answer = await code.Client.At(node).Sts(now(), "GetSessionToken", ("SerialNumber", code.Serial), ("TokenCode", code.Code));
            Assert.Equal((403, "AccessDenied"), (answer.Status, answer.Code));
        }
    }

    private void Answered(ConcurrentDictionary<string, bool> facts, string user)
    {
        facts[user] = true;
        Interlocked.Increment(ref _answers);
    }

    private static async Task<HashSet<string>> Column(DbConnection database, string sql)
    {
        await using var command = database.CreateCommand();
#pragma warning disable CA2100 // the texts above
        command.CommandText = sql;
#pragma warning restore CA2100
        var column = new HashSet<string>(StringComparer.Ordinal);
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
            column.Add(rows.GetString(0));
        return column;
    }
}
