using Countersign.Identity;
using Countersign.Mfa;
using Countersign.Storage;
using Countersign.Tests.Identity;
using Microsoft.Extensions.Logging.Abstractions;

namespace Countersign.Tests.Storage;

public sealed class SweeperTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task What_has_run_out_is_removed_and_what_the_API_made_stays()
    {
        var made = await server.AsAdmin(new CreateVirtualMFADevice.Request("api"));
        var user = await server.AddUser(server.NewName(), Documents.AllowAll);
        await server.AsAdmin(new CreateLoginProfile.Request(user.UserName, Passwords.First));
        await Assert.ThrowsAsync<ApiError>(() => new Browser(server).Password("nobody", Passwords.Second));
        var browser = new Browser(server);
        await browser.Password(user.UserName, Passwords.First);
        var started = await browser.Run(new StartMfaEnrolment.Request(user.UserName, "wizard"));
        byte[] challenge = [1, 2, 3];
        await server.Database.Write(store => store.UsedChallenges.Add(challenge, server.Clock.GetUtcNow()), TestContext.Current.CancellationToken);
        server.Clock.Advance(TimeSpan.FromDays(2));

        using var sweeper = new Sweeper(server.Database, new Countersign.SignIn.SignInOptions(), server.Clock, NullLogger<Sweeper>.Instance);
        await sweeper.Sweep();

        Assert.True(await server.Database.Write(store => store.UsedChallenges.Add(challenge, server.Clock.GetUtcNow()), TestContext.Current.CancellationToken));
        Assert.Null(await server.Stored(store => store.MfaDevices.Find(user.AccountId, started.SerialNumber.Value)));
        Assert.NotNull(await server.Stored(store => store.MfaDevices.Find(user.AccountId, made.VirtualMFADevice.SerialNumber.Value)));
        Assert.Null(await server.Stored(store => store.ConsoleSessions.Find(Countersign.SignIn.SessionProof.HashOf(browser.Token!))));
        Assert.Null(await server.Stored(store => store.AttemptCounters.Find(user.AccountId, Attempt.OfPassword("nobody", "203.0.113.7"))));
    }
}
