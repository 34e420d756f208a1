using System.Net;
using Countersign.Console.Frame;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Console;

public sealed class ConsoleDoorTests
{
    [Fact]
    public async Task Every_built_in_file_has_content_and_may_be_kept_under_its_hash()
    {
        await using var browser = await Browser.Open();
        var assets = browser.Server.Services.GetRequiredService<Assets>();

        Assert.All(["console.css", "console.js", "favicon.ico", "favicon.svg"], (string name) => Assert.Contains(name, assets.Names, StringComparer.Ordinal));
        foreach (var name in assets.Names)
        {
            using var answer = await browser.Get(assets.Url(name));

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True(answer.Content.Headers.ContentLength > 100, name);
            Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/users")]
    [InlineData("/my/security-credentials")]
    [InlineData("/users/nobody/security-credentials")]
    [InlineData("/nowhere")]
    public async Task Every_page_says_what_browsers_must_not_do(string path)
    {
        await using var browser = await Browser.Open();
        await browser.SignIn();

        using var answer = await browser.Get(path);

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", browser.Html, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Contains("<h1>", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_form_is_taken_that_the_console_did_not_write()
    {
        await using var browser = await Browser.Open();
        await browser.SignIn();
        var forms = browser.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("POST", StringComparer.Ordinal) == true)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
            .Where(path => path != "/" && !path.StartsWith("/access/", StringComparison.Ordinal))    // where programs sign
            .ToList();

        Assert.True(forms.Count >= 18, $"{forms.Count} forms");
        foreach (var form in forms)
        {
            using var answer = await browser.PostBare(form.Replace("{name}", "admin", StringComparison.Ordinal), ("Reason", "none"));

            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{form}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task A_browser_at_the_root_is_led_to_sign_in_and_a_program_gets_its_XML()
    {
        await using var browser = await Browser.Open();

        using var page = await browser.Get("/");
        using var call = await browser.Get("/?Action=ListUsers&Version=2010-05-08");

        Assert.Equal("/sign-in", page.Headers.Location!.ToString());
        Assert.Equal("text/xml", call.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("/users?search=a", "/users?search=a")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("", "/")]
    [InlineData(null, "/")]
    public void Only_local_paths_are_followed(string? asked, string followed) => Assert.Equal(followed, LocalPath.Of(asked));
}
