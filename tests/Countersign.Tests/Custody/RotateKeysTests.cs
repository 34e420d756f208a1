using System.Security.Cryptography;
using Countersign.Cli;
using Countersign.Custody;
using Countersign.Storage;
using Countersign.Sts;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Custody;

public sealed class RotateKeysTests : IAsyncLifetime
{
    private Place _place = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _place = await Place.New();

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    [Fact]
    public async Task After_a_rotation_everything_opens_on_every_node_and_the_old_key_goes()
    {
        await using var one = await Node.Start(_place);
        await using var two = await Node.Start(_place);
        var alice = await one.AddAlice();
        Assert.Equal(1, (await Verify(one)).Keys[0].Id);

        var made = await one.AsOperator(new RotateKeys.Request(Data: true, Session: false, Console: false));
        one.Database.Sealing.Refresh();
        var bob = await one.AddAlice("bob");    // sealed with a key that node two has not heard of
        Assert.EndsWith("user/bob", await two.Call(bob.Key), StringComparison.Ordinal);
        Assert.EndsWith("user/alice", await two.Call(alice.Key), StringComparison.Ordinal);

        var (count, shut) = await KeyChange.Reseal(one.Database, () => Task.CompletedTask, Cancellation);
        Assert.Equal((0, true), (shut, count >= 3));    // alice's and the administrator's secret key, alice's seed
        Assert.Empty(await KeyChange.Retire(one.Database, _place.Clock.GetUtcNow(), Cancellation));    // too early: node two may still seal with it
        _place.Clock.Advance(DataKeys.Grace);
        await KeyChange.Retire(one.Database, _place.Clock.GetUtcNow(), Cancellation);    // unless a server was quicker

        await using var three = await Node.Start(_place);    // knows only what is left
        foreach (var node in new[] { one, two, three })
        {
            Assert.EndsWith("user/alice", await node.Call(alice.Key), StringComparison.Ordinal);
            await node.SignIn(alice, alice.CodeAt(_place.Clock.GetUtcNow()));
            _place.Clock.Advance(PhoneApp.Step);
        }

        var found = await Verify(three);
        Assert.Empty(found.Shut);
        Assert.Equal([made.DataKeyId!.Value], found.Keys.Where(key => key.Purpose == WrappedKey.ForData).Select(key => key.Id));
    }

