using System.Diagnostics;
using System.Globalization;
using Countersign.Tests;
using Microsoft.Data.Sqlite;

namespace Countersign.Clients.Tests.Faults;

/// <summary>Disks that are full, closed, or tell lies.</summary>
public sealed class DiskTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-disk-");
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };
    private readonly HttpClient _cookies = ConsoleVisitor.NewClient();

    private static DateTimeOffset Now => Load.Now;

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _cookies.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task While_the_disk_is_full_reads_are_answered_and_writes_refused_unspent_and_all_goes_on_when_there_is_room()
    {
        using var disk = await SmallDisk.Mount(Path.Combine(_folder.FullName, "disk"), mebibytes: 8);
        var settings = new NodeSettings(Path.Combine(disk.Folder, "data")) { Through = disk.Through };
        var node = await Start(disk, settings);
        try
        {
            var first = await FirstStartOn(disk, settings);
            var admin = node.Client(_http, first);
            var load = new Load(new Ledger(), _http, first, new ConsoleVisitor(_cookies));
            var (user, serial, seed) = (await load.UserWithDevice(admin))!.Value;
            var code = new Phone(seed).CodeAt(Now.AddSeconds(30));
            using var open = await disk.KeepOpen($"{settings.Data}/countersign.db");    // a connection is closed after an error: perhaps the last one

            await disk.Fill();

            var since = Stopwatch.StartNew();
            await Unavailable(admin.Iam(Now, "CreateUser", ("UserName", "full")));
            var refusal = since.Elapsed;
            await Unavailable(user.Sts(Now, "GetSessionToken", ("SerialNumber", serial), ("TokenCode", code)));
            for (var i = 0; i < 3; i++)
                Assert.Equal(200, (await admin.Iam(Now, "ListUsers")).Status);
            await node.Says($"The disk with {settings.Data}/countersign.db is full.");

            await node.DisposeAsync();    // killed at the worst moment, and started without any room
            node = await NodeProcess.Start(settings);
            Assert.Equal(200, (await admin.Iam(Now, "ListUsers")).Status);
            await disk.Fill();    // the start may have won some: it writes the log of the database back into it
            await Unavailable(admin.Iam(Now, "CreateUser", ("UserName", "full")));

            await disk.Free();
            var session = await user.Sts(Now, "GetSessionToken", ("SerialNumber", serial), ("TokenCode", code));
            Assert.True(session.Status == 200, session.Body);
            Assert.Equal(200, (await admin.Iam(Now, "CreateUser", ("UserName", "full"))).Status);
            Said($"disk full: refused in {refusal.TotalMilliseconds:0} ms");

            await disk.Fill();
            await Unavailable(admin.Iam(Now, "CreateUser", ("UserName", "again")));
            await disk.Free();
            since.Restart();
            while ((await admin.Iam(Now, "CreateUser", ("UserName", "again"))).Status != 200)
                Assert.True(since.Elapsed < TimeSpan.FromSeconds(10), node.Log);
            Said($"room again: written after {since.ElapsedMilliseconds} ms without a restart");
            Assert.Equal("ok\n", await disk.Run("python3", "-c", $"import sqlite3; print(sqlite3.connect('{settings.Data}/countersign.db').execute('PRAGMA integrity_check').fetchone()[0])"));
        }
        finally
        {
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_file_that_may_not_grow_refuses_writes_and_is_not_damaged()
    {
        // The shell ignores the signal, so that writing beyond the limit is an error, as of a disk that fails.
        var settings = new NodeSettings(Path.Combine(_folder.FullName, "data")) { Through = ["bash", "-c", "trap '' XFSZ && exec \"$@\"", "bash"] };
        await using var node = await NodeProcess.Start(settings);
        var first = NodeProcess.FirstStart(settings.Data);
        var admin = node.Client(_http, first);
        await Limit(node, new FileInfo(Path.Combine(settings.Data, "countersign.db-wal")).Length.ToString(CultureInfo.InvariantCulture));

        await Unavailable(admin.Iam(Now, "CreateUser", ("UserName", "limited")));
        Assert.Equal(200, (await admin.Iam(Now, "ListUsers")).Status);
        await node.Says($"The disk with {settings.Data}/countersign.db does not work: reading or writing failed.");

        await Limit(node, "unlimited");
        Assert.Equal(200, (await admin.Iam(Now, "CreateUser", ("UserName", "limited"))).Status);
        Assert.Equal("ok", await Ask(settings, "PRAGMA integrity_check"));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_said_at_start()
    {
        using var disk = await SmallDisk.Mount(Path.Combine(_folder.FullName, "disk"), mebibytes: 8);
        var settings = new NodeSettings(Path.Combine(disk.Folder, "data")) { Through = disk.Through };
        await using (await Start(disk, settings))
        {
        }

        await disk.MakeReadOnly();

        var (exitCode, said) = await NodeProcess.Refuses(settings);
        Assert.Equal(1, exitCode);
        Assert.Matches($@"^countersign: The data folder {settings.Data} cannot be written: [^\n]*$", said);
    }

    [Fact]
    public async Task A_page_that_is_damaged_under_a_running_server_is_named_and_the_next_start_refuses()
    {
        var settings = new NodeSettings(Path.Combine(_folder.FullName, "data"));
        var node = await NodeProcess.Start(settings);
        try
        {
            var first = NodeProcess.FirstStart(settings.Data);
            var admin = node.Client(_http, first);
            Assert.Equal(200, (await admin.Iam(Now, "CreateUser", ("UserName", "before"))).Status);
            await Ask(settings, "PRAGMA wal_checkpoint(TRUNCATE)");
            var page = long.Parse(await Ask(settings, "SELECT rootpage FROM sqlite_master WHERE name = 'users'"), CultureInfo.InvariantCulture);
            var size = long.Parse(await Ask(settings, "PRAGMA page_size"), CultureInfo.InvariantCulture);
            await using (var file = new FileStream(Path.Combine(settings.Data, "countersign.db"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            {
                file.Position = (page - 1) * size;
                await file.WriteAsync(Enumerable.Repeat((byte)0x5a, (int)size).ToArray(), TestContext.Current.CancellationToken);
            }

            await Ask(settings, "UPDATE accounts SET revision = revision + 1");    // whoever remembers pages reads them again
            await Unavailable(admin.Iam(Now, "ListUsers"));
            await node.Says($"The database {settings.Data}/countersign.db is damaged. Stop the server and restore a backup.");

            await node.Kill();
            await node.DisposeAsync();
            var (exitCode, said) = await NodeProcess.Refuses(settings);
            Assert.Equal(1, exitCode);
            Assert.Matches($@"^countersign: The database {settings.Data}/countersign\.db is damaged \([^\n]*nothing in it was changed\.$", said);
        }
        finally
        {
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task Servers_that_start_at_once_in_one_folder_do_so_one_after_the_other_and_a_lock_left_behind_stops_nobody()
    {
        var settings = new NodeSettings(Path.Combine(_folder.FullName, "data"));
        Directory.CreateDirectory(settings.Data);
        await File.WriteAllTextAsync(Path.Combine(settings.Data, "start.lock"), "", TestContext.Current.CancellationToken);

        var nodes = await Task.WhenAll(NodeProcess.Start(settings), NodeProcess.Start(new NodeSettings(settings.Data)));

        await using var one = nodes[0];
        await using var other = nodes[1];
        var first = NodeProcess.FirstStart(settings.Data);
        foreach (var node in nodes)
            Assert.Equal(200, (await node.Client(_http, first).Sts(Now, "GetCallerIdentity")).Status);

        Assert.Equal("1", await Ask(settings, "SELECT count(*) FROM accounts"));
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task A_start_that_hangs_is_named_to_the_next_one()
    {
        var settings = new NodeSettings(Path.Combine(_folder.FullName, "data"));
        Directory.CreateDirectory(settings.Data);
        await using var held = new FileStream(Path.Combine(settings.Data, "start.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        var (exitCode, said) = await NodeProcess.Refuses(settings);

        Assert.Equal(1, exitCode);
        Assert.Matches(@"^countersign: Another Countersign has been starting in [^\n]*$", said);
    }

    private static void Said(FormattableString figures) => TestContext.Current.TestOutputHelper!.WriteLine(figures.ToString(CultureInfo.InvariantCulture));

    private static async Task Unavailable(Task<SignedClient.Answer> call)
    {
        var answer = await call;
        Assert.True((answer.Status, answer.Code) == (503, "ServiceUnavailable"), answer.Body);
    }

    private static async Task<NodeProcess> Start(SmallDisk disk, NodeSettings settings)
    {
        await disk.Run("mkdir", settings.Data);
        return await NodeProcess.Start(settings);
    }

    private static async Task<FirstStart> FirstStartOn(SmallDisk disk, NodeSettings settings) =>
        NodeProcess.ReadFirstStart(await disk.Run("cat", Path.Combine(settings.Data, NodeProcess.FirstStartName)));

    private static async Task Limit(NodeProcess node, string bytes)
    {
        var ran = await Tool.Run("prlimit", ["--pid", node.Id.ToString(CultureInfo.InvariantCulture), $"--fsize={bytes}:unlimited"]);
        Assert.True(ran.ExitCode == 0, ran.Error);
    }

    private static async Task<string> Ask(NodeSettings settings, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(settings.Data, "countersign.db")};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the texts above
        command.CommandText = sql;
#pragma warning restore CA2100
        return Convert.ToString(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), CultureInfo.InvariantCulture) ?? "";
    }
}
