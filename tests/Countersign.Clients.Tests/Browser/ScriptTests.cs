using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Clients.Tests.Browser;

/// <summary>What scripts add, and that nothing stands there without them.</summary>
[Collection(OneBrowser.Name)]
public sealed partial class ScriptTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task A_typed_password_can_be_shown_and_is_hidden_again()
    {
        var visitor = await Visitor();
        await visitor.Open("/sign-in");
        await visitor.Type("Password", Password);
        var show = visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Show what is typed" });

        await show.ClickAsync();
        await Expect(visitor.Field("Password")).ToHaveAttributeAsync("type", "text");
        await Expect(show).ToHaveAttributeAsync("aria-pressed", "true");

        await show.ClickAsync();
        await Expect(visitor.Field("Password")).ToHaveAttributeAsync("type", "password");
    }

    [Fact]
    public async Task The_set_up_page_counts_the_seconds_to_the_next_code_and_copies_the_key()
    {
        var admin = await Admin();
        var userName = Site.Server.NewName("alice");
        await admin.CreateUser(userName, Password);
        await admin.BeginToAssign(userName, "phone");
        await admin.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);

        await Expect(admin.Page.Locator(".wait b")).ToHaveTextAsync(SecondsLeft());
        await admin.Page.GetByText("Can't scan?").ClickAsync();
        await admin.Page.Locator("[data-copy=key]").ClickAsync();

        await Expect(admin.Page.Locator("[data-copied=key]")).ToHaveTextAsync("Copied");
        Assert.Equal(
            (await admin.Page.Locator("#key").TextContentAsync())!.Replace(" ", "", StringComparison.Ordinal),
            await admin.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));
    }

    [Fact]
    public async Task Without_scripts_no_button_stands_there_that_does_nothing()
    {
        var visitor = await Visitor(javaScript: false);

        await visitor.Open("/sign-in");

        await Expect(visitor.Page.GetByRole(AriaRole.Button)).ToHaveTextAsync(["Continue"]);
    }

    [GeneratedRegex("^[1-9][0-9]? s$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecondsLeft();
}
