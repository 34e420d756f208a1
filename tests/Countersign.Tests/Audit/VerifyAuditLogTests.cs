using System.Globalization;
using Countersign.Audit;
using Countersign.Storage;

namespace Countersign.Tests.Audit;

public sealed class VerifyAuditLogTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_log_that_nobody_touched_is_proven_with_its_extent_and_its_head()
    {
        var log = await SealedLog.Of(server, 9);
        await log.Add(2);

        var found = await log.Verify();

        Assert.Empty(found.Damages);
        Assert.Equal((9, 2), (found.Sealed, found.NotYetSealed));
        Assert.Equal((server.Clock.GetUtcNow(), server.Clock.GetUtcNow() + TimeSpan.FromSeconds(8)), (found.First, found.Latest));
        Assert.Matches("^9:[0-9a-f]{64}$", found.Head);
    }

    [Fact]
    public async Task Nothing_sealed_yet_is_nothing_wrong()
    {
        var log = await SealedLog.Of(server, 0);
        await log.Add(3);

        var found = await log.Verify();

        Assert.Empty(found.Damages);
        Assert.Equal((0, 3), (found.Sealed, found.NotYetSealed));
    }

    [Theory]
    [InlineData("account_id", "'999999999999'")]
    [InlineData("at_ms", "at_ms + 1")]
    [InlineData("action", "'iam:ListUsers'")]
    [InlineData("principal", "principal || 'x'")]
    [InlineData("outcome", "'AccessDenied'")]
    [InlineData("record", "'{}'")]
    [InlineData("event_id", "'00000000-0000-0000-0000-000000000000'")]
    public async Task A_changed_column_is_found(string column, string value)
    {
        var log = await SealedLog.Of(server, 9);
        await log.Sql("INSERT INTO accounts (account_id, created_at) VALUES ('999999999999', 9999999999) ON CONFLICT DO NOTHING");
        var seal = await log.SealOf(5);

        await log.Sql($"UPDATE audit_events SET {column} = {value} WHERE event_seq = @seq", ("seq", seal.EventSeq));

        var damage = Assert.Single((await log.Verify()).Damages);
        Assert.Equal((AuditDamageKind.Changed, 5, seal.EventId), (damage.Kind, damage.Number!.Value, damage.EventId));
        Assert.StartsWith($"Number 5, event {seal.EventId} of 2026-01-01T12:00:04.000Z, was changed", damage.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_that_moves_from_one_column_to_the_next_is_found()
    {
        var log = await SealedLog.Of(server, 3);
        await log.Sql("UPDATE audit_events SET action = action || substr(principal, 1, 1), principal = substr(principal, 2)");

        Assert.Equal(["Changed 1", "Changed 2", "Changed 3"], await log.Damages());
    }

    [Fact]
    public async Task An_event_under_another_number_is_found()
    {
        var log = await SealedLog.Of(server, 9);
        var seal = await log.SealOf(5);

        await log.Sql("UPDATE audit_events SET event_seq = -event_seq WHERE event_seq = @seq", ("seq", seal.EventSeq));

        Assert.Equal(["Reordered 5"], await log.Damages());
    }

    [Fact]
    public async Task A_removed_event_is_named()
    {
        var log = await SealedLog.Of(server, 9);
        var seal = await log.SealOf(5);

        await log.Sql("DELETE FROM audit_events WHERE event_seq = @seq", ("seq", seal.EventSeq));

        var damage = Assert.Single((await log.Verify()).Damages);
        Assert.Equal((AuditDamageKind.Removed, $"Number 5, event {seal.EventId} of 2026-01-01T12:00:04.000Z, was removed."), (damage.Kind, damage.Text));
    }

    [Fact]
    public async Task Removed_events_are_found_when_their_seals_are_gone_too()
    {
        var log = await SealedLog.Of(server, 9);
        await RemoveEvents(log, 4, 6);

        await log.Sql("DELETE FROM audit_seals WHERE number BETWEEN 4 AND 6");

        var damage = Assert.Single((await log.Verify()).Damages);
        Assert.Equal(
            (AuditDamageKind.Removed, "Numbers 4 to 6 were removed: events that happened between 2026-01-01T12:00:02.000Z and 2026-01-01T12:00:06.000Z."),
            (damage.Kind, damage.Text));
    }

    [Fact]
    public async Task Removed_events_are_found_when_the_numbers_were_closed_up()
    {
        var log = await SealedLog.Of(server, 9);
        await RemoveEvents(log, 4, 6);
        var behind = await log.SealOf(7);

        await log.CloseUp(4, 6);

        var damage = Assert.Single((await log.Verify()).Damages);
        Assert.Equal(
            (AuditDamageKind.Removed, $"Before number 4, event {behind.EventId} of 2026-01-01T12:00:06.000Z, events were removed and the numbers closed up; 3 are missing in all."),
            (damage.Kind, damage.Text));
    }

    [Fact]
    public async Task Several_removed_here_and_there_are_named_each_and_hide_nothing_behind_them()
    {
        var log = await SealedLog.Of(server, 20);
        await RemoveEvents(log, 2, 3);
        await log.Sql("DELETE FROM audit_seals WHERE number = 3");
        await RemoveEvents(log, 11, 11);
        await log.Sql("UPDATE audit_events SET outcome = 'x' WHERE event_seq IN (SELECT event_seq FROM audit_seals WHERE number IN (4, 12, 20))");

        Assert.Equal(["Removed 2", "Removed 3", "Changed 4", "Removed 11", "Changed 12", "Changed 20"], await log.Damages());
    }

    [Theory]
    [InlineData(4, 5)]
    [InlineData(3, 7)]
    [InlineData(1, 9)]
    public async Task Two_events_that_have_changed_places_are_found(int one, int other)
    {
        var log = await SealedLog.Of(server, 9);
        var (first, second) = (await log.SealOf(one), await log.SealOf(other));

        await Swap(log, "audit_events", "event_seq", first.EventSeq, second.EventSeq);

        Assert.Equal([$"Reordered {one}", $"Reordered {other}"], await log.Damages());
    }

    [Theory]
    [InlineData(4, 5)]
    [InlineData(3, 7)]
    [InlineData(1, 9)]
    public async Task Two_seals_that_have_changed_places_are_found(int one, int other)
    {
        var log = await SealedLog.Of(server, 9);

        await Swap(log, "audit_seals", "number", one, other);

        var damages = (await log.Verify()).Damages;
        Assert.All(damages, damage => Assert.Equal(AuditDamageKind.Reordered, damage.Kind));
        Assert.Contains(damages, damage => damage.Number == other);
        Assert.Equal(other == one + 1 ? 1 : 2, damages.Count);
    }

    [Fact]
    public async Task A_cut_off_end_is_found()
    {
        var log = await SealedLog.Of(server, 9);
        await RemoveEvents(log, 7, 9);

        await log.Sql("DELETE FROM audit_seals WHERE number >= 7");

        var damage = Assert.Single((await log.Verify()).Damages);
        Assert.Equal((AuditDamageKind.CutOff, "Numbers 7 to 9 were cut off the end, behind 2026-01-01T12:00:05.000Z."), (damage.Kind, damage.Text));
    }

    [Fact]
    public async Task A_cut_off_end_stays_found_after_the_next_sealing()
    {
        var log = await SealedLog.Of(server, 9);
        await RemoveEvents(log, 7, 9);
        await log.Sql("DELETE FROM audit_seals WHERE number >= 7");

        await log.Add(2);
        await log.Seal();

        Assert.Equal("Numbers 7 to 9 were removed", (await log.Verify()).Damages.Single().Text.Split(':')[0]);
    }

    [Fact]
    public async Task A_log_of_which_all_was_cut_off_is_found()
    {
        var log = await SealedLog.Of(server, 9);

        await log.Sql("DELETE FROM audit_events");
        await log.Sql("DELETE FROM audit_seals");

        Assert.Equal("Numbers 1 to 9 were cut off the end, behind the beginning.", (await log.Verify()).Damages.Single().Text);
    }

    [Fact]
    public async Task A_log_that_was_begun_anew_is_found_by_a_head_kept_elsewhere()
    {
        var log = await SealedLog.Of(server, 9);
        var kept = (await log.Verify()).Head;

        log = await SealedLog.Of(server, 12);

        Assert.Equal(["NotTheKeptLog 9"], await log.Damages(kept));
        Assert.Empty(await log.Damages());    // what the database alone cannot know
    }

    [Fact]
    public async Task A_log_set_back_to_an_older_copy_is_found_by_a_head_kept_elsewhere()
    {
        var log = await SealedLog.Of(server, 9);
        var old = (await server.Stored(store => store.AuditSeals.Head()))!;
        await log.Add(3);
        await log.Seal();
        var kept = (await log.Verify()).Head;

        await RemoveEvents(log, 10, 12);
        await log.Sql("DELETE FROM audit_seals WHERE number >= 10");
        await log.Sql("UPDATE audit_chain SET number = 9, last_seq = @seq, link = @link, head = @head", ("seq", old.LastSeq), ("link", old.Link), ("head", old.Head));

        Assert.Equal(["NotTheKeptLog 12"], await log.Damages(kept));
    }

    [Fact]
    public async Task A_head_kept_elsewhere_stays_good_while_the_log_grows()
    {
        var log = await SealedLog.Of(server, 9);
        var kept = (await log.Verify()).Head;
        await log.Add(5);
        await log.Seal();

        Assert.Empty(await log.Damages(kept, (await log.Verify()).Head, "0:" + new string('0', 64)));
    }

    [Fact]
    public async Task A_head_that_was_set_back_alone_is_found()
    {
        var log = await SealedLog.Of(server, 9);
        var old = (await server.Stored(store => store.AuditSeals.Head()))!;
        await log.Add(3);
        await log.Seal();

        await log.Sql("UPDATE audit_chain SET number = 9, last_seq = @seq, link = @link, head = @head", ("seq", old.LastSeq), ("link", old.Link), ("head", old.Head));

        Assert.Equal(["HeadChanged"], await log.Damages());
    }

    [Theory]
    [InlineData("UPDATE audit_chain SET number = 6")]
    [InlineData("UPDATE audit_chain SET last_seq = last_seq - 1")]
    [InlineData("UPDATE audit_chain SET link = (SELECT link FROM audit_seals WHERE number = 6)")]
    [InlineData("UPDATE audit_chain SET head = link")]
    [InlineData("DELETE FROM audit_chain")]
    public async Task A_forged_or_missing_head_is_found_for_ever(string forgery)
    {
        var log = await SealedLog.Of(server, 9);
        await RemoveEvents(log, 7, 9);
        await log.Sql("DELETE FROM audit_seals WHERE number >= 7");

        await log.Sql(forgery);

        Assert.Contains((await log.Verify()).Damages, damage => damage.Kind is AuditDamageKind.HeadChanged or AuditDamageKind.Rewritten);
        await log.Add(2);
        await log.Seal();
        Assert.Contains((await log.Verify()).Damages, damage => damage is { Kind: AuditDamageKind.HeadChanged, Number: 7 });
    }

    [Fact]
    public async Task An_event_that_was_put_in_among_older_ones_is_found()
    {
        var log = await SealedLog.Of(server, 9);
        var forged = log.Event(4);

        await Insert(log, forged with { EventSeq = -1 });

        var damage = Assert.Single((await log.Verify()).Damages);
        Assert.Equal((AuditDamageKind.Inserted, forged.EventId), (damage.Kind, damage.EventId));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(1)]
    [InlineData(10)]
    public async Task An_event_that_was_put_in_with_a_seal_is_found(int number)
    {
        var log = await SealedLog.Of(server, 9);
        var forged = log.Event(4) with { EventSeq = -1 };

        await Insert(log, forged);
        await log.Renumber(number, 1);
        await InsertSeal(log, new AuditChain(new byte[32]), number, forged, number == 1 ? AuditChain.Beginning : (await log.SealOf(number - 1)).Link);

        var damage = Assert.Single((await log.Verify()).Damages);
        Assert.Equal((AuditDamageKind.Inserted, (long)number, forged.EventId), (damage.Kind, damage.Number!.Value, damage.EventId));
    }

    [Theory]
    [InlineData("link", 5)]
    [InlineData("link", 1)]
    [InlineData("link", 9)]
    [InlineData("digest", 5)]
    [InlineData("digest", 9)]
    public async Task A_replaced_hash_is_found_and_told_from_a_changed_event(string column, int number)
    {
        var log = await SealedLog.Of(server, 9);

        await log.Sql($"UPDATE audit_seals SET {column} = @hash WHERE number = {number}", ("hash", new byte[32]));

        Assert.Equal([$"SealChanged {number}"], await log.Damages());
    }

    [Theory]
    [InlineData("event_id", "'x'")]
    [InlineData("at_ms", "at_ms + 1")]
    [InlineData("sealed_at", "sealed_at + 1")]
    [InlineData("event_id", "event_id || 'x', digest = link")]
    public async Task A_changed_seal_is_found(string column, string value)
    {
        var log = await SealedLog.Of(server, 9);

        await log.Sql($"UPDATE audit_seals SET {column} = {value} WHERE number = 5");

        Assert.Equal(["SealChanged 5"], await log.Damages());
    }

    [Fact]
    public async Task A_jump_in_the_numbers_is_found()
    {
        var log = await SealedLog.Of(server, 9);

        await log.Renumber(5, 2);

        Assert.Contains("SealChanged 7", await log.Damages(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_chain_that_was_rewritten_without_the_key_is_found()
    {
        var log = await SealedLog.Of(server, 9);
        await log.Sql("UPDATE audit_events SET principal = 'nobody'");

        var chain = new AuditChain([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
        var link = AuditChain.Beginning;
        foreach (var (seal, happened) in await server.Stored(store => store.AuditSeals.Page(0, 100)))
        {
            var forged = seal with { Digest = chain.Digest(happened!) };
            link = chain.Link(link, forged);
            await log.Sql("UPDATE audit_seals SET digest = @digest, link = @link WHERE number = @number", ("digest", forged.Digest), ("link", link), ("number", seal.Number));
        }

        var head = (await server.Stored(store => store.AuditSeals.Head()))!;
        await log.Sql("UPDATE audit_chain SET link = @link, head = @head", ("link", link), ("head", chain.Head(head.Number, head.LastSeq, link)));

        var damages = (await log.Verify()).Damages;
        Assert.Equal([AuditDamageKind.HeadChanged, AuditDamageKind.Rewritten], damages.Select(damage => damage.Kind).Order());
    }

    [Fact]
    public async Task A_part_that_was_rewritten_without_the_key_is_found()
    {
        var log = await SealedLog.Of(server, 9);
        await log.Sql("UPDATE audit_events SET principal = 'nobody' WHERE event_seq = (SELECT event_seq FROM audit_seals WHERE number = 8)");
        var chain = new AuditChain(new byte[32]);
        var link = (await log.SealOf(7)).Link;
        foreach (var (seal, happened) in await server.Stored(store => store.AuditSeals.Page(7, 100)))
        {
            var forged = seal with { Digest = chain.Digest(happened!) };
            link = chain.Link(link, forged);
            await log.Sql("UPDATE audit_seals SET digest = @digest, link = @link WHERE number = @number", ("digest", forged.Digest), ("link", link), ("number", seal.Number));
        }

        Assert.Equal([8L, 9L], (await log.Verify()).Damages.Select(damage => damage.Number!.Value));
    }

    [Fact]
    public async Task Damage_without_end_is_counted_and_not_told_without_end()
    {
        var log = await SealedLog.Of(server, ChainCheck.Told + 50);
        await log.Sql("UPDATE audit_events SET outcome = 'x' WHERE event_seq > (SELECT min(event_seq) FROM audit_seals)");

        var found = await log.Verify();

        Assert.Equal((ChainCheck.Told, 49), (found.Damages.Count, found.MoreDamages));
    }

    [Fact]
    public async Task A_key_that_does_not_open_is_named()
    {
        var log = await SealedLog.Of(server, 3);
        await log.Sql("UPDATE audit_chain SET key_sealed = link");

        await Refused.With(
            "AuditKeyUnusable", 409, "The key of the audit log's chain does not open: its row in audit_chain was changed. Nothing can be verified; restore that row from a backup.",
            () => log.Verify());
    }

    [Theory]
    [InlineData("")]
    [InlineData("9")]
    [InlineData("9:")]
    [InlineData("-9:0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("9:000000000000000000000000000000000000000000000000000000000000000g")]
    [InlineData("9:00000000000000000000000000000000000000000000000000000000000000000")]
    public Task A_head_of_another_form_is_refused(string head) => Refused.With(
        "ValidationError", 400, $"'{head}' is not a head of the audit log. Expected: a number, a colon, and 64 hexadecimal digits, as 'audit verify' prints it.",
        () => server.AsAdmin(new VerifyAuditLog.Request([head])));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(server, "countersign:VerifyAuditLog", "*", new VerifyAuditLog.Request());

    private static Task RemoveEvents(SealedLog log, int first, int last) => log.Sql(
        $"DELETE FROM audit_events WHERE event_seq IN (SELECT event_seq FROM audit_seals WHERE number BETWEEN {first} AND {last})");

    private static async Task Swap(SealedLog log, string table, string column, long one, long other)
    {
        await log.Sql($"UPDATE {table} SET {column} = -1 WHERE {column} = {one}");
        await log.Sql($"UPDATE {table} SET {column} = {one} WHERE {column} = {other}");
        await log.Sql($"UPDATE {table} SET {column} = {other} WHERE {column} = -1");
    }

    private static Task Insert(SealedLog log, AuditEvent forged) => log.Sql(
        "INSERT INTO audit_events (event_seq, event_id, account_id, at_ms, action, principal, outcome, record) VALUES (@seq, @id, @account, @at, @action, @principal, @outcome, @record)",
        ("seq", forged.EventSeq), ("id", forged.EventId), ("account", forged.AccountId), ("at", forged.AtMs),
        ("action", forged.Action), ("principal", forged.Principal), ("outcome", forged.Outcome), ("record", forged.Record));

    private static async Task InsertSeal(SealedLog log, AuditChain chain, long number, AuditEvent forged, byte[] before)
    {
        var seal = new AuditSeal
        {
            Number = number,
            EventSeq = forged.EventSeq,
            EventId = forged.EventId,
            AtMs = forged.AtMs,
            SealedAt = DateTimeOffset.FromUnixTimeMilliseconds(forged.AtMs),
            Digest = chain.Digest(forged),
            Link = before,
        };
        await log.Sql(
            string.Create(CultureInfo.InvariantCulture, $"INSERT INTO audit_seals (number, event_seq, event_id, at_ms, sealed_at, digest, link) VALUES ({number}, {seal.EventSeq}, @id, {seal.AtMs}, {seal.SealedAt.ToUnixTimeSeconds()}, @digest, @link)"),
            ("id", seal.EventId), ("digest", seal.Digest), ("link", chain.Link(before, seal)));
    }
}
