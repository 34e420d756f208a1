using Countersign.Custody;
using Countersign.Identity;
using Countersign.Storage.Backups;

namespace Countersign.Tests.Custody;

public sealed class BackUpTests
{
    private static readonly Password Passphrase = Password.TryParse("correct horse battery")!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, false), InlineData(false, true), InlineData(true, false), InlineData(true, true)]
    public async Task What_was_backed_up_while_people_worked_lives_on_elsewhere(bool fromPostgres, bool toPostgres)
    {
        await using var from = await Place.New(fromPostgres);
        await using var node = await Node.Start(from);
        var alice = await node.AddAlice();
        var used = alice.CodeAt(from.Clock.GetUtcNow());
        var browser = await node.SignIn(alice, used);
        var session = await node.Session(alice);
        await node.AsAdmin(new PutUserPolicy.Request("alice", "all", """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:*","Resource":"*"}}"""));
        using var file = new MemoryStream();

        using var stop = new CancellationTokenSource();
        var working = Task.Run(() => Work(node, stop.Token), Cancellation);
        var done = await node.AsOperator(new BackUp.Request(file, Passphrase));
        await stop.CancelAsync();
        await working;

        await using var to = await Place.New(toPostgres, from.Clock);
        var (manifest, rows) = Restoring.Run(to.Options, file, Passphrase);
        Assert.Equal((done.Rows, fromPostgres ? "PostgreSQL" : "SQLite"), (rows, manifest.Source));
        await using var restored = await Node.Start(to);
        Assert.Null(restored.Server.FirstStart);

        // As they were: policies, access keys, the password, the device, and what it has spent.
        Assert.EndsWith("user/alice", await restored.Call(alice.Key), StringComparison.Ordinal);
        Assert.Contains("iam:*", Uri.UnescapeDataString((await restored.Run(new AsUser("alice"), new GetUserPolicy.Request("alice", "all"))).PolicyDocument), StringComparison.Ordinal);
        await Refused.By(() => restored.SignIn(alice, used));
        from.Clock.Advance(PhoneApp.Step);
        await restored.Who(await restored.SignIn(alice, alice.CodeAt(from.Clock.GetUtcNow())));
        // Begun anew: whatever may have been ended since.
        await Refused.By(() => restored.Who(browser));
        Assert.Equal("InvalidClientTokenId", (await Refused.By(() => restored.Call(session))).Code);
        Assert.EndsWith("user/alice", await restored.Call(await restored.Session(alice)), StringComparison.Ordinal);

        Assert.Empty((await restored.AsOperator(new VerifyKeys.Request())).Shut);
        Assert.NotEqual(await from.MasterKeyText(), await to.MasterKeyText(), StringComparer.Ordinal);
        await restored.AsAdmin(new CreateUser.Request("carol"));    // its audit event gets a number that is free
        using var again = new MemoryStream();
        Assert.True((await restored.AsOperator(new BackUp.Request(again, Passphrase))).Rows > done.Rows);
    }

    [Fact]
    public async Task Every_table_is_in_a_backup_but_what_belongs_to_browsers()
    {
        await using var place = await Place.New();
        await using var node = await Node.Start(place);
        var all = (await place.TableNames()).Select(name => name.ToLowerInvariant());

        var saved = await node.Database.Read(store => store.Backup.TableNames(), Cancellation);

        Assert.Equal(all.Order(StringComparer.Ordinal), saved.Concat(Tables.LeftOut).Append(Tables.Keys).Append("schemaversions").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task No_secret_is_in_the_file()
    {
        await using var place = await Place.New();
        await using var node = await Node.Start(place);
        var alice = await node.AddAlice();
        using var file = new MemoryStream();

        await node.AsOperator(new BackUp.Request(file, Passphrase));

        var text = System.Text.Encoding.Latin1.GetString(file.ToArray());
        Assert.DoesNotContain(alice.Phone.Base32Key, text, StringComparison.Ordinal);
        Assert.DoesNotContain(alice.Key.SecretAccessKey, text, StringComparison.Ordinal);
        Assert.DoesNotContain("alice", text, StringComparison.Ordinal);
        Assert.DoesNotContain("argon2id", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_short_passphrase_and_whoever_has_no_shell_are_refused()
    {
        await using var place = await Place.New();
        await using var node = await Node.Start(place);
        using var file = new MemoryStream();

        await Refused.With(
            "ValidationError", 400, "Type a passphrase of 12 to 128 characters: it is all that protects what is in the file.",
            () => node.AsOperator(new BackUp.Request(file, Password.TryParse("eleven char")!)));
        await Refused.With(
            "AccessDenied", 403, "countersign:BackUp is for the command line on the server: it needs the master key.",
            () => node.AsAdmin(new BackUp.Request(file, Passphrase)));
        Assert.Equal(0, file.Length);
    }

    private static async Task Work(Node node, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            await node.AsAdmin(new CreateUser.Request($"worker-{i}"));
            await node.AsAdmin(new CreateAccessKey.Request($"worker-{i}"));
        }
    }
}
