using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Console;

public sealed partial class DeviceTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_device_is_set_up_asked_for_and_removed_without_script()
    {
        await using var browser = await Browser.Open();
        await browser.SignIn();
        var (phone, serial) = await SetUp(browser);
        await browser.Get("/my/security-credentials");
        await browser.Post("/sign-out");

        await browser.Get("/sign-in");
        using var password = await browser.Post(
            "/sign-in", ("Account", browser.Server.FirstStart!.AccountId), ("UserName", "admin"), ("Password", "Correct-horse-9"), ("return", "/users"));
        Assert.Equal("/sign-in/code?return=%2Fusers", password.Headers.Location!.ToString());
        browser.Clock.Advance(Step);
        await browser.Get("/sign-in/code");
        using var code = await browser.Post("/sign-in/code", ("Code", phone.CodeAt(browser.Clock.GetUtcNow()).Insert(3, " ")), ("return", "/users"));
        Assert.Equal("/users", code.Headers.Location!.ToString());

        await browser.Get($"/users/admin/mfa/{serial}/remove");
        using var removed = await browser.Post($"/users/admin/mfa/{serial}/remove", ("Confirmation", "phone"));
        Assert.Equal("/my/security-credentials?done=removed", removed.Headers.Location!.ToString());
        await browser.Get("/my/security-credentials");
        Assert.Contains("Only a password protects your account.", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_session_in_which_a_device_is_proven_gets_a_new_token_and_the_old_one_opens_nothing()
    {
        await using var browser = await Browser.Open();
        await browser.SignIn();
        var url = new Uri(browser.Server.ConsoleUrl);
        Cookie Session() => browser.Cookies.GetCookies(url).Single(cookie => cookie.Name == $"countersign-session-{url.Port}");
        var before = Session().Value;

        await SetUp(browser);

        Assert.NotEqual(before, Session().Value, StringComparer.Ordinal);
        using (var open = await browser.Get("/users"))
            Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        Session().Value = before;
        using var dead = await browser.Get("/users");
        Assert.Equal("/sign-in?return=%2Fusers", dead.Headers.Location!.ToString());
    }

    [Fact]
    public async Task The_same_code_twice_is_explained_beside_its_field_and_the_key_stays_the_same()
    {
        await using var browser = await Browser.Open();
        await browser.SignIn();
        var page = await Begin(browser);
        var key = Key().Match(browser.Html).Groups["key"].Value;
        var code = new Phone(key).CodeAt(browser.Clock.GetUtcNow());

        using var answer = await browser.Post(page, ("AuthenticationCode1", code), ("AuthenticationCode2", code));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("That is the same code. Wait until the app shows a new one.", browser.Html, StringComparison.Ordinal);
        Assert.Contains("aria-describedby=\"AuthenticationCode2-error", browser.Html, StringComparison.Ordinal);
        Assert.Equal(key, Key().Match(browser.Html).Groups["key"].Value);
        Assert.DoesNotContain($"value=\"{code}\"", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_code_is_refused_before_anything_is_judged()
    {
        await using var browser = await Browser.Open();
        await browser.SignIn();
        var page = await Begin(browser);

        using var answer = await browser.Post(page, ("AuthenticationCode1", "12345"), ("AuthenticationCode2", "abcdef"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("An MFA code is six digits", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_take_a_device_off_but_not_delete_it_leaves_it_behind_as_nobodys()
    {
        await using var browser = await Browser.Open();
        await browser.SignIn();
        var (_, serial) = await SetUp(browser);
        var pipeline = browser.Server.Services.GetRequiredService<Pipeline>();
        Task<T> AsAdmin<T>(IRequest<T> request) => pipeline.Run(new AsUser("admin"), request, TestServer.Facts(), Browser.Cancellation);
        await AsAdmin(new Countersign.Identity.PutUserPolicy.Request(
            "admin", "keep", """{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:DeleteVirtualMFADevice","Resource":"*"}}"""));

        await browser.Get($"/users/admin/mfa/{serial}/remove");
        using var removed = await browser.Post($"/users/admin/mfa/{serial}/remove", ("Confirmation", "phone"));

        Assert.Equal("/my/security-credentials?done=removed", removed.Headers.Location!.ToString());
        var left = Assert.Single((await AsAdmin(new Countersign.Mfa.ListVirtualMFADevices.Request())).VirtualMFADevices);
        Assert.Null(left.User);
    }

    private static async Task<(Phone Phone, string Serial)> SetUp(Browser browser)
    {
        var page = await Begin(browser);
        var phone = new Phone(Key().Match(browser.Html).Groups["key"].Value);
        var first = phone.CodeAt(browser.Clock.GetUtcNow());
        browser.Clock.Advance(Step);
        using var done = await browser.Post(page, ("AuthenticationCode1", first), ("AuthenticationCode2", phone.CodeAt(browser.Clock.GetUtcNow())));
        Assert.EndsWith("/done", done.Headers.Location!.ToString(), StringComparison.Ordinal);
        return (phone, page.Split('/')[^2]);
    }

    private static async Task<string> Begin(Browser browser)
    {
        await browser.Get("/users/admin/mfa/assign");
        using var started = await browser.Post("/users/admin/mfa/assign", ("DeviceName", "phone"), ("Kind", "virtual"));
        var page = started.Headers.Location!.ToString();
        using var shown = await browser.Get(page);
        Assert.Equal("no-referrer", shown.Headers.GetValues("Referrer-Policy").Single());
        return page;
    }

    [GeneratedRegex("id=\"key\">(?<key>[A-Z2-7 ]+)<", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Key();
}
