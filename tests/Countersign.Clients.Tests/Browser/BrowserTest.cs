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
        Nothing(_open.SelectMany(open => open.Watch.Complaints));
    }

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
}
