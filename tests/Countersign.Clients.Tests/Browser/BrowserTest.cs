using Microsoft.Playwright;

namespace Countersign.Clients.Tests.Browser;

/// <summary>A test with visitors, each with a browser of its own. Whatever it does, the watch must have nothing to say.</summary>
public abstract class BrowserTest(Site site) : IAsyncLifetime
{
    private readonly List<(IPage Page, Watch Watch)> _open = [];

    /// <summary>The server and the browser.</summary>
    protected Site Site { get; } = site;

    /// <summary>The password of users that tests create.</summary>
    protected const string Password = "Alice-Horse-1";

    /// <inheritdoc/>
    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var (page, _) in _open)
            await page.Context.CloseAsync();
        await Close();
        Nothing(_open.SelectMany(open => open.Watch.Complaints));
    }

    /// <summary>Ends what the test began, when its visitors have gone.</summary>
    protected virtual ValueTask Close() => ValueTask.CompletedTask;

    /// <summary>Fails with every line of what was found, if anything was.</summary>
    protected static void Nothing(IEnumerable<string> found)
    {
        var lines = found.Distinct(StringComparer.Ordinal).ToList();
        Assert.True(lines.Count == 0, string.Join('\n', lines));
    }

    /// <summary>Somebody who has not signed in.</summary>
    internal async Task<Visitor> Visitor(RunningServer? server = null, bool javaScript = true)
    {
        server ??= Site.Server;
        var watch = new Watch(server.Url);
        var page = await Site.NewPage(watch, javaScript);
        _open.Add((page, watch));
        return new Visitor(page, server);
    }

    /// <summary>The administrator, signed in.</summary>
    internal async Task<Visitor> Admin()
    {
        var admin = await Visitor();
        await admin.SignIn("admin", Site.AdminPassword);
        await admin.IsAt("Users");
        return admin;
    }

    /// <summary>A user with a password and a device, and the administrator who made them.</summary>
    internal async Task<(Visitor Admin, string UserName, Phone Phone)> UserWithPhone(string deviceName = "phone")
    {
        var admin = await Admin();
        var userName = Site.Server.NewName("alice");
        await admin.CreateUser(userName, Password);
        return (admin, userName, await admin.Assign(userName, deviceName));
    }

    /// <summary>How long a pattern may be looked for.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>A user without device, signed in.</summary>
    internal async Task<(Visitor Alice, string UserName)> User()
    {
        var admin = await Admin();
        var userName = Site.Server.NewName("alice");
        await admin.CreateUser(userName, Password);
        var alice = await Visitor();
        await alice.SignIn(userName, Password);
        await alice.IsAt("My security credentials");
        return (alice, userName);
    }

    /// <summary>The wizard's first step, for a passkey.</summary>
    internal static async Task BeginToAssign(Visitor visitor, string userName, string deviceName, string leadsTo = "Set up your passkey or security key")
    {
        await visitor.Open($"/users/{userName}/mfa/assign");
        await visitor.Type("Device name", deviceName);
        await visitor.Press("Next");
        await visitor.IsAt(leadsTo);
    }

    /// <summary>Assigns a passkey to oneself, of the authenticator that is plugged in.</summary>
    internal static async Task Assign(Visitor visitor, string userName, string deviceName)
    {
        await BeginToAssign(visitor, userName, deviceName);
        await visitor.Press("Create passkey");
        await visitor.IsAt($"{deviceName} is assigned");
    }

    /// <summary>Signs in with password and passkey.</summary>
    internal static async Task SignInWithPasskey(Visitor visitor, string userName)
    {
        await visitor.SignIn(userName, Password);
        await visitor.IsAt("Use your passkey");
        await visitor.Press("Use passkey");
        await visitor.IsAt("My security credentials");
    }

    /// <summary>Reads what the browser could not do, where a screen reader tells it too.</summary>
    internal static Task Says(Visitor visitor, string text) =>
        Microsoft.Playwright.Assertions.Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync(text);

    internal Task<(string? Code, string? Cause)> LastRefusal(string action, RunningServer? server = null) => (server ?? Site.Server).LastRefusal(action);
}
