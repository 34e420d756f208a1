using System.Text;
using Countersign.Otp;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Clients.Tests.Browser;

[Collection(OneBrowser.Name)]
public sealed class TokenInventoryTests(Site site) : BrowserTest(site)
{
    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task From_the_makers_file_to_signing_in_with_the_fob_and_back_into_the_drawer(bool javaScript)
    {
        var (admin, userName) = (await Visitor(javaScript: javaScript), Site.Server.NewName("alice"));
        await admin.SignIn("admin", Site.AdminPassword);
        await admin.IsAt("Users");
        await admin.CreateUser(userName, Password);
        var serial = Site.Server.NewName("TOK-2026").ToUpperInvariant();
        var seed = Base32.Encode(Encoding.ASCII.GetBytes(serial.PadRight(20, '!')));

        await admin.Follow("Tokens");
        await admin.IsAt("Tokens");
        await admin.Follow("Import tokens");
        await admin.IsAt("Import tokens");
        await admin.Choose("The maker's file", "tokens.csv", $"serial,secret,encoding\n{serial},{seed},base32\n");
        await admin.Press("Show what is in it");
        await admin.IsAt("One new token");
        await admin.Press("Import it");
        await admin.IsAt("Tokens");
        await admin.Reads("One token is imported.");

        var alice = await Visitor(javaScript: javaScript);
        await alice.SignIn(userName, Password);
        await alice.IsAt("My security credentials");
        await alice.Follow("Assign MFA device");
        await alice.IsAt("Assign MFA device");
        await alice.Type("Device name", "fob");
        await alice.Page.GetByLabel("Hardware token").CheckAsync();
        await alice.Press("Next");
        await alice.IsAt("Set up your hardware token");
        var fob = alice.Phone(seed);
        await alice.Type("Serial number", serial.ToLowerInvariant());
        await alice.Type("First code", await fob.Code(-1));
        await alice.Type("The one after it", await fob.Code());
        await alice.Press("Assign device");
        await Expect(alice.Page.GetByText("✓ Assigned")).ToBeVisibleAsync();
        await alice.Press("Sign out");
        await alice.IsAt("Sign in");

        await alice.SignInUntilCode(userName, Password);
        await alice.SendCode(await fob.NextCode());
        await alice.IsAt("My security credentials");
        await admin.Open($"/tokens?search={serial}");
        await Expect(admin.Page.GetByRole(Microsoft.Playwright.AriaRole.Row, new() { Name = serial })).ToContainTextAsync(userName);

        await alice.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { NameRegex = new("^Manage ", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)) }).ClickAsync();
        await alice.Follow("Remove");
        await alice.Reads("The token goes back to the token inventory");
        await alice.Page.Locator("form button.bad").ClickAsync();
        await alice.Reads("The MFA device is removed.");
        await admin.Open($"/tokens/{serial}/manage");
        await Expect(admin.Page.Locator(".badge", new() { HasTextString = "Available" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task While_a_long_file_is_read_the_page_tells_how_far_the_server_is()
    {
        var admin = await Admin();
        await admin.Open("/tokens/import");
        var id = (await admin.Page.Locator("form[data-import]").GetAttributeAsync("data-import"))!;
        var asked = admin.Page.WaitForResponseAsync(answer => answer.Url.EndsWith($"/tokens/import/{id}/progress", StringComparison.Ordinal));
        // Held back, so that the page has something to wait for.
        await admin.Page.RouteAsync($"**/tokens/import/{id}", async route =>
        {
            await asked;
            await route.ContinueAsync();
        });

        await admin.Choose("The maker's file", "tokens.csv", "serial,secret,encoding\nPROGRESS-1," + new string('A', 32) + ",base32\n");
        await admin.Press("Show what is in it");

        Assert.Equal("application/json; charset=utf-8", (await asked).Headers["content-type"]);
        await admin.IsAt("One new token");
    }
}
