using System.Globalization;
using System.Net;
using Countersign.Identity;
using Countersign.Mfa;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Console;

/// <summary>The page on which an account demands MFA, and what its users see of it.</summary>
public sealed class SettingsTests
{
    private const string Page = "/settings/mfa";

    [Fact]
    public async Task Before_it_is_switched_on_the_page_says_whom_it_would_concern_and_that_one_is_among_them()
    {
        await using var browser = await SignedIn();
        await AddUser(browser, "alice");
        await Run(browser, new CreateUser.Request("batch-job"));

        await browser.Get(Page);

        Assert.Contains("2 users who can sign in have no device today:", browser.Html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/users/alice/security-credentials\">alice</a>", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("batch-job", browser.Html, StringComparison.Ordinal);
        Assert.Contains("You are one of them.", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_a_day_on_there_is_a_banner_before_and_enrolment_from_then_on()
    {
        await using var browser = await SignedIn();
        await browser.Get(Page);
        using (var saved = await Save(browser, ("Required", "from"), ("Day", "2026-11-26")))
            Assert.Equal(Page + "?done=saved", saved.Headers.Location!.ToString());
        await browser.Get("/users");
        Assert.Contains("From 26 Nov 2026 on you need an MFA device to sign in.", browser.Html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/users/admin/mfa/assign\">Set one up now</a>", browser.Html, StringComparison.Ordinal);

        browser.Clock.Advance(TimeSpan.FromHours(15));    // it was 9 o'clock
        using var over = await browser.Get("/users");
        Assert.StartsWith("/sign-in", over.Headers.Location!.ToString(), StringComparison.Ordinal);
        await browser.Get("/sign-in");
        using var led = await browser.Post(
            "/sign-in", ("Account", browser.Server.FirstStart!.AccountId), ("UserName", "admin"), ("Password", "Correct-horse-9"));
        Assert.Equal("/users/admin/mfa/assign", led.Headers.Location!.ToString());
        await browser.Get("/users/admin/mfa/assign");
        Assert.Contains("Your account requires a second factor.", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cookie_of_a_sign_in_lives_as_long_as_enrolment_may_take()
    {
        await using var browser = await SignedIn();
        await browser.Get(Page);
        await Save(browser, ("Required", "now"));
        await browser.Get("/sign-in");

        using var led = await browser.Post(
            "/sign-in", ("Account", browser.Server.FirstStart!.AccountId), ("UserName", "admin"), ("Password", "Correct-horse-9"));

        var cookie = led.Headers.GetValues("Set-Cookie").Single(line => line.StartsWith("countersign-attempt", StringComparison.Ordinal));
        var seconds = int.Parse(cookie.Split("max-age=")[1].Split(';')[0], CultureInfo.InvariantCulture);
        Assert.True(seconds >= Enrolments.Lifetime.TotalSeconds, cookie);
    }

    [Fact]
    public async Task Every_setting_is_kept_and_shown_again()
    {
        await using var browser = await SignedIn();
        await browser.Get(Page);
        await Save(
            browser, ("Required", "from"), ("Day", "2027-03-01"), ("Passwordless", "yes"), ("Attestation", "yes"),
            ("AllowedAaguids", "2FC0579F-8113-47ea-b116-bb5a8db9202a\r\n\r\n00000000-0000-0000-0000-000000000001"));

        await browser.Get(Page);

        Assert.Contains("value=\"from\" checked", browser.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"2027-03-01\"", browser.Html, StringComparison.Ordinal);
        Assert.Contains("name=\"Passwordless\" value=\"yes\" checked", browser.Html, StringComparison.Ordinal);
        Assert.Contains("name=\"Attestation\" value=\"yes\" checked", browser.Html, StringComparison.Ordinal);
        Assert.Matches(">00000000-0000-0000-0000-000000000001(\n|&#xA;)2fc0579f-8113-47ea-b116-bb5a8db9202a</textarea>", browser.Html);
    }

    [Theory]
    [InlineData("Day", "", "Choose a day, such as 2026-12-31.")]
    [InlineData("Day", "31.12.2026", "Choose a day, such as 2026-12-31.")]
    [InlineData("Day", "2026-11-25", "That day is over.")]
    [InlineData("AllowedAaguids", "yubikey", "An AAGUID is a UUID such as")]
    public async Task What_is_wrong_is_said_beside_its_field_and_what_was_typed_is_kept(string field, string text, string error)
    {
        await using var browser = await SignedIn();
        await browser.Get(Page);

        using var answer = await Save(browser, [("Required", "from"), ("Passwordless", "yes"), .. field == "Day" ? [] : new[] { ("Day", "2027-01-01") }, (field, text)]);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"id=\"{field}-error\">{error}", browser.Html, StringComparison.Ordinal);
        Assert.Contains("name=\"Passwordless\" value=\"yes\" checked", browser.Html, StringComparison.Ordinal);
        Assert.Contains(text, browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_who_change_the_settings_at_once_do_not_overwrite_each_other()
    {
        await using var browser = await SignedIn();
        await browser.Get(Page);
        var seen = await Run(browser, new GetMfaSettings.Request());
        await Run(browser, new UpdateMfaSettings.Request(seen with { AttestationRequired = true }, seen));

        using var answer = await Save(browser, ("Required", "no"));

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("Somebody else has changed the settings meanwhile.", browser.Html, StringComparison.Ordinal);
        Assert.True((await Run(browser, new GetMfaSettings.Request())).AttestationRequired);
    }

    [Fact]
    public async Task An_old_proof_is_asked_for_again_and_what_was_chosen_comes_along()
    {
        await using var browser = await SignedIn();
        await browser.Get(Page);
        browser.Clock.Advance(TimeSpan.FromMinutes(16));

        using var asked = await Save(browser, ("Required", "from"), ("Day", "2027-01-01"));

        Assert.StartsWith("/confirm?return=", asked.Headers.Location!.ToString(), StringComparison.Ordinal);
        await browser.Get(Uri.UnescapeDataString(asked.Headers.Location!.ToString().Split("return=")[1]));
        Assert.Contains("value=\"from\" checked", browser.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"2027-01-01\"", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_is_offered_only_to_who_may_see_it()
    {
        await using var browser = await SignedIn();
        await browser.Get("/users");
        Assert.Contains("<a href=\"/settings/mfa\">Account settings</a>", browser.Html, StringComparison.Ordinal);

        await AddUser(browser, "alice");
        await Run(browser, new AttachUserPolicy.Request("alice", Arn.OfBuiltInPolicy("SelfManageCredentials")));
        await browser.Get("/my/password");
        await browser.Post("/sign-out");
        await browser.Get("/sign-in");
        await browser.Post("/sign-in", ("Account", browser.Server.FirstStart!.AccountId), ("UserName", "alice"), ("Password", "Correct-Horse-1"));
        await browser.Get("/my/security-credentials");
        Assert.DoesNotContain("Account settings", browser.Html, StringComparison.Ordinal);
    }

    private static async Task<Browser> SignedIn()
    {
        var browser = await Browser.Open();
        await browser.SignIn();
        return browser;
    }

    private static async Task AddUser(Browser browser, string name)
    {
        await Run(browser, new CreateUser.Request(name));
        await Run(browser, new CreateLoginProfile.Request(name, Identity.Passwords.First));
    }

    /// <summary>Sends the page's form, which says what it showed: at first, nothing is demanded.</summary>
    private static Task<HttpResponseMessage> Save(Browser browser, params (string, string)[] fields) => browser.Post(Page, fields);

    private static Task<T> Run<T>(Browser browser, IRequest<T> request) =>
        browser.Server.Services.GetRequiredService<Pipeline>().Run(new AsUser("admin"), request, TestServer.Facts(), Browser.Cancellation);
}
