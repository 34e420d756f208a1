using Countersign.Mfa;

namespace Countersign.Tests;

[Collection<SharedServer>]
public sealed class ShowMfaEnrolmentTests(TestServer server)
{
    [Fact]
    public async Task The_same_browser_sees_the_same_key_again()
    {
        var (alice, serial) = await Begun();

        var first = await server.Run(alice, new ShowMfaEnrolment.Request(alice.Name, serial));
        var second = await server.Run(alice, new ShowMfaEnrolment.Request(alice.Name, serial));

        Assert.Equal(first.Base32Key, second.Base32Key);
        Assert.Contains("secret=" + first.Base32Key, first.Link, StringComparison.Ordinal);
        Assert.DoesNotContain(first.Base32Key, first.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_browser_of_the_same_user_and_an_administrator_do_not_see_it()
    {
        var (alice, serial) = await Begun();
        IProof[] others =
        [
            await AsConsole.Open(server, alice.Name),
            new AsUser(alice.Name),
            new AsUser("admin"),
            await AsConsole.Open(server, "admin"),
        ];

        foreach (var other in others)
            await Over(other, alice.Name, serial);
    }

    [Fact]
    public async Task After_a_quarter_of_an_hour_it_is_gone()
    {
        var (alice, serial) = await Begun();
        server.Clock.Advance(TimeSpan.FromMinutes(15));

        await Over(alice, alice.Name, serial);
    }

    [Fact]
    public Task It_needs_a_policy_and_tells_nobody_else_whether_the_user_exists() => Refused.WithoutPolicy(
        server, "iam:EnableMFADevice", server.UserArn("ghost"),
        new ShowMfaEnrolment.Request("ghost", SerialNumber.Parse("arn:aws:iam::123456789012:mfa/ghost")));

    private Task Over(IProof who, string userName, SerialNumber serial) => Refused.With(
        "NoSuchEntity", 404, "The time for setting up this device is over, or it was set up in another browser. Start again.",
        () => server.Run(who, new ShowMfaEnrolment.Request(userName, serial)));

    private async Task<(AsConsole Alice, SerialNumber Serial)> Begun()
    {
        var user = await server.AddUser(server.NewName(), """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:*","Resource":"*"}}""");
        var alice = await AsConsole.Open(server, user.UserName);
        return (alice, (await server.Run(alice, new StartMfaEnrolment.Request(alice.Name, "phone"))).SerialNumber);
    }
}
