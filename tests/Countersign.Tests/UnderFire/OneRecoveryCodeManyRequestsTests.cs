using Countersign.SignIn;
using Countersign.Tests.SignIn;

namespace Countersign.Tests.UnderFire;

public sealed class OneRecoveryCodeManyRequestsTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData(RecoveryCodeKind.Own, 1), InlineData(RecoveryCodeKind.Own, 2), InlineData(RecoveryCodeKind.Own, 3)]
    [InlineData(RecoveryCodeKind.Bypass, 1), InlineData(RecoveryCodeKind.Bypass, 2)]
    public async Task Of_fifty_requests_with_one_right_code_exactly_one_wins(RecoveryCodeKind kind, int round)
    {
        var alice = await RecoveringUser.Make(server);
        var code = kind == RecoveryCodeKind.Own
            ? alice.Codes[round]
            : (await server.AsAdmin(new Countersign.Mfa.CreateBypassCode.Request(alice.Name, 1))).Code;
        var pending = new List<Browser>();
        for (var i = 0; i < 50; i++)
            pending.Add(await alice.Pending());

        using var gate = new ManualResetEventSlim();
        var running = pending.Select(browser => Task.Run(async () =>
        {
            gate.Wait();
            try
            {
                await browser.Recovery(code);
                return null;
            }
            catch (ApiError refusal)
            {
                return refusal.Code;
            }
        })).ToList();
        gate.Set();
        var outcomes = await Task.WhenAll(running);

        Assert.Equal(1, outcomes.Count(outcome => outcome is null));
        Assert.All(outcomes, outcome => Assert.True(outcome is null or "InvalidAuthenticationCode", outcome));
        Assert.Equal(kind == RecoveryCodeKind.Own ? 9 : 10, await alice.Left());
    }
}
