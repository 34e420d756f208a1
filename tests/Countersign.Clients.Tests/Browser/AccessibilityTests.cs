using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Countersign.Clients.Tests.Browser;

[Collection(OneBrowser.Name)]
public sealed class AccessibilityTests(Site site) : BrowserTest(site)
{
    private const int Phone = 320;    // pixels

    [Fact]
    public async Task Axe_finds_nothing_on_any_page_in_light_and_dark_and_none_has_to_be_scrolled_sideways_on_a_small_phone()
    {
        var found = new List<string>();

        await Tour.Past(await Admin(), await Visitor(), Site.Server.NewName("alice"), Password, async (name, visitor) =>
        {
            // In the dark nothing changes but colours.
            foreach (var (theme, rules) in new[] { (ColorScheme.Light, null), (ColorScheme.Dark, RunOnlyOptions.Rules("color-contrast")) })
            {
                await visitor.Page.EmulateMediaAsync(new() { ColorScheme = theme });
                var result = await visitor.Page.RunAxe(new AxeRunOptions { RunOnly = rules });
                Assert.NotEmpty(result.Passes);
                found.AddRange(
                    from violation in result.Violations
                    from node in violation.Nodes
                    select $"{name} ({theme}): {violation.Help}: {node.Html}");
            }

            var size = visitor.Page.ViewportSize!;
            await visitor.Page.SetViewportSizeAsync(Phone, 640);
            var width = await visitor.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            if (width > Phone)
                found.Add($"{name}: {width} px wide on a phone of {Phone} px");
            await visitor.Page.SetViewportSizeAsync(size.Width, size.Height);
        });

        Nothing(found);
    }
}
