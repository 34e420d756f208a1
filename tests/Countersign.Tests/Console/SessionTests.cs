using System.Net;

namespace Countersign.Tests.Console;

public sealed class SessionTests
{
    [Fact]
    public async Task Signing_in_opens_the_page_that_was_asked_for_and_signing_out_closes_it()
    {
        await using var browser = await Browser.Open();
        using var before = await browser.Get("/users?mfa=none");
        Assert.Equal("/sign-in?return=%2Fusers%3Fmfa%3Dnone", before.Headers.Location!.ToString());

        await browser.SignIn();
        using var users = await browser.Get("/users?mfa=none");
        Assert.Equal(HttpStatusCode.OK, users.StatusCode);

        using var bye = await browser.Post("/sign-out");
        using var after = await browser.Get("/users");
        Assert.Equal(HttpStatusCode.SeeOther, after.StatusCode);
    }

    [Fact]
    public async Task A_wrong_password_is_said_on_the_page_and_the_name_is_kept()
    {
        await using var browser = await Browser.Open();
        await browser.Get("/sign-in");

        using var answer = await browser.Post(
            "/sign-in", ("Account", browser.Server.FirstStart!.AccountId), ("UserName", "admin"), ("Password", "not-the-password"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("<title>Error: Sign in", browser.Html, StringComparison.Ordinal);
        Assert.Contains("role=\"alert\"", browser.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"admin\"", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-password", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_are_changed_only_by_somebody_who_proved_it_lately()
    {
        await using var browser = await Browser.Open();
        await browser.SignIn();
        await browser.Get("/users/create");
        await browser.Post("/users/create", ("UserName", "alice"), ("ConsoleAccess", "yes"), ("PasswordKind", "generated"));
        browser.Clock.Advance(TimeSpan.FromMinutes(16));

        await browser.Get("/users/alice/reset-password");
        using var late = await browser.Post("/users/alice/reset-password");
        Assert.Equal("/confirm?return=%2Fusers%2Falice%2Freset-password", late.Headers.Location!.ToString());

        await browser.Get(late.Headers.Location.ToString());
        using var confirmed = await browser.Post("/confirm", ("return", "/users/alice/reset-password"), ("Password", "Correct-horse-9"));
        Assert.Equal("/users/alice/reset-password", confirmed.Headers.Location!.ToString());

        await browser.Get("/users/alice/reset-password");
        using var done = await browser.Post("/users/alice/reset-password");
        Assert.Equal("/users/alice/reset-password/done", done.Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_new_password_is_shown_once()
    {
        await using var browser = await Browser.Open();
        await browser.SignIn();
        await browser.Get("/users/create");
        using var created = await browser.Post("/users/create", ("UserName", "alice"), ("ConsoleAccess", "yes"), ("PasswordKind", "generated"));
        Assert.Equal("/users/alice/created", created.Headers.Location!.ToString());

        using var first = await browser.Get("/users/alice/created");
        using var second = await browser.Get("/users/alice/created");

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal("no-referrer", first.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal(HttpStatusCode.NotFound, second.StatusCode);
    }
}