    [Fact]
    public async Task Whoever_stops_in_the_middle_leaves_everything_readable_and_a_server_carries_it_to_its_end()
    {
        await using var node = await Node.Start(_place);
        var people = new List<Alice>();
        for (var i = 0; i < 3; i++)
            people.Add(await node.AddAlice($"alice-{i}"));
        await node.AsOperator(new RotateKeys.Request(Data: true, Session: false, Console: false));
        node.Database.Sealing.Refresh();

        await Assert.ThrowsAsync<OperationCanceledException>(
            () => KeyChange.Reseal(node.Database, () => throw new OperationCanceledException(), Cancellation));    // after the first transaction
        var half = await Verify(node);
        Assert.Empty(half.Shut);
        Assert.Equal(2, half.Keys.Count(key => key.Values.Count > 0));

        _place.Clock.Advance(DataKeys.Grace);
        var keeper = KeeperOf(node);
        for (var keeping = keeper.Keep(Cancellation); !keeping.IsCompleted;)
        {
            _place.Clock.Advance(TimeSpan.FromSeconds(1));    // it rests between its transactions
            await Task.Yield();
        }

        var whole = await Verify(node);
        Assert.Empty(whole.Shut);
        Assert.Single(whole.Keys, key => key.Purpose == WrappedKey.ForData);
        foreach (var person in people)
            Assert.EndsWith(person.Name, await node.Call(person.Key), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_written_while_it_is_sealed_anew_is_not_written_over()
    {
        await using var node = await Node.Start(_place);
        var alice = await node.AddAlice();
        var place = SealedPlace.All.Single(place => place.Table == "mfa_devices");
        var old = (await node.Database.Read(store => store.SealedValues.Page(place, null), Cancellation)).Single();
        var device = (await node.Database.Read(store => store.MfaDevices.Find(node.Admin.AccountId, alice.Phone.Serial.Value), Cancellation))!;
        byte[] changed = [.. "12345678901234567890"u8];
        await node.Database.Write(
            async store =>
            {
                await store.MfaDevices.Reseal(device, changed, "");
                return Nothing.Value;
            },
            Cancellation);

        await node.Database.Write(
            async store =>
            {
                await store.SealedValues.Replace(place, [(old, store.SealedValues.Seal(place, old, [1, 2, 3]))]);
                return Nothing.Value;
            },
            Cancellation);

        Assert.Equal(changed, await node.Database.Read(store => store.MfaDevices.Secret(device), Cancellation));
    }

    [Fact]
    public async Task Temporary_credentials_live_on_under_the_key_that_issued_them_and_new_ones_work_on_every_node()
    {
        await using var one = await Node.Start(_place);
        await using var two = await Node.Start(_place);
        var alice = await one.AddAlice();
        var longest = await one.Session(alice, (int)SessionToken.LongestLifetime.TotalSeconds);

        var made = await one.AsOperator(new RotateKeys.Request(Data: false, Session: true, Console: false));
        one.Database.Sealing.Refresh();
        Assert.Equal(made.SessionKeyId, one.Database.Sealing.IssuingSessionKey.Id);
        var fresh = await one.Session(alice);
        Assert.EndsWith("user/alice", await two.Call(fresh), StringComparison.Ordinal);
        Assert.EndsWith("user/alice", await two.Call(longest), StringComparison.Ordinal);

        _place.Clock.Advance(SessionToken.LongestLifetime - TimeSpan.FromSeconds(1));
        Assert.Empty(await KeyChange.Retire(one.Database, _place.Clock.GetUtcNow(), Cancellation));
        Assert.EndsWith("user/alice", await two.Call(longest), StringComparison.Ordinal);    // to its last second
        _place.Clock.Advance(DataKeys.Grace + TimeSpan.FromSeconds(1));
        await KeyChange.Retire(one.Database, _place.Clock.GetUtcNow(), Cancellation);    // unless a server was quicker
        one.Database.Sealing.Refresh();
        Assert.Null(one.Database.Sealing.SessionKey(2));
    }

    [Fact]
    public async Task Temporary_credentials_are_over_at_once_where_that_is_said_and_new_ones_work()
    {
        await using var one = await Node.Start(_place);
        await using var two = await Node.Start(_place);
        var alice = await one.AddAlice();
        var before = await one.Session(alice);
        Assert.EndsWith("user/alice", await two.Call(before), StringComparison.Ordinal);

        await one.AsOperator(new RotateKeys.Request(Data: false, Session: true, Console: false, EndSessions: true));
        one.Database.Sealing.Refresh();

        Assert.EndsWith("user/alice", await two.Call(await one.Session(alice)), StringComparison.Ordinal);
        foreach (var node in new[] { one, two })
            Assert.Equal("InvalidClientTokenId", (await Refused.By(() => node.Call(before))).Code);
        Assert.EndsWith("user/alice", await two.Call(alice.Key), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nodes_that_make_keys_at_once_make_different_ones()
    {
        await using var one = await Node.Start(_place);
        await using var two = await Node.Start(_place);

        var made = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? one : two).AsOperator(new RotateKeys.Request(true, true, false))));

        Assert.Equal(12, made.SelectMany(keys => new[] { keys.DataKeyId, keys.SessionKeyId }).Distinct().Count());
        one.Database.Sealing.Refresh();
        Assert.Equal(made.Max(keys => keys.DataKeyId), one.Database.Sealing.CurrentKeyId);
        Assert.Empty((await Verify(one)).Shut);
    }

    [Fact]
    public async Task Whoever_calls_and_signs_in_while_keys_rotate_again_and_again_notices_nothing()
    {
        await using var one = await Node.Start(_place);
        await using var two = await Node.Start(_place);
        var alice = await one.AddAlice();
        using var stop = new CancellationTokenSource();
        var calls = 0;
        var calling = new[] { one, two }.Select(node => Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    await node.Call(alice.Key);
                    await node.Call(await node.Session(alice));
                    await node.Call((await node.AddKey()).Key);
                    Interlocked.Increment(ref calls);
                }
            },
            Cancellation)).ToList();

        for (var round = 0; round < 5; round++)
        {
            await one.AsOperator(new RotateKeys.Request(Data: true, Session: true, Console: false));
            one.Database.Sealing.Refresh();
            await KeyChange.Reseal(one.Database, () => Task.CompletedTask, Cancellation);
            for (var before = calls; calls < before + 2 && !calling.Exists(task => task.IsFaulted);)
                await Task.Yield();
        }

        await stop.CancelAsync();
        await Task.WhenAll(calling);
        Assert.Empty((await Verify(one)).Shut);
    }

    [Fact]
    public async Task Cookies_of_the_console_still_open_after_a_rotation_on_every_node()
    {
        string cookie;
        await using (var one = await Node.Start(_place))
        {
            cookie = Protector(one).Protect("who was here");
            var from = KeysRotateCommand.MakeRingKey(one.Database, _place.Clock.GetUtcNow());
            Assert.Equal(_place.Clock.GetUtcNow().AddDays(2), from);    // by then every server has read the ring again
            await one.AsOperator(new RotateKeys.Request(Data: true, Session: false, Console: true));
            one.Database.Sealing.Refresh();
            await KeyChange.Reseal(one.Database, () => Task.CompletedTask, Cancellation);
            Assert.Equal("who was here", Protector(one).Unprotect(cookie));
        }

        await using var two = await Node.Start(_place);
        Assert.Equal("who was here", Protector(two).Unprotect(cookie));
        Assert.Equal(2, (await two.Database.Read(store => store.DataProtectionKeys.All(), Cancellation)).Count);
    }

    [Fact]
    public async Task A_key_that_nobody_has_made_opens_nothing()
    {
        await using var node = await Node.Start(_place);

        Assert.Null(node.Database.Sealing.SessionKey(99));
        Assert.Throws<CryptographicException>(() => node.Database.Sealing.Open([.. Sealing.Prefix(99), .. new byte[40]], "t", "c", "r"));
    }

    [Fact]
    public async Task Whoever_has_no_shell_on_the_server_is_refused_whatever_policies_say()
    {
        await using var node = await Node.Start(_place);

        await Refused.With(
            "AccessDenied", 403, "countersign:RotateKeys is for the command line on the server: it needs the master key.",
            () => node.AsAdmin(new RotateKeys.Request(true, true, true)));
    }

    private static IDataProtector Protector(Node node) =>
        node.Server.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private static KeyKeeper KeeperOf(Node node) => new(
        node.Database, node.Place.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<KeyKeeper>.Instance);

    private static Task<VerifyKeys.Response> Verify(Node node) => node.AsOperator(new VerifyKeys.Request());
}
