using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Countersign.Clients.Tests.Browser;

[Collection(OneBrowser.Name)]
public sealed class AccessibilityTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task Axe_finds_nothing_on_any_page_in_light_and_dark()
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
        });

        Nothing(found);
    }

    [Fact]
    public async Task No_page_has_to_be_scrolled_sideways_on_a_small_phone()
    {
        var wide = new List<string>();

        await Tour.Past(await Admin(), await Visitor(), Site.Server.NewName("alice"), Password, async (name, visitor) =>
        {
            await visitor.Page.SetViewportSizeAsync(320, 640);
            var width = await visitor.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            if (width > 320)
                wide.Add($"{name}: {width} px");
        });

        Nothing(wide);
    }
}
