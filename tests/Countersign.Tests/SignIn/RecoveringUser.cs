using Countersign.Identity;
using Countersign.SignIn;
using Countersign.Tests.Identity;

namespace Countersign.Tests.SignIn;

/// <summary>A user with a password, a phone and ten recovery codes.</summary>
internal sealed record RecoveringUser(TestServer Server, string Name, PhoneApp Phone, IReadOnlyList<RecoveryCode> Codes)
{
    public static async Task<RecoveringUser> Make(TestServer server)
    {
        var user = await server.AddUser(server.NewName());
        await server.AsAdmin(new CreateLoginProfile.Request(user.UserName, Passwords.First));
        await server.AsAdmin(new AttachUserPolicy.Request(user.UserName, Arn.OfBuiltInPolicy(ManagedPolicies.SelfManagement)));
        var phone = await server.AddDevice(user.UserName);
        var session = await AsConsole.Open(server, user.UserName, server.Clock.GetUtcNow());
        return new RecoveringUser(server, user.UserName, phone, (await server.Run(session, new CreateRecoveryCodes.Request())).Codes);
    }

    /// <summary>A browser in which the password was right.</summary>
    public async Task<Browser> Pending()
    {
        var browser = new Browser(Server);
        Assert.Equal(SignInStep.SecondFactor, await browser.Password(Name, Passwords.First));
        return browser;
    }

    /// <summary>A browser that has signed in with a code.</summary>
    public async Task<Browser> SignedIn(RecoveryCode code)
    {
        var browser = await Pending();
        Assert.Equal(SignInStep.Done, await browser.Recovery(code));
        return browser;
    }

    /// <summary>How many codes are left, as an administrator sees it.</summary>
    public async Task<int?> Left() => (await Server.AsAdmin(new GetUserCredentials.Request(Name))).Recovery.Left;
}
