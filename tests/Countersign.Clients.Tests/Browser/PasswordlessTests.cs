using Countersign.Storage;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Clients.Tests.Browser;

/// <summary>An account that lets passkeys sign in alone.</summary>
[Collection(OtherBrowser.Name)]
public sealed class PasswordlessTests(Site site) : BrowserTest(site)
{
    private RunningServer? _server;

    public override async ValueTask InitializeAsync()
    {
        _server = new RunningServer();
        await _server.InitializeAsync();
        await _server.Demand(new MfaSettings { PasswordlessSignIn = true });
    }

    protected override ValueTask Close() => _server!.DisposeAsync();

    [Fact]
    public async Task A_button_signs_in_with_a_passkey_alone()
    {
        var (admin, _) = await Enrolled();
        await NothingIsOffered(admin);
        await admin.Press("Sign out");
        await admin.IsAt("Sign in");
        await Expect(admin.Field("User name")).ToHaveAttributeAsync("autocomplete", "username webauthn");
        await admin.Open("/sign-in?return=%2Fmy%2Fpassword");

        await admin.Press("Sign in with a passkey");

        await admin.IsAt("Change password");
        await admin.Reads("MFA just now");
    }

    [Fact]
    public async Task Beside_the_user_name_the_browser_offers_the_passkey_and_whoever_picks_it_is_signed_in()
    {
        var (admin, _) = await Enrolled();

        await admin.Press("Sign out");

        // The virtual authenticator picks at once what a person would pick from the list.
        await admin.IsAt("Users");
        await admin.Reads("MFA just now");
    }

    [Fact]
    public async Task The_button_takes_over_from_what_the_browser_offers_beside_the_user_name()
    {
        var (admin, key) = await Enrolled();
        var kept = await key.Credentials();
        await key.Clear();
        await admin.Press("Sign out");
        await admin.IsAt("Sign in");    // and the browser waits beside the user name, with nothing to offer

        await key.Add(kept[0]);
        await admin.Press("Sign in with a passkey");

        await admin.IsAt("Users");
    }

    [Fact]
    public async Task A_page_that_was_open_for_an_hour_gets_another_challenge_by_itself()
    {
        var (admin, _) = await Enrolled();
        await NothingIsOffered(admin);
        await admin.Page.Clock.InstallAsync();
        await admin.Press("Sign out");
        await admin.IsAt("Sign in");

        _server!.Clock.Advance(TimeSpan.FromHours(1));
        await admin.Page.Clock.FastForwardAsync("01:00:00");
        await admin.Press("Sign in with a passkey");

        await admin.IsAt("Users");
    }

    [Fact]
    public async Task A_passkey_that_did_not_verify_its_user_does_not_sign_in_alone()
    {
        var (admin, key) = await Enrolled();
        await NothingIsOffered(admin);
        await key.SetUserVerified(false);
        await admin.Press("Sign out");
        await admin.IsAt("Sign in");

        await admin.Press("Sign in with a passkey");

        await Says(admin, "No passkey was used: it was cancelled, there is none here, or the time was over. Try again when you are ready.");
    }

    [Fact]
    public async Task A_key_that_lies_about_the_verification_is_refused_by_the_server()
    {
        var (admin, key) = await Enrolled();
        await NothingIsOffered(admin);
        await admin.Press("Sign out");
        await admin.IsAt("Sign in");
        await key.Break("isBadUV");

        await admin.Press("Sign in with a passkey");

        await admin.Reads("That passkey or security key was not accepted.");
        Assert.Equal(("PasskeyRefused", "UserVerificationRequirementNotMet"), await LastRefusal("countersign:SignInWithDiscoverablePasskey", _server));
    }

    [Fact]
    public async Task Confirming_needs_no_password_either()
    {
        var (admin, _) = await Enrolled();
        _server!.Clock.Advance(TimeSpan.FromMinutes(16));

        await BeginToAssign(admin, "admin", "second", "Confirm that it is you");
        await Expect(admin.Page.GetByLabel("Password", new() { Exact = true })).ToHaveCountAsync(0);
        await admin.Press("Confirm with passkey");

        await admin.IsAt("Assign MFA device");
    }

    [Fact]
    public async Task Without_script_the_password_is_the_way_in()
    {
        var visitor = await Visitor(_server, javaScript: false);

        await visitor.Open("/sign-in");

        await Expect(visitor.Page.GetByRole(AriaRole.Button)).ToHaveTextAsync(["Continue"]);
    }

    /// <summary>A browser that knows passkeys and does not list them beside the user name, as older ones.</summary>
    private static Task NothingIsOffered(Visitor visitor) =>
        visitor.Page.AddInitScriptAsync("PublicKeyCredential.isConditionalMediationAvailable = async () => false");

    private async Task<(Visitor Admin, Authenticator Key)> Enrolled()
    {
        var admin = await Visitor(_server);
        await admin.SignInForTheFirstTime(Site.AdminPassword);
        var key = await Authenticator.PlugInto(admin.Page);
        await Assign(admin, "admin", "key");
        return (admin, key);
    }
}
