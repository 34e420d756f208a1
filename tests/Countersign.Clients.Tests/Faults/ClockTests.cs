using System.Globalization;
using Countersign.Tests;

namespace Countersign.Clients.Tests.Faults;

/// <summary>A clock that is set an hour ahead and back under a running server (libfaketime).</summary>
public sealed class ClockTests : IAsyncLifetime
{
    private const string Library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-clock-");
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };
    private readonly HttpClient _cookies = ConsoleVisitor.NewClient();
    private NodeProcess _node = null!;
    private TimeSpan _offset = TimeSpan.Zero;

    private string Offset => Path.Combine(_folder.FullName, "offset");
    private DateTimeOffset Now => Load.Now + _offset;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await Write(TimeSpan.Zero);
        _node = await NodeProcess.Start(new NodeSettings(Path.Combine(_folder.FullName, "data"))
        {
            Environment = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["LD_PRELOAD"] = Library,
                ["FAKETIME_TIMESTAMP_FILE"] = Offset,
                ["FAKETIME_CACHE_DURATION"] = "1",    // seconds; its threads get in each other's way when every look at the clock reads the file
                ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
            },
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _cookies.Dispose();
        await _node.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Whatever_the_clock_says_used_codes_stay_used_ends_are_kept_and_nobody_waits_for_a_time_that_was_never_there()
    {
        var first = NodeProcess.FirstStart(_node.Settings.Data);
        var admin = _node.Client(_http, first);
        var console = new ConsoleVisitor(_cookies);
        await console.SignIn(_node.Address, first);
        var load = new Load(new Ledger(), _http, first, console);
        var (user, serial, seed) = (await load.UserWithDevice(admin))!.Value;
        var (wrong, wrongSerial, wrongSeed) = (await load.UserWithDevice(admin))!.Value;
        var phone = new Phone(seed);
        var early = phone.CodeAt(Now.AddSeconds(30));
        var credentials = await Token(user, serial, early, expected: 200);
        var session = new SignedClient(
            _http, _node.Address, credentials.Between("AccessKeyId")!, credentials.Between("SecretAccessKey")!, credentials.Between("SessionToken"));
        Assert.Equal(200, (await session.Sts(Now, "GetCallerIdentity")).Status);

        await Set(TimeSpan.FromHours(1));
        Assert.Equal("ExpiredToken", (await session.Sts(Now, "GetCallerIdentity")).Code);    // it was for 15 minutes
        Assert.Equal(303, (await console.Get(_node.Address, "/users")).Status);    // an hour of rest
        await Token(user, serial, early, expected: 403);
        var late = phone.CodeAt(Now);
        await Token(user, serial, late, expected: 200);
        for (var i = 0; i < Attempt.FreeTries; i++)
            await Token(wrong, wrongSerial, new Phone(wrongSeed).CodeAt(Now.AddHours(7)), expected: 403);
        await _node.Says("The clock went ahead by 01:00:00");

        await Set(TimeSpan.Zero);
        await Token(user, serial, early, expected: 403);
        await Token(user, serial, late, expected: 403);
        await Token(user, serial, phone.CodeAt(Now), expected: 403);    // the device has been at a later time already
        Assert.Equal(200, (await session.Sts(Now, "GetCallerIdentity")).Status);
        await Token(wrong, wrongSerial, new Phone(wrongSeed).CodeAt(Now.AddSeconds(30)), expected: 200);    // five wrong tries "in an hour" hold nobody out until then
        await _node.Says("The clock went back by 01:00:00");

        await Set(TimeSpan.FromHours(-1));
        Assert.Equal(200, (await session.Sts(Now, "GetCallerIdentity")).Status);
        await Token(user, serial, phone.CodeAt(Now), expected: 403);
        await Token(user, serial, late, expected: 403);
        Assert.Equal(200, (await admin.Iam(Now, "CreateUser", ("UserName", "an-hour-ago"))).Status);

        await Set(TimeSpan.FromHours(2));
        await Token(user, serial, phone.CodeAt(Now), expected: 200);
        Assert.DoesNotContain(" failed", _node.Log, StringComparison.Ordinal);
    }

    private async Task<SignedClient.Answer> Token(SignedClient client, string serial, string code, int expected)
    {
        var answer = await client.Sts(Now, "GetSessionToken", ("SerialNumber", serial), ("TokenCode", code), ("DurationSeconds", "900"));
        Assert.True(answer.Status == expected, answer.Body);
        Assert.DoesNotContain("-", answer.Between("Message") ?? "", StringComparison.Ordinal);    // no wait is negative
        return answer;
    }

    private async Task Set(TimeSpan offset)
    {
        _offset = offset;
        await Write(offset);
        var admin = _node.Client(_http, NodeProcess.FirstStart(_node.Settings.Data));
        while ((await admin.Sts(Now, "GetCallerIdentity")).Status != 200)    // it refuses what is signed at another time
            await Task.Delay(100, TestContext.Current.CancellationToken);
    }

    private async Task Write(TimeSpan offset)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{(offset < TimeSpan.Zero ? "-" : "+")}{Math.Abs(offset.TotalSeconds):0}");
        await File.WriteAllTextAsync(Offset + ".new", text, TestContext.Current.CancellationToken);
        File.Move(Offset + ".new", Offset, overwrite: true);
    }
}
