using Countersign.Identity;
using Countersign.Mfa;
using Countersign.SignIn;
using Countersign.Storage;
using Countersign.Tests.Identity;

namespace Countersign.Tests.SignIn;

[Collection<SharedServer>]
public sealed class RenewSessionTests(TestServer server)
{
    [Fact]
    public async Task The_new_token_opens_the_same_session_and_the_old_one_none()
    {
        var alice = await RecoveringUser.Make(server);
        var browser = await alice.SignedIn(alice.Codes[0]);
        var before = await browser.Who();
        server.Clock.Advance(TimeSpan.FromMinutes(1));

        var answer = await browser.Run(new RenewSession.Request());

        Assert.Equal("SessionExpired", (await Refused.By(browser.Who)).Code);
        var session = new SessionProof(answer.Token!, new SignInOptions(), server.Service<LastUsed>());
        var after = await server.Run(session, new GetSession.Request());
        Assert.Equal((before.UserName, before.MfaAt, before.SignedInBy), (after.UserName, after.MfaAt, after.SignedInBy));
    }

    [Fact]
    public async Task An_unfinished_device_comes_along()
    {
        var user = await server.AddUser(server.NewName());
        await server.AsAdmin(new CreateLoginProfile.Request(user.UserName, Passwords.First));
        await server.AsAdmin(new AttachUserPolicy.Request(user.UserName, Arn.OfBuiltInPolicy(ManagedPolicies.SelfManagement)));
        var browser = new Browser(server);
        await browser.Password(user.UserName, Passwords.First);
        var started = await browser.Run(new StartMfaEnrolment.Request(user.UserName, "phone"));

        var token = (await browser.Run(new RenewSession.Request())).Token!;

        var session = new SessionProof(token, new SignInOptions(), server.Service<LastUsed>());
        Assert.Equal("phone", (await server.Run(session, new ShowMfaEnrolment.Request(user.UserName, started.SerialNumber))).DeviceName);
    }

    [Fact]
    public async Task It_is_for_sessions_of_the_console_only()
    {
        var alice = await RecoveringUser.Make(server);

        foreach (var proof in new IProof[] { new NoProof(), new AsUser(alice.Name), new AsSession(alice.Name, server.Clock.GetUtcNow()), new AsLocalOperator() })
            Assert.Equal("SessionExpired", (await Refused.By(() => server.Run(proof, new RenewSession.Request()))).Code);
    }
}
