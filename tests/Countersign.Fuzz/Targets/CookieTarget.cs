using System.Text;
using Countersign.Console;
using Countersign.Console.Frame;
using Countersign.SignIn;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace Countersign.Fuzz;

/// <summary>The console's cookies, as a browser sends them: session, sign-in under way, known browser, account.</summary>
/// <remarks>Input: the value of the header Cookie.</remarks>
internal sealed class CookieTarget : Target
{
    private static readonly KnownBrowsers Browsers = new(new EphemeralDataProtectionProvider());
    private static readonly ConsoleCookies Cookies = new(new ServerOptions());

    public override string Name => "cookies";

    public override IEnumerable<byte[]> Seeds =>
    [
        Encoding.ASCII.GetBytes($"countersign-session-0={UniqueId.OfCookie()}; countersign-browser-0={Browsers.Issue("alice")}; countersign-account-0=111122223333"),
        Encoding.ASCII.GetBytes($"__Host-countersign-attempt={UniqueId.OfCookie()}; countersign-attempt-0={UniqueId.OfCookie()}"),
    ];

    public override IReadOnlyList<string> Words => ["countersign-session-0=", "countersign-attempt-0=", "countersign-browser-0=", "countersign-account-0=", "; ", "=", "\"", "%3B", "CfDJ8"];

    public override void Read(byte[] input)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Cookie = Encoding.UTF8.GetString(input);
        foreach (var cookie in Enum.GetValues<ConsoleCookie>())
        {
            if (Cookies.Read(http, cookie) is not { } value)
                continue;
            Promise.Same(SessionProof.HashOf(value).Length, 32, "the hash of a token");
            if (Browsers.Read(value, "alice") is { } id)
                Promise.That(Browsers.Read(value, "bob") is null && id.Length > 0, "a browser that knows everybody");
        }
    }
}
