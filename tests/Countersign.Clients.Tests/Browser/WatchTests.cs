namespace Countersign.Clients.Tests.Browser;

[Collection(OneBrowser.Name)]
public sealed class WatchTests(Site site)
{
    [Fact]
    public async Task It_notices_scripts_in_a_page_requests_elsewhere_and_missing_files()
    {
        var watch = new Watch(site.Server.Url);
        var page = await site.NewPage(watch);
        await page.GotoAsync(site.Server.Url + "/sign-in");
        Assert.Empty(watch.Complaints);

        await page.EvaluateAsync("""
            () => {
              const script = document.createElement("script");
              script.textContent = "document.title = 'owned'";
              document.head.append(script);
              console.error("trouble");
              return fetch("/nothing.js").then(() => fetch("http://127.0.0.2:9/")).catch(() => {});
            }
            """);
        await page.Context.CloseAsync();

        Assert.Contains(watch.Complaints, line => line.Contains("Content Security Policy", StringComparison.Ordinal));
        Assert.Contains(watch.Complaints, line => line.EndsWith("trouble", StringComparison.Ordinal));
        Assert.Contains(watch.Complaints, line => line == $"{site.Server.Url}/nothing.js: 404");
        Assert.Contains(watch.Complaints, line => line.Contains("127.0.0.2", StringComparison.Ordinal));
    }
}
