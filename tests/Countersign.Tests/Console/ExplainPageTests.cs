using System.Net;
using Countersign.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Console;

/// <summary>The page that says why somebody may do something, or may not.</summary>
public sealed class ExplainPageTests
{
    private const string Gate = """{"Version":"2012-10-17","Statement":[{"Sid":"Refunds","Effect":"Allow","Action":"shop:Refund","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}]}""";

    [Fact]
    public async Task A_question_is_a_form_and_its_answer_has_an_address()
    {
        await using var browser = await WithAlice();

        await browser.Get("/explain");
        Assert.Contains("<form method=\"get\" action=\"/explain\">", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Near misses", browser.Html, StringComparison.Ordinal);

        using var denied = await browser.Get("/explain?as=user&principal=alice&action=shop:Refund&resource=&mfa=");
        Assert.Equal(HttpStatusCode.OK, denied.StatusCode);
        Assert.Contains("Denied: no identity-based policy allows shop:Refund on *.", browser.Html, StringComparison.Ordinal);
        Assert.Contains("Near misses", browser.Html, StringComparison.Ordinal);
        Assert.Contains("long-term keys carry no MFA", browser.Html, StringComparison.Ordinal);
        Assert.Contains("Use MFA: sign in with it", browser.Html, StringComparison.Ordinal);
        Assert.Contains("Encoded message", browser.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"alice\"", browser.Html, StringComparison.Ordinal);

        await browser.Get("/explain?as=user&principal=alice&action=shop:Refund&resource=&mfa=yes");
        Assert.Contains("Statements that applied", browser.Html, StringComparison.Ordinal);
        Assert.Contains("attached to user alice", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Near misses", browser.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("principal=ghost&action=iam:GetUser", HttpStatusCode.NotFound, "principal", "The user with name ghost cannot be found.")]
    [InlineData("as=role&principal=ghost&action=iam:GetUser", HttpStatusCode.NotFound, "principal", "The role with name ghost cannot be found.")]
    [InlineData("principal=alice&action=GetUser", HttpStatusCode.BadRequest, "action", "is no action.")]
    [InlineData("principal=&action=iam:GetUser", HttpStatusCode.BadRequest, "principal", "Type the name of a user.")]
    public async Task What_is_wrong_is_said_beside_its_field(string query, HttpStatusCode status, string field, string error)
    {
        await using var browser = await WithAlice();

        using var answer = await browser.Get("/explain?" + query);

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains($"id=\"{field}-error\"", browser.Html, StringComparison.Ordinal);
        Assert.Contains(error, browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_ask_gets_no_answer()
    {
        await using var browser = await WithAlice();
        await Run(browser, new CreateLoginProfile.Request("alice", Identity.Passwords.First));
        await browser.Get("/my/password");
        await browser.Post("/sign-out");
        await browser.Get("/sign-in");
        await browser.Post("/sign-in", ("Account", browser.Server.FirstStart!.AccountId), ("UserName", "alice"), ("Password", "Correct-Horse-1"));

        using var answer = await browser.Get("/explain?principal=admin&action=iam:GetUser");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.DoesNotContain("AdministratorAccess", browser.Html, StringComparison.Ordinal);
    }

    private static async Task<Browser> WithAlice()
    {
        var browser = await Browser.Open();
        await browser.SignIn();
        await Run(browser, new CreateUser.Request("alice"));
        await Run(browser, new PutUserPolicy.Request("alice", "refunds", Gate));
        return browser;
    }

    private static Task<T> Run<T>(Browser browser, IRequest<T> request) =>
        browser.Server.Services.GetRequiredService<Pipeline>().Run(new AsUser("admin"), request, TestServer.Facts(), Browser.Cancellation);
}
