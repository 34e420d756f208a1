using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Clients.Tests.Browser;

[Collection(OtherBrowser.Name)]
public sealed class RequiredTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task From_a_day_on_everybody_has_a_device_and_before_they_are_told()
    {
        await using var server = new RunningServer();    // its clock goes a day ahead, and its settings are the test's
        await server.InitializeAsync();
        var admin = await Visitor(server);
        await admin.SignInForTheFirstTime(Site.AdminPassword);
        await admin.CreateUser("alice", Password);
        var tomorrow = server.Clock.GetUtcNow().UtcDateTime.Date.AddDays(1);

        await admin.Follow("Account settings");
        await admin.IsAt("Account settings");
        await admin.Reads("2 users who can sign in have no device today:");
        await admin.Reads("You are one of them.");
        await admin.Page.GetByRole(AriaRole.Radio, new() { Name = "Required from a day on" }).CheckAsync();
        await admin.Type("First day (UTC)", tomorrow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await admin.Press("Save settings");
        await admin.Reads("The settings are saved, and in force.");

        var alice = await Visitor(server);
        await alice.SignIn("alice", Password);
        await alice.IsAt("My security credentials");
        var day = tomorrow.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
        await alice.Reads($"From {day} on you need an MFA device to sign in.");
        await Expect(alice.Page.GetByRole(AriaRole.Link, new() { Name = "Set one up now" })).ToHaveAttributeAsync("href", "/users/alice/mfa/assign");

        server.Clock.Advance(TimeSpan.FromDays(1));
        await alice.Open("/my/security-credentials");
        await alice.IsAt("Sign in");
        await alice.SignIn("alice", Password);
        await alice.IsAt("Assign MFA device");
        foreach (var elsewhere in new[] { "/my/security-credentials", "/users", "/my/password", "/" })
        {
            await alice.Open(elsewhere);
            await alice.IsAt("Sign in");
        }

        await alice.Open("/users/alice/mfa/assign");
        await alice.Choose("Authenticator app");
        await alice.Press("Next");
        await alice.IsAt("Set up your authenticator app");
        var phone = await alice.PhoneThatTypedTheKey();
        await alice.ProveWithTwoCodes(phone);
        await alice.IsAt("phone is assigned");
        await alice.Follow("Create recovery codes");
        await alice.IsAt("Recovery codes");

        // The administrator who switched it on is no exception.
        await admin.Open("/users");
        await admin.IsAt("Sign in");
        await admin.SignIn("admin", Site.AdminPassword);
        await admin.IsAt("Assign MFA device");
    }

    [Fact]
    public async Task Enrolment_at_sign_in_can_be_left_and_begun_again()
    {
        await using var server = new RunningServer();
        await server.InitializeAsync();
        var admin = await Visitor(server);
        await admin.SignInForTheFirstTime(Site.AdminPassword);
        await server.Demand(new() { RequiredFrom = server.Clock.GetUtcNow() });
        await admin.SignIn("admin", Site.AdminPassword);
        await admin.IsAt("Assign MFA device");
        await admin.Choose("Authenticator app");
        await admin.Press("Next");
        await admin.IsAt("Set up your authenticator app");

        await admin.Follow("Cancel");
        await admin.IsAt("Sign in");
        await admin.SignIn("admin", Site.AdminPassword);
        await admin.IsAt("Assign MFA device");
        await admin.Choose("Authenticator app");
        await admin.Press("Next");
        await admin.IsAt("Set up your authenticator app");
        await admin.ProveWithTwoCodes(await admin.PhoneThatTypedTheKey());

        await admin.IsAt("phone is assigned");
    }

    [Fact]
    public async Task The_last_administrator_types_the_name_of_the_last_device_to_remove_it()
    {
        await using var server = new RunningServer();
        await server.InitializeAsync();
        var admin = await Visitor(server);
        await admin.SignInForTheFirstTime(Site.AdminPassword);
        await admin.Open("/users/admin/mfa/assign");
        await admin.Choose("Authenticator app");
        await admin.Press("Next");
        await admin.IsAt("Set up your authenticator app");
        await admin.ProveWithTwoCodes(await admin.PhoneThatTypedTheKey());
        await admin.IsAt("phone is assigned");
        await admin.Open("/my/security-credentials");
        await admin.Follow("Manage phone");
        await admin.Follow("Remove");
        await admin.IsAt("Remove phone from your account?");
        await admin.Reads("It is the last MFA device of the last administrator who has one.");

        await admin.Type("Type phone to remove it", "yes");
        await admin.Press("Remove phone");
        await admin.ReadsBeside("Type phone to remove it", "Nothing was done. To do it, type phone exactly as it is written.");
        await admin.Type("Type phone to remove it", "phone");
        await admin.Press("Remove phone");

        await admin.IsAt("My security credentials");
        await admin.Reads("Only a password protects your account.");
    }
}
