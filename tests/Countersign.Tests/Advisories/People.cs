using Countersign.Identity;
using Countersign.Tests.Identity;

namespace Countersign.Tests.Advisories;

/// <summary>Whom the holes of others would have been used against.</summary>
internal static class People
{
    /// <summary>A user with a password and no more.</summary>
    public static async Task<string> Somebody(this TestServer server, params string[] documents)
    {
        var user = await server.AddUser(server.NewName(), documents);
        await server.AsAdmin(new CreateLoginProfile.Request(user.UserName, Passwords.First));
        return user.UserName;
    }

    /// <summary>A user with a password and a phone.</summary>
    public static async Task<(string Name, PhoneApp Phone)> Enrolled(this TestServer server, params string[] documents)
    {
        var name = await server.Somebody(documents);
        return (name, await server.AddDevice(name));
    }

    /// <summary>A browser in which the password was right.</summary>
    public static async Task<Browser> Pending(this TestServer server, string name, string sourceIp = "203.0.113.7")
    {
        var browser = new Browser(server, sourceIp);
        await browser.Password(name, Passwords.First);
        return browser;
    }
}
