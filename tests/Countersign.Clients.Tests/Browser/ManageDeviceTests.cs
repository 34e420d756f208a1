using static Microsoft.Playwright.Assertions;

namespace Countersign.Clients.Tests.Browser;

[Collection(OneBrowser.Name)]
public sealed class ManageDeviceTests(Site site) : BrowserTest(site)
{
    private const int StepsPerHour = 120;

    [Fact]
    public async Task A_device_whose_clock_is_five_hours_off_is_resynchronised_and_signs_in()
    {
        var (admin, userName, phone) = await UserWithPhone();
        phone.StepsFast = 5 * StepsPerHour;

        await admin.Open($"/users/{userName}/security-credentials");
        await admin.Follow("Manage phone");
        await admin.IsAt("phone");
        await admin.Follow("Resync");
        await admin.IsAt("Resync phone");
        await admin.Type("First code", await phone.Code(-1));
        await admin.Type("The one after it", await phone.Code());
        await admin.Press("Resync");
        await admin.IsAt("phone");
        await admin.Reads("Resynchronised. Its next code works.");
        await admin.Reads("5 h fast");

        var alice = await Visitor();
        await alice.SignInUntilCode(userName, Password);
        await alice.SendCode(await phone.NextCode());
        await alice.IsAt("My security credentials");
    }

    [Fact]
    public async Task After_a_quarter_of_an_hour_removal_asks_who_it_is_and_then_the_password_alone_signs_in()
    {
        var (_, userName, phone) = await UserWithPhone();
        var alice = await Visitor();
        await alice.SignInUntilCode(userName, Password);
        await alice.SendCode(await phone.NextCode());
        await alice.IsAt("My security credentials");
        await alice.Follow("Manage phone");
        await alice.IsAt("phone");
        await alice.Follow("Remove");
        await alice.IsAt("Remove phone from your account?");
        await alice.Reads("It is the only MFA device.");

        Site.Server.Clock.Advance(TimeSpan.FromMinutes(16));
        await alice.Press("Remove phone");
        await alice.IsAt("Confirm that it is you");
        await alice.Type("Password", Password);
        await alice.Type("MFA code", await phone.Code());
        await alice.Press("Confirm");
        await alice.IsAt("Remove phone from your account?");
        await alice.Press("Remove phone");
        await alice.IsAt("My security credentials");
        await alice.Reads("The MFA device is removed.");
        await alice.Reads("Only a password protects your account.");

        await alice.Press("Sign out");
        await alice.IsAt("Sign in");
        await alice.SignIn(userName, Password);
        await alice.IsAt("My security credentials");
    }

    [Fact]
    public async Task An_administrator_removes_a_lost_device_and_says_why_even_when_asked_for_the_password_in_between()
    {
        var (admin, userName, _) = await UserWithPhone();
        await admin.Open($"/users/{userName}/security-credentials");
        await admin.Follow("Manage phone");
        await admin.IsAt("phone");
        await admin.Follow("Remove");
        await admin.IsAt($"Remove phone from {userName}?");

        Site.Server.Clock.Advance(TimeSpan.FromMinutes(16));
        await admin.Type("Reason", "lost on the train");
        await admin.Press("Remove phone");
        await admin.IsAt("Confirm that it is you");
        await admin.Type("Password", Site.AdminPassword);
        await admin.Press("Confirm");
        await admin.IsAt($"Remove phone from {userName}?");
        await Expect(admin.Field("Reason")).ToHaveValueAsync("lost on the train");
        await admin.Press("Remove phone");
        await admin.IsAt(userName);
        await admin.Reads("The MFA device is removed.");

        var alice = await Visitor();
        await alice.SignIn(userName, Password);
        await alice.IsAt("My security credentials");
    }
}
