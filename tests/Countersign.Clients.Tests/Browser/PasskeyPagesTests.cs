using Countersign.Storage;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Countersign.Clients.Tests.Browser;

/// <summary>The pages of passkeys: pictured in light and dark, wide and narrow; nothing for axe to find, nothing to scroll sideways.</summary>
[Collection(OtherBrowser.Name)]
public sealed class PasskeyPagesTests(Site site) : BrowserTest(site)
{
    private static readonly ColorScheme[] Themes = [ColorScheme.Light, ColorScheme.Dark];
    private static readonly int[] Widths = [1280, 360];

    [Fact]
    public async Task Every_page_is_for_everybody()
    {
        await using var server = new RunningServer();
        await server.InitializeAsync();
        var found = new List<string>();
        var admin = await Visitor(server);
        // So that nothing is picked by itself on the sign-in page.
        await admin.Page.AddInitScriptAsync("PublicKeyCredential.isConditionalMediationAvailable = async () => false");
        await admin.SignInForTheFirstTime(Site.AdminPassword);
        var key = await Authenticator.PlugInto(admin.Page);

        await admin.Open("/users/admin/mfa/assign");
        await admin.IsAt("Assign MFA device");
        await Look(admin, "assign-kinds", found);
        await BeginToAssign(admin, "admin", "passkey");
        await Look(admin, "passkey-set-up", found);
        await admin.Press("Create passkey");
        await admin.IsAt("passkey is assigned");
        await Look(admin, "passkey-done", found);
        await BeginToAssign(admin, "admin", "second");
        await admin.Press("Create passkey");
        await Says(admin, "This passkey or security key is registered here already. Use another one.");
        await Look(admin, "passkey-set-up-refused", found);
        await admin.Open("/my/security-credentials");
        await admin.Follow("Manage passkey");
        await admin.IsAt("passkey");
        await Look(admin, "passkey-manage", found);
        await admin.Follow("Rename");
        await admin.IsAt("Rename passkey");
        await Look(admin, "rename", found);
        await admin.Open("/confirm/passkey");
        await admin.IsAt("Confirm that it is you");
        await Look(admin, "confirm-passkey", found);
        await admin.Assign("admin", "phone", "Set up your authenticator app");
        await server.Demand(new MfaSettings { PasswordlessSignIn = true });
        await admin.Press("Sign out");
        await admin.IsAt("Sign in");
        await Look(admin, "sign-in-with-passkey", found);
        await admin.SignIn("admin", Site.AdminPassword);
        await admin.Open("/sign-in/passkey");
        await admin.IsAt("Use your passkey");
        await Look(admin, "passkey-sign-in", found);
        await key.Clear();
        await admin.Page.GetByText("Try another way").ClickAsync();
        await admin.Press("Use passkey");
        await Says(admin, "No passkey was used: it was cancelled, there is none here, or the time was over. Try again when you are ready.");
        await Look(admin, "passkey-sign-in-refused", found);

        Nothing(found);
    }

    [Fact]
    public async Task Who_must_have_a_device_sets_up_a_passkey_in_the_middle_of_the_sign_in()
    {
        await using var server = new RunningServer();
        await server.InitializeAsync();
        var found = new List<string>();
        var admin = await Visitor(server);
        await admin.SignInForTheFirstTime(Site.AdminPassword);
        await admin.CreateUser("alice", Password);
        await server.Demand(new MfaSettings { RequiredFrom = server.Clock.GetUtcNow() });
        var alice = await Visitor(server);
        await Authenticator.PlugInto(alice.Page);

        await alice.SignIn("alice", Password);
        await alice.IsAt("Assign MFA device");
        await alice.Press("Next");
        await alice.IsAt("Set up your passkey or security key");
        await Look(alice, "enrol-passkey", found);
        await alice.Press("Create passkey");
        await alice.IsAt("passkey is assigned");
        await alice.Page.SetViewportSizeAsync(1280, 800);    // the badge is not shown on a phone
        await alice.Reads("MFA just now");

        Nothing(found);
    }

    private static async Task Look(Visitor visitor, string name, List<string> found)
    {
        foreach (var theme in Themes)
        {
            await visitor.Page.EmulateMediaAsync(new() { ColorScheme = theme });
            var result = await visitor.Page.RunAxe();
            Assert.NotEmpty(result.Passes);
            found.AddRange(
                from violation in result.Violations
                from node in violation.Nodes
                select $"{name} ({theme}): {violation.Help}: {node.Html}");
            foreach (var width in Widths)
            {
                await visitor.Page.SetViewportSizeAsync(width, 800);
                if (await visitor.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") is var wide && wide > width)
                    found.Add($"{name}: {wide} px at {width}");
                await visitor.Page.ScreenshotAsync(new()
                {
                    Path = Path.Combine(PictureTests.Folder, $"{name}-{(theme == ColorScheme.Light ? "light" : "dark")}-{width}.png"),
                    FullPage = true,
                });
            }
        }
    }
}
