using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Clients.Tests.Browser;

[Collection(OtherBrowser.Name)]
public sealed class RecoveryTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task A_lost_phone_is_replaced_with_a_recovery_code_by_nobody_but_its_owner()
    {
        var (_, userName, phone) = await UserWithPhone();
        var alice = await SignedIn(userName, phone);
        var codes = await alice.MakeRecoveryCodes();
        var stranger = await Visitor();

        // On another computer, without the phone.
        await stranger.SignInWithRecoveryCode(userName, Password, codes[0].ToLowerInvariant());
        await stranger.IsAt("My security credentials");
        await stranger.Reads("You have signed in with a recovery code; 9 of 10 are left.");

        await stranger.Follow("Manage phone");
        await stranger.IsAt("phone");
        await stranger.Follow("Remove");
        await stranger.IsAt("Remove phone from your account?");
        await stranger.Press("Remove phone");
        await stranger.IsAt("My security credentials");
        await stranger.Follow("Assign MFA device");
        await stranger.IsAt("Assign MFA device");
        await stranger.Type("Device name", "new-phone");
        await stranger.Choose("Authenticator app");
        await stranger.Press("Next");
        await stranger.IsAt("Set up your authenticator app");
        var newPhone = await stranger.PhoneThatTypedTheKey();
        await stranger.ProveWithTwoCodes(newPhone);
        await stranger.IsAt("new-phone is assigned");

        // The codes went with the lost phone: new ones are offered.
        await stranger.Follow("Create recovery codes");
        await stranger.IsAt("Recovery codes");
        await stranger.Press("Create recovery codes");
        await stranger.IsAt("Your recovery codes");
        await alice.Open("/my/security-credentials");
        await alice.IsAt("Sign in");
        await alice.SignInUntilCode(userName, Password);
        await alice.SendCode(await newPhone.NextCode());
        await alice.IsAt("My security credentials");
    }

    [Fact]
    public async Task The_codes_can_be_copied_and_saved_one_a_line_and_are_never_shown_again()
    {
        var (_, userName, phone) = await UserWithPhone();
        var alice = await SignedIn(userName, phone);
        await alice.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var codes = await alice.MakeRecoveryCodes();

        await alice.Press("Copy recovery codes");
        await Expect(alice.Page.Locator("[data-copied=codes]")).ToHaveTextAsync("Copied");
        Assert.Equal(string.Join('\n', codes), await alice.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));

        var download = await alice.Page.RunAndWaitForDownloadAsync(() => alice.Press("Download as text"));
        Assert.Equal("countersign-recovery-codes.txt", download.SuggestedFilename);
        var text = await File.ReadAllTextAsync((await download.PathAsync())!, TestContext.Current.CancellationToken);
        Assert.EndsWith("\n\n" + string.Join('\n', codes) + "\n", text, StringComparison.Ordinal);

        // Only who says that they are put away goes on.
        await alice.Press("Done");
        await alice.IsAt("Your recovery codes");
        await alice.Page.GetByLabel("I have put these codes away.").CheckAsync();
        await alice.Press("Done");
        await alice.IsAt("My security credentials");
        await alice.Reads("10 of 10 left");
        await alice.Open("/my/recovery-codes/created");
        await alice.IsAt("Not found");
        await alice.Reads("This was shown once and is not kept.");
    }

    [Fact]
    public async Task On_paper_there_are_the_codes_and_whose_they_are_and_no_buttons()
    {
        var (_, userName, phone) = await UserWithPhone();
        var alice = await SignedIn(userName, phone);
        var codes = await alice.MakeRecoveryCodes();
        await alice.Page.EvaluateAsync("() => { window.printed = 0; window.print = () => { window.printed++; }; }");
        await alice.Press("Print");
        Assert.Equal(1, await alice.Page.EvaluateAsync<int>("window.printed"));

        await alice.Page.EmulateMediaAsync(new() { Media = Media.Print });

        foreach (var code in codes)
            await Expect(alice.Page.GetByText(code)).ToBeVisibleAsync();
        await Expect(alice.Page.GetByRole(AriaRole.Heading, new() { Level = 2 })).ToContainTextAsync(userName);
        await Expect(alice.Page.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await Expect(alice.Page.GetByRole(AriaRole.Navigation)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Without_script_the_codes_are_made_read_and_used_all_the_same()
    {
        var (_, userName, phone) = await UserWithPhone();
        var alice = await Visitor(javaScript: false);
        await alice.SignInUntilCode(userName, Password);
        await alice.SendCode(await phone.NextCode());
        await alice.IsAt("My security credentials");
        var codes = await alice.MakeRecoveryCodes();
        Assert.Equal(10, codes.Count);
        await Expect(alice.Page.GetByRole(AriaRole.Button, new() { Name = "Print" })).ToHaveCountAsync(0);
        await alice.Open("/my/password");
        await alice.Press("Sign out");
        await alice.IsAt("Sign in");

        await alice.SignInWithRecoveryCode(userName, Password, codes[9]);

        await alice.IsAt("My security credentials");
    }

    [Fact]
    public async Task An_administrator_makes_a_one_time_code_for_who_has_left_the_phone_at_home()
    {
        var (admin, userName, _) = await UserWithPhone();
        await admin.Open($"/users/{userName}/security-credentials");
        await admin.Follow("Make one-time code");
        await admin.IsAt($"Make a one-time code for {userName}");
        await admin.Page.GetByLabel("Good for").SelectOptionAsync("4 hours");
        await admin.Type("Reason", "phone at home");
        await admin.Press("Make one-time code");
        await admin.IsAt($"One-time code for {userName}");
        var code = (await admin.Page.Locator("#bypass").TextContentAsync())!;

        var alice = await Visitor();
        await alice.SignInWithRecoveryCode(userName, Password, code);
        await alice.IsAt("My security credentials");
        await alice.Reads("You have signed in with a one-time code from your administrator.");

        var thief = await Visitor();
        await thief.SignInWithRecoveryCode(userName, Password, code);
        await thief.ReadsBeside("Recovery code or code from your administrator", "That code was not right, has been used, or is over. Each works once.");
    }

    [Fact]
    public async Task Who_has_lost_everything_is_told_the_real_ways_back()
    {
        var (_, userName, _) = await UserWithPhone();
        var alice = await Visitor();
        await alice.SignInUntilCode(userName, Password);

        await alice.Page.GetByText("Lost your device?").ClickAsync();

        await alice.Reads("Use one of the recovery codes that you have put away.");
        await alice.Reads("Ask your administrator: for a one-time code, or to remove the lost device.");
    }

    private async Task<Visitor> SignedIn(string userName, Phone phone)
    {
        var alice = await Visitor();
        await alice.SignInUntilCode(userName, Password);
        await alice.SendCode(await phone.NextCode());
        await alice.IsAt("My security credentials");
        return alice;
    }
}
