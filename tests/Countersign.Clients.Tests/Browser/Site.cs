using Microsoft.Playwright;

namespace Countersign.Clients.Tests.Browser;

/// <summary>Tests with a browser share one server and one Chromium, and run one after the other; beside them those of <see cref="OtherBrowser"/>.</summary>
[CollectionDefinition(Name)]
public sealed class OneBrowser : ICollectionFixture<Site>
{
    /// <summary>What test classes name to belong to it.</summary>
    public const string Name = "browser";
}

/// <summary>Those about signing in, at a server and a Chromium of their own: a visitor waits as often as it works, and there are two cores.</summary>
[CollectionDefinition(Name)]
public sealed class OtherBrowser : ICollectionFixture<Site>
{
    /// <summary>What test classes name to belong to it.</summary>
    public const string Name = "other browser";
}

/// <summary>A server whose administrator has signed in once, and a browser to visit it with.</summary>
public sealed class Site : IAsyncLifetime
{
    internal const string AdminPassword = "Correct-Horse-1";

    /// <summary>Everything a machine with few cores may need; a page is normally there within a tenth of a second.</summary>
    private const float PatienceMs = 15_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The server.</summary>
    public RunningServer Server { get; } = new();

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await Server.InitializeAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium-headless-shell",
            Headless = true,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
            ],
        });
        Assertions.SetDefaultExpectTimeout(PatienceMs);

        var page = await NewPage(new Watch(Server.Url));
        await new Visitor(page, Server).SignInForTheFirstTime(AdminPassword);
        await page.Context.CloseAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.CloseAsync();
        _playwright?.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>A page in a browser profile of its own.</summary>
    internal async Task<IPage> NewPage(Watch watch, bool javaScript = true)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            JavaScriptEnabled = javaScript,
            ReducedMotion = ReducedMotion.Reduce,    // what is judged is the page, not the way there
            ColorScheme = ColorScheme.Light,
        });
        context.SetDefaultTimeout(PatienceMs);
        watch.Over(context);
        return await context.NewPageAsync();
    }
}
