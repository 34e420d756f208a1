using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Clients.Tests.Browser;

/// <summary>Nothing here clicks: Tab, Enter and typing only.</summary>
[Collection(OneBrowser.Name)]
public sealed class KeyboardTests(Site site) : BrowserTest(site)
{
    /// <summary>More stops than any page of the console has.</summary>
    private const int MostStops = 60;

    [Fact]
    public async Task Signing_in_with_password_and_code_takes_no_mouse()
    {
        var (_, userName, phone) = await UserWithPhone();
        var alice = await Visitor();
        await alice.Open("/sign-in");
        await Expect(alice.Field("Account ID or alias")).ToBeFocusedAsync();
        await Keys(alice).TypeAsync(Site.Server.Admin.AccountId);
        await Keys(alice).PressAsync("Tab");
        await Keys(alice).TypeAsync(userName);
        await Keys(alice).PressAsync("Tab");
        await Keys(alice).TypeAsync(Password);
        await Keys(alice).PressAsync("Enter");

        await alice.IsAt("Enter your MFA code");
        await Expect(alice.Field("MFA code")).ToBeFocusedAsync();
        await Keys(alice).TypeAsync(await phone.NextCode());
        await Keys(alice).PressAsync("Enter");

        await alice.IsAt("My security credentials");
    }

    [Fact]
    public async Task Assigning_a_device_takes_no_mouse_and_shows_where_the_focus_is()
    {
        var admin = await Admin();
        var userName = Site.Server.NewName("alice");
        await admin.CreateUser(userName, Password);
        await admin.Open($"/users/{userName}/security-credentials");

        await TabTo(admin, admin.Page.GetByRole(AriaRole.Link, new() { Name = "Assign MFA device" }));
        await Keys(admin).PressAsync("Enter");
        await admin.IsAt("Assign MFA device");
        await Expect(admin.Field("Device name")).ToBeFocusedAsync();
        await Keys(admin).PressAsync("Control+A");
        await Keys(admin).TypeAsync("pixel-9");
        await Keys(admin).PressAsync("Tab");
        await Keys(admin).PressAsync("ArrowDown");
        await Keys(admin).PressAsync("Enter");

        await admin.IsAt($"Set up the authenticator app of {userName}");
        var key = admin.Page.Locator("#key");
        await TabTo(admin, admin.Page.Locator("summary", new() { HasText = "Can't scan?" }));
        await Keys(admin).PressAsync("Enter");
        await Expect(key).ToBeVisibleAsync();
        var phone = await admin.PhoneThatTypedTheKey();
        await TabTo(admin, admin.Field("First code"));
        await Keys(admin).TypeAsync(await phone.Code(-1));
        await Keys(admin).PressAsync("Tab");
        await Keys(admin).TypeAsync(await phone.Code());
        await Keys(admin).PressAsync("Tab");
        await Expect(admin.Page.GetByRole(AriaRole.Button, new() { Name = "Assign device" })).ToBeFocusedAsync();
        await Keys(admin).PressAsync("Enter");

        await admin.IsAt("pixel-9 is assigned");
    }

    [Fact]
    public async Task The_first_stop_of_a_page_skips_to_its_content()
    {
        var admin = await Admin();
        await admin.Open("/users");

        await Keys(admin).PressAsync("Tab");
        await Expect(admin.Page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" })).ToBeFocusedAsync();
        await Keys(admin).PressAsync("Enter");
        await Expect(admin.Page.Locator("main")).ToBeFocusedAsync();
    }

    private static IKeyboard Keys(Visitor visitor) => visitor.Page.Keyboard;

    /// <summary>Goes on from stop to stop; each must show that the focus is there.</summary>
    private static async Task TabTo(Visitor visitor, ILocator goal)
    {
        for (var stop = 0; stop < MostStops; stop++)
        {
            await Keys(visitor).PressAsync("Tab");
            var focused = visitor.Page.Locator(":focus");
            var outline = await focused.EvaluateAsync<string>("element => getComputedStyle(element).outlineStyle + getComputedStyle(element).boxShadow");
            Assert.False(outline == "nonenone", $"No focus ring around {await focused.EvaluateAsync<string>("element => element.outerHTML")}");
            if (await goal.EvaluateAsync<bool>("element => element === document.activeElement"))
                return;
        }

        Assert.Fail($"Not reached with {MostStops} times Tab: {goal}");
    }
}
