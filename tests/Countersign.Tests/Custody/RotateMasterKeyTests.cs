using Countersign.Custody;
using Countersign.Storage;

namespace Countersign.Tests.Custody;

public sealed class RotateMasterKeyTests : IAsyncLifetime
{
    private Place _place = null!;

    public async ValueTask InitializeAsync() => _place = await Place.New();

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    [Fact]
    public async Task The_new_master_key_opens_everything_and_the_old_one_nothing()
    {
        Alice alice;
        await using (var node = await Node.Start(_place))
        {
            alice = await node.AddAlice();
            var before = await _place.MasterKeyText();
            MasterKey.Prepare(_place.MasterKey);
            Assert.Equal(2, (await node.AsOperator(new RotateMasterKey.Request())).Wrapped);
            MasterKey.Adopt(_place.MasterKey);

            Assert.NotEqual(before, await _place.MasterKeyText(), StringComparer.Ordinal);
            Assert.Equal(before, await File.ReadAllTextAsync(MasterKey.Previous(_place.MasterKey), TestContext.Current.CancellationToken));
            Assert.EndsWith("user/alice", await node.Call(alice.Key), StringComparison.Ordinal);    // it runs on
            Assert.Empty((await node.AsOperator(new VerifyKeys.Request())).Shut);
        }

        await using (var again = await Node.Start(_place))
            Assert.EndsWith("user/alice", await again.Call(alice.Key), StringComparison.Ordinal);
        File.Copy(MasterKey.Previous(_place.MasterKey), _place.MasterKey, overwrite: true);
        Assert.Contains("does not open", (await Assert.ThrowsAsync<StartupException>(() => Node.Start(_place))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crash_before_the_new_one_takes_its_place_is_mended_by_the_next_start()
    {
        await using (var node = await Node.Start(_place))
        {
            MasterKey.Prepare(_place.MasterKey);
            await node.AsOperator(new RotateMasterKey.Request());
            await node.AsOperator(new RotateKeys.Request(true, true, false));    // goes on, with the key that is to follow
            node.Database.Sealing.Refresh();
            Assert.Empty((await node.AsOperator(new VerifyKeys.Request())).Shut);
        }

        await using (var again = await Node.Start(_place))
            Assert.Empty((await again.AsOperator(new VerifyKeys.Request())).Shut);
        Assert.False(File.Exists(MasterKey.Next(_place.MasterKey)));
        Assert.True(File.Exists(MasterKey.Previous(_place.MasterKey)));
    }

    [Fact]
    public async Task A_new_one_that_was_only_made_changes_nothing()
    {
        await using (await Node.Start(_place))
            Assert.True(MasterKey.Prepare(_place.MasterKey));

        Assert.False(MasterKey.Prepare(_place.MasterKey));
        await using (var again = await Node.Start(_place))
            Assert.Empty((await again.AsOperator(new VerifyKeys.Request())).Shut);
        Assert.True(File.Exists(MasterKey.Next(_place.MasterKey)));
        Assert.False(File.Exists(MasterKey.Previous(_place.MasterKey)));
    }

    [Fact]
    public async Task Another_node_runs_on_and_says_which_file_it_needs_for_newer_keys()
    {
        await using var place = await Place.New(onPostgres: true);
        await using var one = await Node.Start(place);
        using var beside = place.Beside();
        await using var two = await Node.Start(beside);
        var alice = await one.AddAlice();
        MasterKey.Prepare(place.MasterKey);
        await one.AsOperator(new RotateMasterKey.Request());
        MasterKey.Adopt(place.MasterKey);
        Assert.EndsWith("user/alice", await two.Call(alice.Key), StringComparison.Ordinal);

        await one.AsOperator(new RotateKeys.Request(true, false, false));
        one.Database.Sealing.Refresh();
        var bob = await one.AddAlice("bob");
        Assert.Equal(503, (await Assert.ThrowsAsync<ApiError>(() => two.Call(bob.Key))).Status);
        var needed = await Assert.ThrowsAsync<StorageException>(() => two.Database.Read(store => store.AccessKeys.Secret(bob.Key.AccessKeyId), TestContext.Current.CancellationToken));
        Assert.Contains("copy it from there", needed.Message, StringComparison.Ordinal);
        File.Copy(place.MasterKey, MasterKey.Next(beside.MasterKey));
        Assert.EndsWith("user/bob", await two.Call(bob.Key), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_has_no_shell_on_the_server_is_refused_whatever_policies_say()
    {
        await using var node = await Node.Start(_place);

        await Refused.With(
            "AccessDenied", 403, "countersign:RotateMasterKey is for the command line on the server: it needs the master key.",
            () => node.AsAdmin(new RotateMasterKey.Request()));
    }
}
