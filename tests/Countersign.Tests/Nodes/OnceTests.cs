using Countersign.Identity;
using Countersign.Mfa.Passkeys;
using Countersign.SignIn;
using Countersign.Storage;
using Countersign.Sts;
using Countersign.Tests.Identity;
using Countersign.Tests.SignIn;
using Countersign.Tests.UnderFire;

namespace Countersign.Tests.Nodes;

/// <summary>What works once works once on all nodes together, and what is limited is limited on all together.</summary>
public sealed class OnceTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    public static TheoryData<string> Kinds => HeldDevice.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Of_fifty_requests_with_one_right_code_at_console_and_STS_of_both_nodes_exactly_one_wins(string kind)
    {
        for (var round = 1; round <= 3; round++)
        {
            var (name, device) = await UserWith(kind);
            var code = device.Code;
            var requests = new List<Func<Task>>();
            for (var i = 0; i < 25; i++)
            {
                var browser = await Pending(name);
                var (here, there) = i % 2 == 0 ? (nodes.First, nodes.Second) : (nodes.Second, nodes.First);
                requests.Add(() => here.Run(new PendingProof(browser), new SignInWithCode.Request(code)));
                requests.Add(() => there.Run(new AsUser(name), new GetSessionToken.Request(null, device.Serial.Value, code)));
            }

            var outcomes = await Race.Of(requests);

            Assert.Equal(1, outcomes.Count(outcome => outcome is null));
            Assert.All(outcomes, outcome => Assert.True(outcome is null or "InvalidAuthenticationCode" or "AccessDenied", outcome));
        }
    }

    [Fact]
    public async Task Of_fifty_requests_with_one_recovery_code_at_both_nodes_exactly_one_wins()
    {
        var alice = await RecoveringUser.Make(nodes.First);
        for (var round = 0; round < 3; round++)
        {
            nodes.First.Clock.Advance(Attempt.LongestWait);    // those that lost have been counted
            var pending = new List<string>();
            for (var i = 0; i < 50; i++)
                pending.Add(await Pending(alice.Name));

            var outcomes = await Race.Of(pending.Select((token, i) => (Func<Task>)(
                () => nodes.All[i % 2].Run(new PendingProof(token), new SignInWithRecoveryCode.Request(alice.Codes[round])))).ToList());

            Assert.Equal(1, outcomes.Count(outcome => outcome is null));
            Assert.Equal(9 - round, await alice.Left());
        }
    }

    [Fact]
    public async Task Of_fifty_requests_with_one_answer_of_a_passkey_at_both_nodes_exactly_one_wins()
    {
        await PasskeyUser.Settings(nodes.First, new MfaSettings { PasswordlessSignIn = true });
        var (user, _) = await PasskeyUser.Enrolled(nodes.First, new SoftKey { IsBackupEligible = true, Count = null });    // it does not count: only the challenge decides
        using var _ = user;
        for (var round = 0; round < 3; round++)
        {
            var asked = await nodes.First.Run(new NoProof(), new StartPasskeySignIn.Request());
            var answer = PasskeyAssertion.Parse(user.Key.Get(asked.Options!));

            var outcomes = await Race.Of(Enumerable.Range(0, 50).Select(i => (Func<Task>)(
                () => nodes.All[i % 2].Run(new NoProof(), new SignInWithDiscoverablePasskey.Request(answer, asked.Challenge!)))).ToList());

            Assert.Equal(1, outcomes.Count(outcome => outcome is null));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Of_a_hundred_wrong_codes_at_once_at_both_nodes_no_more_are_judged_than_the_limit_allows(string kind)
    {
        var (name, device) = await UserWith(kind);
        var pending = await Pending(name);
        var wrong = device.WrongCode;
        using var first = new JudgedCodes(nodes.First);
        using var second = new JudgedCodes(nodes.Second);

        var outcomes = await Race.Of(Enumerable.Range(0, 100).Select(i => (Func<Task>)(i % 4 < 2
            ? () => nodes.All[i % 2].Run(new PendingProof(pending), new SignInWithCode.Request(wrong))
            : () => nodes.All[i % 2].Run(new AsUser(name), new GetSessionToken.Request(null, device.Serial.Value, wrong)))).ToList());

        Assert.All(outcomes, Assert.NotNull);
        Assert.Equal(Attempt.FreeTries, first.Count + second.Count);
    }

    [Fact]
    public async Task After_five_wrong_codes_on_this_node_and_that_both_say_wait()
    {
        var (name, device) = await UserWith("app");
        for (var i = 0; i < Attempt.FreeTries; i++)
        {
            var pending = await Pending(name);
            Assert.Null((await Refused.By(() => nodes.All[i % 2].Run(new PendingProof(pending), new SignInWithCode.Request(device.WrongCode)))).RetryAfter);
        }

        foreach (var node in nodes.All)
        {
            var pending = await Pending(name);
            Assert.Equal(TimeSpan.FromSeconds(1), (await Refused.By(() => node.Run(new PendingProof(pending), new SignInWithCode.Request(device.Code)))).RetryAfter);
        }

        nodes.First.Clock.Advance(TimeSpan.FromSeconds(1));
        await nodes.Second.Run(new PendingProof(await Pending(name)), new SignInWithCode.Request(device.Code));
    }

    [Fact]
    public async Task After_five_wrong_passwords_on_this_node_and_that_both_say_wait()
    {
        var (name, _) = await UserWith("app");
        for (var i = 0; i < Attempt.FreeTries; i++)
            Assert.Null((await Refused.By(() => new Browser(nodes.All[i % 2]).Password(name, Passwords.Second))).RetryAfter);

        foreach (var node in nodes.All)
            Assert.NotNull((await Refused.By(() => new Browser(node).Password(name, Passwords.First))).RetryAfter);
    }

    private async Task<(string Name, HeldDevice Device)> UserWith(string kind)
    {
        var user = await nodes.First.AddUser(nodes.First.NewName());
        await nodes.First.AsAdmin(new CreateLoginProfile.Request(user.UserName, Passwords.First));
        return (user.UserName, await nodes.First.AddDeviceOfKind(user.UserName, kind));
    }

    /// <summary>A sign-in that has come as far as the second factor, straight into the table: hashing passwords takes longer than all the rest.</summary>
    private async Task<string> Pending(string userName)
    {
        var token = UniqueId.OfCookie();
        await nodes.First.Database.Write(
            async store =>
            {
                var user = (await store.Users.Find(nodes.First.Admin.AccountId, userName))!;
                await store.SignInAttempts.Add(new SignInAttempt
                {
                    AttemptHash = SessionProof.HashOf(token),
                    AccountId = user.AccountId,
                    UserId = user.UserId,
                    Step = SignInAttempt.SecondFactor,
                    PasswordAt = nodes.Now,
                    ExpiresAt = nodes.Now + NextStep.Lifetime,
                });
                return Nothing.Value;
            },
            TestContext.Current.CancellationToken);
        return token;
    }
}
