using System.Net;
using System.Text;

namespace Countersign.Tests.Console;

/// <summary>Token files that are made to cost, as a browser uploads them.</summary>
public sealed class HostileFileTests
{
    [Fact]
    public async Task A_file_that_nests_a_hundred_deep_or_multiplies_its_entities_is_refused_on_its_page()
    {
        await using var browser = await Browser.Open();
        await browser.SignIn();
        var deep = string.Concat(Enumerable.Repeat("<a>", 100)) + string.Concat(Enumerable.Repeat("</a>", 100));

        await Upload(browser, "first", $"<KeyContainer><KeyPackage>{deep}</KeyPackage></KeyContainer>");
        Assert.Contains("The XML of the file has an element with far too much in it.", browser.Html, StringComparison.Ordinal);

        await Upload(browser, "second", $"<TKNBatch><TKNHeader>{deep}</TKNHeader></TKNBatch>");
        Assert.Contains("The XML of the file has an element with far too much in it.", browser.Html, StringComparison.Ordinal);

        await Upload(browser, "third", "<!DOCTYPE KeyContainer [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]><KeyContainer>&b;</KeyContainer>");
        Assert.Contains("The XML of the file has a document type (DTD), which no file of tokens needs, or is damaged.", browser.Html, StringComparison.Ordinal);
    }

    // Each under an id of its own, as its page makes one up.
    private static async Task Upload(Browser browser, string id, string content)
    {
        await browser.Get("/tokens/import");
        using var uploaded = await browser.Upload($"/tokens/import/{id}", "tokens.xml", Encoding.UTF8.GetBytes(content));
        if (uploaded.StatusCode == HttpStatusCode.SeeOther)
            await browser.Get(uploaded.Headers.Location!.ToString());
    }
}
