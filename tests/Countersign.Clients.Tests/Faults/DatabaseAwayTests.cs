using System.Diagnostics;
using System.Globalization;
using Countersign.Clients.Tests.Api;
using Countersign.Tests;
using Npgsql;

namespace Countersign.Clients.Tests.Faults;

/// <summary>Two nodes over a PostgreSQL server that goes away, and a node that does.</summary>
public sealed class DatabaseAwayTests : IAsyncLifetime
{
    private static readonly TimeSpan Fast = TimeSpan.FromSeconds(3);

    private const string Boto3 = """
        import sys, boto3
        from botocore.config import Config
        sts = boto3.client("sts", endpoint_url=sys.argv[1], config=Config(retries={"mode": "standard", "max_attempts": 10}))
        sts.meta.events.register("response-received.sts.GetCallerIdentity", lambda **answer: open(sys.argv[2], "w").close())
        print(sts.get_caller_identity()["ResponseMetadata"]["RetryAttempts"])
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-away-");
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };
    private readonly HttpClient _cookies = ConsoleVisitor.NewClient();
    private PostgresCluster _cluster = null!;
    private string _database = "";
    private NodeProcess _first = null!;
    private NodeProcess _second = null!;

    private FirstStart Admin => NodeProcess.FirstStart(_first.Settings.Data);

    private static DateTimeOffset Now => Load.Now;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _cluster = await PostgresCluster.Start(durable: true);
        _database = await _cluster.NewDatabase();
        var one = new NodeSettings(Path.Combine(_folder.FullName, "one")) { Database = _database };
        one = one with { PublicUrl = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{one.Port}") };
        _first = await NodeProcess.Start(one);
        _second = await NodeProcess.Start(new NodeSettings(Path.Combine(_folder.FullName, "two"))
        {
            Database = _database,
            PublicUrl = one.PublicUrl,
            MasterKeyFile = Path.Combine(one.Data, "master.key"),
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _cookies.Dispose();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        await _cluster.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_node_killed_under_load_loses_no_answered_write_and_no_session()
    {
        var console = new ConsoleVisitor(_cookies);
        await console.SignIn(_first.Address, Admin);
        var ledger = new Ledger();
        var load = new Load(ledger, _http, Admin, console);
        using var stop = new CancellationTokenSource();
        var work = load.Run([_first.Address, _second.Address], stop.Token);
        await ledger.More(writes: 60);

        await _first.Kill();

        Assert.Equal(200, (await console.Get(_second.Address, "/users")).Status);
        await ledger.More(writes: 60);
        await stop.CancelAsync();
        await work;
        await using var connection = await Open();
        var found = await ledger.Check(connection);
        await ledger.Replay(() => Now, _second.Address, 3);
        Assert.Equal(200, (await console.Get(_second.Address, "/users")).Status);
        Assert.True(ledger.Refusals.Keys.All(status => status < 500), string.Join(' ', ledger.Refusals));
        Said($"node killed: {ledger.Answers} writes answered, {found} facts found, the session goes on at the other node");
    }

    [Theory]
    [InlineData("fast")]
    [InlineData("immediate")]
    public async Task While_the_database_is_away_requests_fail_fast_and_spend_nothing_and_all_goes_on_when_it_is_back(string stop)
    {
        var console = new ConsoleVisitor(_cookies);
        await console.SignIn(_second.Address, Admin);
        var ledger = new Ledger();
        var load = new Load(ledger, _http, Admin, console);
        var admin = _first.Client(_http, Admin);
        var (user, serial, seed) = (await load.UserWithDevice(admin))!.Value;
        using var enough = new CancellationTokenSource();
        var work = load.Run([_first.Address], enough.Token);
        await ledger.More(writes: 30);
        var reads = 0;
        for (; reads < 20; reads++)
            Assert.Equal(200, (await admin.Sts(Now, "GetCallerIdentity")).Status);    // their events are written behind

        await _cluster.Stop(stop);

        await enough.CancelAsync();
        await work;
        Assert.True(ledger.Refusals.Keys.All(status => status == 503), string.Join(' ', ledger.Refusals));
        var slowest = TimeSpan.Zero;
        var code = new Phone(seed).CodeAt(Now.AddSeconds(30));
        for (var i = 0; i < 5; i++)
        {
            slowest = Longer(slowest, await Refused(() => admin.Sts(Now, "GetCallerIdentity")));
            slowest = Longer(slowest, await Refused(() => admin.Iam(Now, "CreateUser", ("UserName", "never"))));
            slowest = Longer(slowest, await Refused(() => user.Sts(Now, "GetSessionToken", ("SerialNumber", serial), ("TokenCode", code))));
            foreach (var page in new[] { "/users", "/sign-in" })
            {
                var since = Stopwatch.StartNew();
                var (status, html) = await console.Get(_second.Address, page);
                slowest = Longer(slowest, since.Elapsed);
                Assert.Equal(503, status);
                Assert.Contains("try again", html, StringComparison.OrdinalIgnoreCase);
            }
        }

        Assert.True(slowest < Fast, $"the slowest refusal took {slowest}");
        var answered = Path.Combine(_folder.FullName, "answered");
        var sdk = stop == "fast" ? Sdk(answered) : null;
        while (sdk is { IsCompleted: false } && !File.Exists(answered))    // it is to be refused once
            await Task.Delay(20, TestContext.Current.CancellationToken);

        await _cluster.Start();

        var back = Stopwatch.StartNew();
        while ((await admin.Sts(Now, "GetCallerIdentity")).Status != 200)
            Assert.True(back.Elapsed < TimeSpan.FromSeconds(15), _first.Log);
        var recovered = back.Elapsed;
        reads++;
        var session = await user.Sts(Now, "GetSessionToken", ("SerialNumber", serial), ("TokenCode", code));
        Assert.True(session.Status == 200, session.Body);    // no failed request has spent it
        Assert.Equal(200, (await console.Get(_second.Address, "/users")).Status);
        if (sdk is not null)
        {
            var ran = await sdk;
            Assert.True(ran.ExitCode == 0, ran.Error);
            Assert.InRange(int.Parse(ran.Output, CultureInfo.InvariantCulture), 1, 9);
            reads++;
        }

        await using var connection = await Open();
        await ledger.Check(connection);
        await Events(connection, "sts:GetCallerIdentity", reads);
        await _first.Says("was answered with 503: The PostgreSQL server does not answer.");
        Said($"stop -m {stop}: slowest refusal {slowest.TotalMilliseconds:0} ms, first answer {recovered.TotalMilliseconds:0} ms after the database was back, {ledger.Answers} writes found, {reads} events of reads found");
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static void Said(FormattableString figures) => TestContext.Current.TestOutputHelper!.WriteLine(figures.ToString(CultureInfo.InvariantCulture));

    private static async Task<TimeSpan> Refused(Func<Task<SignedClient.Answer>> call)
    {
        var since = Stopwatch.StartNew();
        var answer = await call();
        Assert.True((answer.Status, answer.Code) == (503, "ServiceUnavailable"), answer.Body);
        return since.Elapsed;
    }

    // Events that waited while the database was away are there a moment after it is back.
    private static async Task Events(NpgsqlConnection connection, string action, int count)
    {
        var since = Stopwatch.StartNew();
        long found;
        do
        {
            await using var command = new NpgsqlCommand("SELECT count(*) FROM audit_events WHERE action = @action AND outcome = 'Success'", connection);
            command.Parameters.AddWithValue("action", action);
            found = (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        }
        while (found < count && since.Elapsed < TimeSpan.FromSeconds(10));
        Assert.Equal(count, found);
    }

    private Task<Tool.Ran> Sdk(string answered) => Tool.Run(
        "/usr/bin/python3", ["-c", Boto3, _second.Address.ToString(), answered], Keys.Of(Admin).Environment(_folder.FullName));

    private async Task<NpgsqlConnection> Open()
    {
        var connection = new NpgsqlConnection(_database + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }
}
