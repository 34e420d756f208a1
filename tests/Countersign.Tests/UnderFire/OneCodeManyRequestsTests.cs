using System.Diagnostics.Metrics;
using Countersign.Identity;
using Countersign.Sts;
using Countersign.Tests.Identity;

namespace Countersign.Tests.UnderFire;

public sealed class OneCodeManyRequestsTests(TestServer server) : IClassFixture<TestServer>
{
    private DateTimeOffset Now => server.Clock.GetUtcNow();

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public async Task Of_fifty_requests_with_one_right_code_at_console_and_STS_exactly_one_wins(int round)
    {
        var (name, phone) = await UserWithPhone();
        var code = phone.CodeAt(Now);
        var pending = new List<Browser>();
        for (var i = 0; i < 25; i++)
        {
            var browser = new Browser(server, $"198.51.100.{round}");
            await browser.Password(name, Passwords.First);
            pending.Add(browser);
        }

        var requests = pending.Select(browser => (Func<Task>)(() => browser.Code(code)))
            .Concat(Enumerable.Range(0, 25).Select(_ => (Func<Task>)(
                () => server.Run(new AsUser(name), new GetSessionToken.Request(null, phone.Serial.Value, code)))))
            .ToList();
        var outcomes = await AtOnce(requests);

        Assert.Equal(1, outcomes.Count(outcome => outcome is null));
        Assert.All(outcomes, outcome => Assert.True(outcome is null or "InvalidAuthenticationCode" or "AccessDenied" or "SignInExpired", outcome));
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public async Task CVE_2023_33170_Of_a_hundred_wrong_codes_at_once_no_more_are_judged_than_the_limit_allows(int round)
    {
        var (name, phone) = await UserWithPhone();
        var wrong = phone.WrongCodeAt(Now);
        var browser = new Browser(server, $"198.51.100.{100 + round}");
        await browser.Password(name, Passwords.First);
        using var judged = new JudgedCodes(server);

        var outcomes = await AtOnce(Enumerable.Range(0, 100).Select(i => (Func<Task>)(i % 2 == 0
            ? () => browser.Code(wrong)
            : () => server.Run(new AsUser(name), new GetSessionToken.Request(null, phone.Serial.Value, wrong)))).ToList());

        Assert.Equal(Attempt.FreeTries, judged.Count);
        Assert.All(outcomes, Assert.NotNull);
    }

    // Null for what was granted, else the code of the refusal.
    private static async Task<IReadOnlyList<string?>> AtOnce(IReadOnlyList<Func<Task>> requests)
    {
        using var gate = new ManualResetEventSlim();
        var running = requests.Select(request => Task.Run(async () =>
        {
            gate.Wait();
            try
            {
                await request();
                return null;
            }
            catch (ApiError refusal)
            {
                return refusal.Code;
            }
        })).ToList();
        gate.Set();
        return await Task.WhenAll(running);
    }

    private async Task<(string Name, PhoneApp Phone)> UserWithPhone()
    {
        var user = await server.AddUser(server.NewName());
        await server.AsAdmin(new CreateLoginProfile.Request(user.UserName, Passwords.First));
        return (user.UserName, await server.AddDevice(user.UserName));
    }

    /// <summary>Counts codes that were compared with a secret.</summary>
    private sealed class JudgedCodes : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _count;

        public JudgedCodes(TestServer server)
        {
            var scope = server.Service<IMeterFactory>();
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "countersign.mfa.codes_judged" && instrument.Meter.Scope == scope)
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((_, measurement, _, _) => Interlocked.Add(ref _count, measurement));
            _listener.Start();
        }

        public long Count => Interlocked.Read(ref _count);

        public void Dispose() => _listener.Dispose();
    }
}
