using System.Net;
using System.Text.RegularExpressions;
using Countersign.Identity;
using Countersign.Mfa;
using Countersign.SignIn;
using Countersign.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Console;

/// <summary>Lost devices, codes that stand in for them, and what the account demands: by pages, without script.</summary>
public sealed partial class RecoveryTests
{
    private const string Mine = "/my/security-credentials";

    [Fact]
    public async Task Ten_codes_are_shown_once_one_a_line_and_can_be_saved_as_text()
    {
        await using var browser = await Enrolled();
        var codes = await MakeCodes(browser);

        Assert.Equal(10, codes.Count);
        using (var again = await browser.Get("/my/recovery-codes/created"))
            Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);

        await browser.Get("/my/recovery-codes");
        using var file = await browser.Post("/my/recovery-codes/download", ("Codes", string.Join('\n', codes)));
        var lines = browser.Html.Split('\n');
        Assert.Equal(codes, lines[4..14], StringComparer.Ordinal);
        Assert.Equal("Countersign recovery codes of admin", lines[0]);
        Assert.Equal("attachment; filename=countersign-recovery-codes.txt; filename*=UTF-8''countersign-recovery-codes.txt", file.Content.Headers.ContentDisposition!.ToString());
        Assert.True(file.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task What_is_saved_as_text_is_codes_and_nothing_else()
    {
        await using var browser = await Enrolled();
        await browser.Get("/my/recovery-codes");

        using var answer = await browser.Post("/my/recovery-codes/download", ("Codes", "<script>alert(1)</script>"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Who_has_lost_the_phone_signs_in_with_a_code_and_is_led_to_the_devices()
    {
        await using var browser = await Enrolled();
        var codes = await MakeCodes(browser);
        await SignOut(browser);
        await Password(browser, ("return", "/users"));
        await browser.Get("/sign-in/code?return=%2Fusers");
        Assert.Contains("href=\"/sign-in/recovery?return=%2Fusers\"", browser.Html, StringComparison.Ordinal);

        await browser.Get("/sign-in/recovery?return=%2Fusers");
        using var signedIn = await browser.Post("/sign-in/recovery", ("RecoveryCode", " " + codes[4].ToLowerInvariant().Replace('-', ' ')), ("return", "/users"));

        Assert.Equal(Mine, signedIn.Headers.Location!.ToString());
        await browser.Get(Mine);
        Assert.Contains("You have signed in with a recovery code; 9 of 10 are left.", browser.Html, StringComparison.Ordinal);
        Assert.Matches("9 of 10 left, made just now. Each lets you in once without a device. Last used <time [^>]+>today, 09:00 UTC</time>\\.", browser.Html);
    }

    [Fact]
    public async Task A_wrong_code_is_refused_beside_its_field_and_not_written_back()
    {
        await using var browser = await Enrolled();
        var codes = await MakeCodes(browser);
        await SignOut(browser);
        await Password(browser);
        await browser.Get("/sign-in/recovery");
        await browser.Post("/sign-in/recovery", ("RecoveryCode", codes[0]));
        await SignOut(browser);
        await Password(browser);
        await browser.Get("/sign-in/recovery");

        using var used = await browser.Post("/sign-in/recovery", ("RecoveryCode", codes[0]));
        Assert.Equal(HttpStatusCode.Forbidden, used.StatusCode);
        Assert.Contains("id=\"RecoveryCode-error\">That code was not right, has been used, or is over.", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(codes[0], browser.Html, StringComparison.Ordinal);

        using var none = await browser.Post("/sign-in/recovery", ("RecoveryCode", "123456"));
        Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
        Assert.Contains("A recovery code has 16 letters and digits", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Three_codes_left_are_said_on_every_page_until_there_are_new_ones()
    {
        await using var browser = await Enrolled();
        var codes = await MakeCodes(browser);
        foreach (var code in codes.Take(7))
        {
            await SignOut(browser);
            await Password(browser);
            await browser.Get("/sign-in/recovery");
            await browser.Post("/sign-in/recovery", ("RecoveryCode", code));
            await browser.Get("/users");
            Assert.Equal(code == codes[6], browser.Html.Contains("3 recovery codes are left.", StringComparison.Ordinal));
        }

        await browser.Get(Mine);
        Assert.Contains("<span class=\"badge warn\">3 left</span>", browser.Html, StringComparison.Ordinal);
        await MakeCodes(browser);
        await browser.Get("/users");
        Assert.DoesNotContain("recovery codes are left.", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_one_time_code_from_the_administrator_signs_in_once()
    {
        await using var browser = await Enrolled();
        await Run(browser, new CreateUser.Request("alice"));
        await Run(browser, new CreateLoginProfile.Request("alice", Identity.Passwords.Of("Alices-horse-3")));
        await AddPhone(browser, "alice");
        await browser.Get("/users/alice/bypass-code");
        using var made = await browser.Post("/users/alice/bypass-code", ("Hours", "4"), ("Reason", "phone at home"));
        using var shown = await browser.Get(made.Headers.Location!.ToString());
        Assert.Equal("no-referrer", shown.Headers.GetValues("Referrer-Policy").Single());
        var code = Bypass().Match(browser.Html).Groups["code"].Value;
        await SignOut(browser);

        await Password(browser, "alice", "Alices-horse-3");
        await browser.Get("/sign-in/recovery");
        using var signedIn = await browser.Post("/sign-in/recovery", ("RecoveryCode", code));

        Assert.Equal(Mine, signedIn.Headers.Location!.ToString());
        await Run(browser, new AttachUserPolicy.Request("alice", Arn.OfBuiltInPolicy("SelfManageCredentials")));
        await browser.Get(Mine);
        Assert.Contains("You have signed in with a one-time code from your administrator.", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_makes_a_one_time_code_for_oneself()
    {
        await using var browser = await Enrolled();
        await browser.Get("/users/admin/bypass-code");
        Assert.Contains("A one-time code is made by somebody else.", browser.Html, StringComparison.Ordinal);

        await browser.Get("/users/create");
        using var refused = await browser.Post("/users/admin/bypass-code", ("Hours", "1"));

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task A_disabled_device_is_named_and_not_asked_for_and_when_all_are_it_is_the_recovery_codes_turn()
    {
        await using var browser = await Enrolled();
        var serial = await AddPhone(browser, "admin", "spare");
        await SignOut(browser);
        await Disable(browser, serial);
        await Password(browser);
        await browser.Get("/sign-in/code");
        Assert.Contains("<b>phone</b> shows now", browser.Html, StringComparison.Ordinal);
        Assert.Contains("spare <span class=\"soft\">Authenticator app, disabled after too many wrong codes</span>", browser.Html, StringComparison.Ordinal);

        await Disable(browser, Arn.OfVirtualDevice(browser.Server.FirstStart!.AccountId, "/admin/", "phone"));
        using var answer = await browser.Get("/sign-in/code");
        Assert.Equal("/sign-in/recovery", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_wait_is_said_before_a_code_is_typed_and_hides_no_form()
    {
        await using var browser = await Enrolled();
        await SignOut(browser);
        await Password(browser);
        await browser.Get("/sign-in/recovery");
        for (var i = 0; i < Attempt.FreeTries + 2; i++)
        {
            await browser.Post("/sign-in/recovery", ("RecoveryCode", RecoveryCode.Generate(RecoveryCodeKind.Own).Reveal()));
            browser.Clock.Advance(TimeSpan.FromSeconds(i < Attempt.FreeTries ? 0 : 1));
        }

        foreach (var page in new[] { "/sign-in/recovery", "/sign-in/code" })
        {
            using var answer = await browser.Get(page);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Matches("Too many wrong codes. Try again in \\d+ seconds?.", browser.Html);
            Assert.Contains("<button class=\"button main wide\">Sign in</button>", browser.Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_last_device_of_the_last_administrator_goes_only_with_its_name_typed_out()
    {
        await using var browser = await Enrolled();
        var page = $"/users/admin/mfa/arn:aws:iam::{browser.Server.FirstStart!.AccountId}:mfa~admin~phone/remove";
        await browser.Get(page);
        Assert.Contains("It is the last MFA device of the last administrator who has one.", browser.Html, StringComparison.Ordinal);

        foreach (var typed in new[] { "", "Phone", "yes" })
        {
            using var refused = await browser.Post(page, ("Confirmation", typed));
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains("Nothing was done. To do it, type phone exactly as it is written.", browser.Html, StringComparison.Ordinal);
        }

        using var removed = await browser.Post(page, ("Confirmation", " phone "));
        Assert.Equal(Mine + "?done=removed", removed.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Proving_again_works_with_a_recovery_code()
    {
        await using var browser = await Enrolled();
        var codes = await MakeCodes(browser);
        browser.Clock.Advance(TimeSpan.FromMinutes(16));
        await browser.Get("/users/create");
        using (var asked = await browser.Post("/my/recovery-codes"))
            Assert.Equal("/confirm?return=%2Fmy%2Frecovery-codes", asked.Headers.Location!.ToString());
        await browser.Get("/confirm?with=recovery&return=%2Fmy%2Frecovery-codes");

        using var wrong = await browser.Post("/confirm", ("Password", "Correct-horse-9"), ("with", "recovery"), ("RecoveryCode", "no"));
        Assert.Contains("id=\"RecoveryCode-error\"", browser.Html, StringComparison.Ordinal);
        Assert.Contains("name=\"with\" value=\"recovery\"", browser.Html, StringComparison.Ordinal);
        using var right = await browser.Post(
            "/confirm", ("Password", "Correct-horse-9"), ("with", "recovery"), ("RecoveryCode", codes[0]), ("return", "/my/recovery-codes"));

        Assert.Equal("/my/recovery-codes", right.Headers.Location!.ToString());
    }

    /// <summary>The administrator, signed in, with a phone.</summary>
    private static async Task<Browser> Enrolled()
    {
        var browser = await Browser.Open();
        await browser.SignIn();
        await AddPhone(browser, "admin", "phone", signOut: false);
        return browser;
    }

    /// <summary>Gives somebody a phone; for the administrator in the browser, who then stays signed in.</summary>
    private static async Task<string> AddPhone(Browser browser, string userName, string deviceName = "phone", bool signOut = true)
    {
        if (!signOut)
        {
            await browser.Get($"/users/{userName}/mfa/assign");
            using var started = await browser.Post($"/users/{userName}/mfa/assign", ("DeviceName", deviceName), ("Kind", "virtual"));
            var page = started.Headers.Location!.ToString();
            await browser.Get(page);
            var phone = new Phone(Key().Match(browser.Html).Groups["key"].Value);
            var now = browser.Clock.GetUtcNow();
            using var done = await browser.Post(page, ("AuthenticationCode1", phone.CodeAt(now)), ("AuthenticationCode2", phone.CodeAt(now + PhoneApp.Step)));
            Assert.EndsWith("/done", done.Headers.Location!.ToString(), StringComparison.Ordinal);
            return page;
        }

        var made = new PhoneApp((await Run(browser, new CreateVirtualMFADevice.Request(deviceName, $"/{userName}/"))).VirtualMFADevice);
        var then = browser.Clock.GetUtcNow();
        await Run(browser, new EnableMFADevice.Request(userName, made.Serial, made.CodeAt(then), made.CodeAt(then + PhoneApp.Step)));
        return made.Serial.Value;
    }

    private static async Task<IReadOnlyList<string>> MakeCodes(Browser browser)
    {
        await browser.Get("/my/recovery-codes");
        using var made = await browser.Post("/my/recovery-codes");
        Assert.Equal("/my/recovery-codes/created", made.Headers.Location!.ToString());
        using var shown = await browser.Get("/my/recovery-codes/created");
        Assert.Equal("no-referrer", shown.Headers.GetValues("Referrer-Policy").Single());
        return Code().Matches(browser.Html).Select(match => match.Groups["code"].Value).ToList();
    }

    private static async Task SignOut(Browser browser)
    {
        await browser.Get("/my/password");
        await browser.Post("/sign-out");
    }

    private static Task Password(Browser browser, params (string, string)[] more) => Password(browser, "admin", "Correct-horse-9", more);

    private static async Task Password(Browser browser, string userName, string password, params (string, string)[] more)
    {
        await browser.Get("/sign-in");
        using var answer = await browser.Post(
            "/sign-in", [("Account", browser.Server.FirstStart!.AccountId), ("UserName", userName), ("Password", password), .. more]);
        Assert.StartsWith("/sign-in/code", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    private static Task<T> Run<T>(Browser browser, IRequest<T> request) =>
        browser.Server.Services.GetRequiredService<Pipeline>().Run(new AsUser("admin"), request, TestServer.Facts(), Browser.Cancellation);

    private static Task Disable(Browser browser, string serial) => browser.Server.Services.GetRequiredService<Database>().Write(
        async store =>
        {
            var device = (await store.MfaDevices.Find(browser.Server.FirstStart!.AccountId, serial))!;
            await store.AttemptCounters.Fail(device.AccountId, Attempt.OfDevice(device.DeviceId), browser.Clock.GetUtcNow(), Attempt.LockedAt);
            return Nothing.Value;
        },
        Browser.Cancellation);

    [GeneratedRegex("id=\"key\">(?<key>[A-Z2-7 ]+)<", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Key();

    [GeneratedRegex("<li>(?<code>([0-9A-Z]{4}-){3}[0-9A-Z]{4})</li>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex("id=\"bypass\">(?<code>[0-9A-Z-]+)<", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bypass();
}
