using System.Globalization;
using Countersign.Identity;
using Countersign.Storage;

namespace Countersign.Tests.Audit;

public sealed class AuditSealerTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_there_before_the_chain_is_sealed_from_the_first_event_on()
    {
        var log = await SealedLog.Of(server, 0);
        await log.Add(1203);    // more than two batches

        Assert.Equal(1203, await log.Seal());

        var found = await log.Verify();
        Assert.Empty(found.Damages);
        Assert.Equal((1203, 0, server.Clock.GetUtcNow()), (found.Sealed, found.NotYetSealed, found.First));
        Assert.Equal(0, await log.Seal());
    }

    [Fact]
    public async Task The_server_seals_every_second_what_its_operations_did()
    {
        var log = await SealedLog.Of(server, 0);
        await server.AsAdmin(new CreateUser.Request(server.NewName()));
        await server.Service<WriteBehind>().Flush();

        Countersign.Audit.VerifyAuditLog.Response found;
        do
        {
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
            found = await log.Verify();
        }
        while (found.Sealed == 0 && !Cancellation.IsCancellationRequested);

        Assert.Empty(found.Damages);
        Assert.Equal(0, found.NotYetSealed);
    }

    [Fact]
    public async Task An_event_that_commits_after_younger_ones_gets_a_later_place()
    {
        var log = await SealedLog.Of(server, 3);
        var last = (await log.SealOf(3)).EventSeq;
        await Insert(log, last + 1000);
        await log.Seal();

        await Insert(log, last + 500);
        Assert.Equal((0, 1), Seen(await log.Verify()));
        await log.Seal();
        await Insert(log, last + 501);
        await Insert(log, last + 1);
        await log.Seal();

        Assert.Equal((0, 0), Seen(await log.Verify()));
        Assert.Equal([1000, 500, 1, 501], (await server.Stored(store => store.AuditSeals.Page(3, 10))).Select(row => row.Seal.EventSeq - last));
        Assert.Equal(
            [(2, 499), (502, 999)],
            (await server.Stored(store => store.AuditSeals.Gaps())).Select(gap => (gap.FirstSeq - last, gap.LastSeq - last)));
    }

    [Fact]
    public async Task A_number_that_was_passed_over_an_hour_ago_is_taken_by_nobody_any_more()
    {
        var log = await SealedLog.Of(server, 3);
        var last = (await log.SealOf(3)).EventSeq;
        await Insert(log, last + 10);
        await log.Seal();
        await log.Sql("UPDATE audit_gaps SET seen_at = seen_at - 3601");
        await Insert(log, last + 11);

        await Insert(log, last + 5);
        await log.Seal();

        Assert.Equal(["Inserted"], await log.Damages());
    }

    [Fact]
    public async Task Many_writers_and_two_sealers_make_one_chain()
    {
        var log = await SealedLog.Of(server, 0);
        using var other = await log.OtherNode();
        using var here = log.Sealer();
        using var there = log.Sealer(other);
        var writing = Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() => Write(log, writer % 2 == 0 ? server.Database : other), Cancellation)));

        var sealing = Task.WhenAll(new[] { here, there }.Select(sealer => Task.Run(
            async () =>
            {
                while (!writing.IsCompleted)
                {
                    await sealer.Seal(Cancellation);
                    Assert.Empty((await log.Verify()).Damages);
                }
            },
            Cancellation)));
        await Task.WhenAll(writing, sealing);
        await log.Seal();

        var found = await log.Verify();
        Assert.Empty(found.Damages);
        Assert.Equal((8 * 30, 0), (found.Sealed, found.NotYetSealed));
    }

    [Theory]
    [InlineData("INSERT INTO audit_seals")]
    [InlineData("INSERT INTO audit_chain")]
    [InlineData("COMMIT")]
    public async Task A_sealer_that_dies_half_way_leaves_a_chain_that_the_next_one_goes_on_with(string where)
    {
        var log = await SealedLog.Of(server, 3);
        await log.Add(5);
        using (var dying = await log.OtherNode())
        {
            dying.Watch = sql =>
            {
                if (sql.Contains(where, StringComparison.Ordinal))
                    throw new IOException("The power failed.");
            };
            using var sealer = log.Sealer(dying);
            await Assert.ThrowsAsync<IOException>(() => sealer.Seal(Cancellation));
        }

        Assert.Equal((0, 5), Seen(await log.Verify()));
        Assert.Equal(5, await log.Seal());
        Assert.Equal((0, 0), Seen(await log.Verify()));
    }

    [Fact]
    public async Task A_key_that_was_sealed_anew_while_events_are_sealed_stays_so()
    {
        var log = await SealedLog.Of(server, 3);
        var head = (await server.Stored(store => store.AuditSeals.Head()))!;

        await server.Database.Write(
            async store =>
            {
                await store.AuditSeals.Add([], head with { KeySealed = [1] });
                return Nothing.Value;
            },
            Cancellation);

        Assert.Equal(head.KeySealed, (await server.Stored(store => store.AuditSeals.Head()))!.KeySealed);
        Assert.Equal((0, 0), Seen(await log.Verify()));
    }

    [Fact]
    public async Task Requests_pay_nothing_for_it()
    {
        var statements = new System.Collections.Concurrent.ConcurrentQueue<string>();
        server.Database.Watch = statements.Enqueue;
        await server.AsAdmin(new CreateUser.Request(server.NewName()));
        server.Database.Watch = null;

        var told = string.Join('\n', statements);
        Assert.Contains("INSERT INTO audit_events", told, StringComparison.Ordinal);
        Assert.DoesNotContain("audit_seals", told, StringComparison.Ordinal);
        Assert.DoesNotContain("audit_chain", told, StringComparison.Ordinal);
        Assert.DoesNotContain("audit_gaps", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_waits_nothing_is_written()
    {
        var log = await SealedLog.Of(server, 3);
        using var node = await log.OtherNode();
        var statements = new List<string>();
        node.Watch = statements.Add;
        using var sealer = log.Sealer(node);

        await sealer.Seal(Cancellation);

        Assert.StartsWith("SELECT", Assert.Single(statements), StringComparison.Ordinal);
    }

    private static (int Damages, long NotYetSealed) Seen(Countersign.Audit.VerifyAuditLog.Response found) => (found.Damages.Count, found.NotYetSealed);

    private static async Task Write(SealedLog log, Database database)
    {
        for (var i = 0; i < 30; i++)
        {
            await database.Write(
                async store =>
                {
                    await store.AuditEvents.Add(log.Event(0));
                    return Nothing.Value;
                },
                Cancellation);
            await Assert.ThrowsAsync<ApiError>(() => database.Write<Nothing>(    // leaves a gap on PostgreSQL
                async store =>
                {
                    await store.AuditEvents.Add(log.Event(0));
                    throw IamErrors.NoSuchUser("nobody");
                },
                Cancellation));
        }
    }

    private static Task Insert(SealedLog log, long seq)
    {
        var happened = log.Event(0);
        return log.Sql(
            string.Create(CultureInfo.InvariantCulture, $"INSERT INTO audit_events (event_seq, event_id, account_id, at_ms, action, principal, outcome, record) VALUES ({seq}, @id, @account, {happened.AtMs}, 'a', 'p', 'Success', '')"),
            ("id", happened.EventId), ("account", happened.AccountId));
    }
}
