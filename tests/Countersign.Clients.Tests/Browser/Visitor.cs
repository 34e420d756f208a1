using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Clients.Tests.Browser;

/// <summary>A person in front of the console: reads headings, types into labelled fields, presses buttons by their words.</summary>
internal sealed class Visitor(IPage page, RunningServer server)
{
    public IPage Page => page;

    public RunningServer Server => server;

    public Task Open(string path) => page.GotoAsync(server.Url + path);

    public Task Type(string label, string text) => Field(label).FillAsync(text);

    /// <summary>Chooses a file, as from a disk.</summary>
    public Task Choose(string label, string fileName, string content) => Field(label).SetInputFilesAsync(
        new FilePayload { Name = fileName, MimeType = "text/plain", Buffer = System.Text.Encoding.UTF8.GetBytes(content) });

    public Task Press(string button) => page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    /// <summary>Chooses a kind of device in the wizard.</summary>
    public Task Choose(string kind) => page.GetByRole(AriaRole.Radio, new() { Name = kind }).CheckAsync();

    public Task Follow(string link) => page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).ClickAsync();

    public ILocator Field(string label) => page.GetByLabel(label, new() { Exact = true });

    /// <summary>Waits for the page with this heading, until it is complete.</summary>
    public async Task IsAt(string heading)
    {
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(heading);
        // Asked of the document itself: what the driver remembers of load events has been seen to wait for one that had passed.
        await Expect(page.Locator("html")).ToHaveJSPropertyAsync("ownerDocument.readyState", "complete");
    }

    public Task Reads(string text) => Expect(page.GetByText(text)).ToBeVisibleAsync();

    /// <summary>Reads an error beside its field, where a screen reader finds it too.</summary>
    public async Task ReadsBeside(string label, string error)
    {
        await Expect(page.Locator(".error")).ToHaveTextAsync(error);
        await Expect(Field(label)).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(Field(label)).ToHaveAccessibleDescriptionAsync(new Regex(
            "^" + Regex.Escape(error), RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    public async Task SignIn(string userName, string password)
    {
        await Open("/sign-in");
        await Type("Account ID or alias", server.Admin.AccountId);
        await Type("User name", userName);
        await Type("Password", password);
        await Press("Continue");
    }

    /// <summary>Signs in with a password, and gets to where the code is asked for.</summary>
    public async Task SignInUntilCode(string userName, string password)
    {
        await SignIn(userName, password);
        await IsAt("Enter your MFA code");
    }

    public async Task SendCode(string code)
    {
        await Type("MFA code", code);
        await Press("Sign in");
    }

    /// <summary>Signs in with a password and a recovery code, or one from the administrator.</summary>
    public async Task SignInWithRecoveryCode(string userName, string password, string code)
    {
        await SignInUntilCode(userName, password);
        await page.GetByText("Try another way").ClickAsync();
        await Follow("Recovery code");
        await IsAt("Use a recovery code");
        await Type("Recovery code or code from your administrator", code);
        await Press("Sign in");
    }

    /// <summary>Makes recovery codes, and reads them off the page.</summary>
    public async Task<IReadOnlyList<string>> MakeRecoveryCodes()
    {
        await Open("/my/recovery-codes");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Create", RegexOptions.None, TimeSpan.FromSeconds(1)) }).ClickAsync();
        await IsAt("Your recovery codes");
        return await page.Locator("#codes li").AllTextContentsAsync();
    }

    /// <summary>The administrator's first sign-in: the one-time password lasts until another is chosen.</summary>
    public async Task SignInForTheFirstTime(string newPassword)
    {
        await SignIn(server.Admin.UserName, server.Admin.Password);
        await IsAt("Choose a new password");
        await Type("New password", newPassword);
        await Type("New password again", newPassword);
        await Press("Change password and sign in");
        await IsAt("Users");
    }

    /// <summary>Creates a user with a password that may stay.</summary>
    public async Task CreateUser(string userName, string password)
    {
        await Open("/users/create");
        await Type("User name", userName);
        await page.GetByRole(AriaRole.Radio, new() { Name = "Choose a password" }).CheckAsync();
        await Type("Password", password);
        await page.Locator("input[name=PasswordResetRequired]").UncheckAsync();
        await Press("Create user");
        await IsAt(userName);
    }

    /// <summary>Gives a user an authenticator app, from name to proof.</summary>
    public async Task<Phone> Assign(string userName, string deviceName, string? leadsTo = null)
    {
        var phone = await BeginToAssign(userName, deviceName, leadsTo);
        await ProveWithTwoCodes(phone);
        await IsAt($"{deviceName} is assigned");
        return phone;
    }

    /// <summary>The wizard's first step: leaves the visitor on the set-up page, and tells what the page tells the app.</summary>
    public async Task<Phone> BeginToAssign(string userName, string deviceName, string? leadsTo = null)
    {
        await Open($"/users/{userName}/mfa/assign");
        await Type("Device name", deviceName);
        await Choose("Authenticator app");
        await Press("Next");
        await IsAt(leadsTo ?? $"Set up the authenticator app of {userName}");
        return await PhoneThatTypedTheKey();
    }

    /// <summary>A token or an app that shares the server's clock.</summary>
    public Phone Phone(string base32Key) => new(server, base32Key);

    public async Task<Phone> PhoneThatTypedTheKey() =>
        new(server, (await page.Locator("#key").TextContentAsync())!.Replace(" ", "", StringComparison.Ordinal));

    /// <summary>The code before the present one and the present one: so the very next one can sign in.</summary>
    public async Task ProveWithTwoCodes(Phone phone)
    {
        await Type("First code", await phone.Code(-1));
        await Type("The one after it", await phone.Code());
        await Press("Assign device");
    }
}
