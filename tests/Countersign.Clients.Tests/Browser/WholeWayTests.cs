using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Clients.Tests.Browser;

[Collection(OneBrowser.Name)]
public sealed class WholeWayTests(Site site) : BrowserTest(site)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task From_the_one_time_password_to_a_user_who_signs_in_with_an_app_with_or_without_JavaScript(bool javaScript)
    {
        await using var server = new RunningServer();
        await server.InitializeAsync();

        var admin = await Visitor(server, javaScript);
        await admin.SignInForTheFirstTime("Another-Horse-2");
        await admin.Follow("Create user");
        await admin.IsAt("Create user");
        await admin.CreateUser("alice", Password);
        await admin.Reads("alice is created.");
        await admin.Follow("Assign MFA device");
        await admin.IsAt("Assign MFA device");
        var phone = await admin.Assign("alice", "pixel-9");
        await admin.Follow("Back to security credentials");
        await admin.IsAt("alice");
        await Expect(admin.Page.GetByRole(AriaRole.Rowheader)).ToHaveTextAsync($"pixel-9arn:aws:iam::{server.Admin.AccountId}:mfa/alice/pixel-9");
        await admin.Press("Sign out");
        await admin.IsAt("Sign in");

        var alice = await Visitor(server, javaScript);
        await alice.SignInUntilCode("alice", Password);
        await alice.SendCode(await phone.NextCode());
        await alice.IsAt("My security credentials");
        await Expect(alice.Page).ToHaveURLAsync(server.Url + "/my/security-credentials");
        await alice.Reads("MFA just now");
    }
}
