using Countersign.Identity;
using Countersign.Sts;
using Countersign.Tests.Identity;

namespace Countersign.Tests.UnderFire;

public sealed class OneCodeManyRequestsTests(TestServer server) : IClassFixture<TestServer>
{
    public static TheoryData<string> Kinds => HeldDevice.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Of_fifty_requests_with_one_right_code_at_console_and_STS_exactly_one_wins(string kind)
    {
        for (var round = 1; round <= 3; round++)
            await RaceOfRightCodes(kind, $"198.51.100.{round}");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task CVE_2023_33170_of_a_hundred_wrong_codes_at_once_no_more_are_judged_than_the_limit_allows(string kind)
    {
        for (var round = 1; round <= 3; round++)
            await RaceOfWrongCodes(kind, $"198.51.100.{100 + round}");
    }

    private async Task RaceOfRightCodes(string kind, string source)
    {
        var (name, device) = await UserWith(kind);
        var code = device.Code;
        var pending = new List<Browser>();
        for (var i = 0; i < 25; i++)
        {
            var browser = new Browser(server, source);
            await browser.Password(name, Passwords.First);
            pending.Add(browser);
        }

        var requests = pending.Select(browser => (Func<Task>)(() => browser.Code(code)))
            .Concat(Enumerable.Range(0, 25).Select(_ => (Func<Task>)(
                () => server.Run(new AsUser(name), new GetSessionToken.Request(null, device.Serial.Value, code)))))
            .ToList();
        var outcomes = await Race.Of(requests);

        Assert.Equal(1, outcomes.Count(outcome => outcome is null));
        Assert.All(outcomes, outcome => Assert.True(outcome is null or "InvalidAuthenticationCode" or "AccessDenied" or "SignInExpired", outcome));
    }

    private async Task RaceOfWrongCodes(string kind, string source)
    {
        var (name, device) = await UserWith(kind);
        var wrong = device.WrongCode;
        var browser = new Browser(server, source);
        await browser.Password(name, Passwords.First);
        using var judged = new JudgedCodes(server);

        var outcomes = await Race.Of(Enumerable.Range(0, 100).Select(i => (Func<Task>)(i % 2 == 0
            ? () => browser.Code(wrong)
            : () => server.Run(new AsUser(name), new GetSessionToken.Request(null, device.Serial.Value, wrong)))).ToList());

        Assert.Equal(Attempt.FreeTries, judged.Count);
        Assert.All(outcomes, Assert.NotNull);
    }

    private async Task<(string Name, HeldDevice Device)> UserWith(string kind)
    {
        var user = await server.AddUser(server.NewName());
        await server.AsAdmin(new CreateLoginProfile.Request(user.UserName, Passwords.First));
        return (user.UserName, await server.AddDeviceOfKind(user.UserName, kind));
    }
}
