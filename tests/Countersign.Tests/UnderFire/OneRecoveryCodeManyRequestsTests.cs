using Countersign.SignIn;
using Countersign.Storage;
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
        var pending = await Pending(alice.Name, 50);

        using var gate = new ManualResetEventSlim();
        var running = pending.Select(token => Task.Run(async () =>
        {
            gate.Wait();
            try
            {
                await server.Run(new PendingProof(token), new SignInWithRecoveryCode.Request(code));
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

    /// <summary>Sign-ins that have come as far as the second factor, straight into the table: hashing passwords takes longer than all the rest.</summary>
    private async Task<IReadOnlyList<string>> Pending(string userName, int count)
    {
        var tokens = Enumerable.Range(0, count).Select(_ => UniqueId.OfCookie()).ToList();
        await server.Database.Write(
            async store =>
            {
                var user = (await store.Users.Find(server.Admin.AccountId, userName))!;
                foreach (var token in tokens)
                {
                    await store.SignInAttempts.Add(new SignInAttempt
                    {
                        AttemptHash = SessionProof.HashOf(token),
                        AccountId = user.AccountId,
                        UserId = user.UserId,
                        Step = SignInAttempt.SecondFactor,
                        PasswordAt = server.Clock.GetUtcNow(),
                        ExpiresAt = server.Clock.GetUtcNow() + NextStep.Lifetime,
                    });
                }

                return Nothing.Value;
            },
            TestContext.Current.CancellationToken);
        return tokens;
    }
}
