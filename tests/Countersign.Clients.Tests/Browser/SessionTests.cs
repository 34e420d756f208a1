using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Clients.Tests.Browser;

[Collection(OneBrowser.Name)]
public sealed class SessionTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task Whoever_comes_by_a_link_signs_in_with_a_code_and_lands_where_it_leads()
    {
        var (_, userName, phone) = await UserWithPhone();
        var alice = await Visitor();

        await alice.Open("/my/password");
        await alice.IsAt("Sign in");
        await alice.Type("Account ID or alias", Site.Server.Admin.AccountId);
        await alice.Type("User name", userName);
        await alice.Type("Password", Password);
        await alice.Press("Continue");
        await alice.IsAt("Enter your MFA code");
        await alice.SendCode(await phone.NextCode());

        await alice.IsAt("Change password");
    }

    [Fact]
    public async Task After_signing_out_the_back_button_shows_nothing_of_the_session()
    {
        var admin = await Admin();
        await admin.Press("Sign out");
        await admin.IsAt("Sign in");

        await admin.Page.GoBackAsync();

        await admin.IsAt("Sign in");
        await Expect(admin.Page.GetByRole(AriaRole.Table)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_session_that_rested_too_long_asks_to_sign_in_again_and_goes_on()
    {
        var admin = await Admin();
        Site.Server.Clock.Advance(TimeSpan.FromMinutes(61));

        await admin.Follow("Create user");
        await admin.IsAt("Sign in");
        await Expect(admin.Field("Account ID or alias")).ToHaveValueAsync(Site.Server.Admin.AccountId);
        await admin.Type("User name", "admin");
        await admin.Type("Password", Site.AdminPassword);
        await admin.Press("Continue");

        await admin.IsAt("Create user");
    }

    [Fact]
    public async Task The_device_used_last_is_asked_for_and_another_can_be_chosen()
    {
        var (admin, userName, usual) = await UserWithPhone("left-at-home");
        var other = await admin.Assign(userName, "at-hand");
        var alice = await Visitor();
        await alice.SignInUntilCode(userName, Password);
        await alice.Open($"/sign-in/code?device=arn:aws:iam::{Site.Server.Admin.AccountId}:mfa~{userName}~left-at-home");
        await alice.SendCode(await usual.NextCode());
        await alice.IsAt("My security credentials");
        await alice.Press("Sign out");
        await alice.IsAt("Sign in");

        await alice.SignInUntilCode(userName, Password);
        await alice.Reads("The six digits that left-at-home shows now.");
        await alice.Page.GetByText("Try another way").ClickAsync();
        await alice.Follow("at-hand");
        await alice.Reads("The six digits that at-hand shows now.");
        await alice.SendCode(await other.NextCode());

        await alice.IsAt("My security credentials");
    }
}
