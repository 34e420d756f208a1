using Microsoft.Playwright;

namespace Countersign.Clients.Tests.Browser;

/// <summary>Saves what people see, so that a change of the look can be looked at: <c>artifacts/screenshots/NAME-THEME-WIDTH.png</c>.</summary>
[Trait("Category", "Long")]
[Collection(OneBrowser.Name)]
public sealed class PictureTests(Site site) : BrowserTest(site)
{
    private static readonly int[] Widths = [1280, 360];
    private static readonly ColorScheme[] Themes = [ColorScheme.Light, ColorScheme.Dark];
    private static readonly string[] Pictured =
        ["sign-in", "mfa-code", "users", "create-user", "security-credentials", "assign", "set-up", "done", "remove",
        "recovery-codes", "recovery-codes-shown", "sign-in-recovery", "recovered", "bypass-code", "bypass-code-shown", "settings", "soon-required",
        "other-ways", "settings-refused", "enrol", "enrol-set-up",
         "tokens", "token", "token-lost", "token-delete", "token-import", "token-preview", "token-set-up", "token-export",
        "policies", "policy", "policy-create", "policy-refused", "policy-delete", "attach", "groups", "group", "group-permissions", "group-delete",
        "roles", "role", "role-create", "role-trust", "role-delete", "user-permissions", "explained"];

    [Fact]
    public async Task Every_page_is_pictured_in_light_and_dark_on_phone_and_desk()
    {
        await using var server = new RunningServer();    // with nobody in the pictures who has no business there
        await server.InitializeAsync();
        var admin = await Visitor(server);
        await admin.SignInForTheFirstTime(Site.AdminPassword);
        var saved = new List<string>();

        await Tour.Past(admin, await Visitor(server), "alice", Password, async (name, visitor) =>
        {
            if (!Pictured.Contains(name, StringComparer.Ordinal))
                return;
            saved.Add(name);
            foreach (var theme in Themes)
            {
                await visitor.Page.EmulateMediaAsync(new() { ColorScheme = theme });
                foreach (var width in Widths)
                {
                    await visitor.Page.SetViewportSizeAsync(width, 800);
                    var file = $"{name}-{(theme == ColorScheme.Light ? "light" : "dark")}-{width}.png";
                    await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(Folder, file), FullPage = true });
                }
            }
        });

        Assert.Equal(Pictured.Order(StringComparer.Ordinal), saved.Order(StringComparer.Ordinal));
    }

    /// <summary>Where pictures are kept.</summary>
    internal static string Folder => Path.Combine(Root(), "artifacts", "screenshots");

    /// <summary>The folder of the solution.</summary>
    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Countersign.slnx")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"No Countersign.slnx above {AppContext.BaseDirectory}.");
        return folder.FullName;
    }
}
