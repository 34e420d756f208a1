using System.Data.Common;
using System.Globalization;
using Countersign.Audit;
using Countersign.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Countersign.Tests.Audit;

/// <summary>The audit log of a server, begun anew for one test, and somebody who gets at its tables past the server.</summary>
internal sealed class SealedLog(TestServer server)
{
    /// <summary>Begins anew, and seals some events.</summary>
    public static async Task<SealedLog> Of(TestServer server, int events)
    {
        var log = new SealedLog(server);
        await server.Service<WriteBehind>().Flush();
        foreach (var table in new[] { "audit_events", "audit_seals", "audit_chain", "audit_gaps" })
            await log.Sql($"DELETE FROM {table}");
        await log.Add(events);
        await log.Seal();
        await log.Sql("DELETE FROM audit_gaps");    // the numbers of what was there before
        return log;
    }

    /// <summary>Adds events as the server does, a second apart.</summary>
    public Task Add(int count) => server.Database.Write(async store =>
    {
        for (var i = 0; i < count; i++)
            await store.AuditEvents.Add(Event(i));
        return Nothing.Value;
    });

    public AuditEvent Event(int second) => new()
    {
        EventId = UniqueId.OfRequest(),
        AccountId = server.Admin.AccountId,
        AtMs = server.Clock.GetUtcNow().ToUnixTimeMilliseconds() + 1000L * second,
        Action = "iam:CreateUser",
        Principal = server.UserArn("admin"),
        Outcome = "Success",
        Record = """{"eventName":"CreateUser","userAgent":"Zoë’s \u001b"}""",
    };

    public async Task<int> Seal()
    {
        using var sealer = Sealer();
        return await sealer.Seal();
    }

    /// <summary>A sealer, of this server's database or of another node's.</summary>
    public AuditSealer Sealer(Database? database = null) => new(database ?? server.Database, server.Clock, NullLogger<AuditSealer>.Instance);

    /// <summary>Another node over the same database, or another process over the same file.</summary>
    public async Task<Database> OtherNode()
    {
        await using var connection = await server.OpenDatabase();
        return Opening.Open(
            new ServerOptions { Data = Path.GetDirectoryName(server.DatabasePath)!, Database = TestServer.OnPostgres ? connection.ConnectionString : null },
            server.Clock.GetUtcNow());
    }

    /// <summary>Verifies without leaving an event of its own.</summary>
    public Task<VerifyAuditLog.Response> Verify(params string[] heads) => server.Database.Read(async store =>
    {
        var account = await store.Accounts.First();    // as the pipeline does; on PostgreSQL the snapshot begins behind it
        var call = new Call(new LocalOperator("root"), store, TestServer.Facts(), server.Clock.GetUtcNow(), account!.AccountId);
        return await new VerifyAuditLog().Execute(new(heads), call);
    });

    /// <summary>What is wrong, in short.</summary>
    public async Task<IReadOnlyList<string>> Damages(params string[] heads) =>
        [.. (await Verify(heads)).Damages.Select(damage => string.Create(CultureInfo.InvariantCulture, $"{damage.Kind} {damage.Number}").TrimEnd())];

    /// <summary>A seal by its number.</summary>
    public async Task<AuditSeal> SealOf(long number) =>
        (await server.Database.Read(store => store.AuditSeals.Page(number - 1, 1)))[0].Seal;

    /// <summary>Writes to the tables as somebody without the key would.</summary>
    public async Task Sql(string sql, params (string Name, object Value)[] parameters)
    {
        await using var connection = await server.OpenDatabase();
        await using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // the test's own words
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
            command.Add(name, value);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Removes seals, and gives their numbers to those behind them.</summary>
    public async Task CloseUp(long first, long last)
    {
        await Sql("DELETE FROM audit_seals WHERE number BETWEEN @first AND @last", ("first", first), ("last", last));
        await Renumber(last + 1, first - last - 1);
    }

    /// <summary>Moves all seals from a number on.</summary>
    public async Task Renumber(long from, long by)
    {
        await Sql("UPDATE audit_seals SET number = -number WHERE number >= @from", ("from", from));
        await Sql("UPDATE audit_seals SET number = -number + @by WHERE number < 0", ("by", by));
    }
}
