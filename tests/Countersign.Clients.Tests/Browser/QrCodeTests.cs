using System.Web;
using Microsoft.Playwright;

namespace Countersign.Clients.Tests.Browser;

[Collection(OneBrowser.Name)]
public sealed class QrCodeTests(Site site) : BrowserTest(site)
{
    /// <summary>Every sign that a device name may have beside letters and digits.</summary>
    private const string DeviceName = "a+b=c,d.e@f_g-h";

    [Fact]
    public async Task A_camera_reads_the_link_byte_for_byte_in_light_and_dark_on_phone_and_desk()
    {
        var admin = await Admin();
        var userName = Site.Server.NewName("alice");
        await admin.CreateUser(userName, Password);
        await admin.BeginToAssign(userName, DeviceName);
        var link = (await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Open in the app on this device" }).GetAttributeAsync("href"))!;

        foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            foreach (var width in new[] { 360, 1440 })
            {
                var picture = Path.Combine(Site.Server.Scratch, $"qr-{theme}-{width}.png");
                await admin.Page.EmulateMediaAsync(new() { ColorScheme = theme });
                await admin.Page.SetViewportSizeAsync(width, 900);
                await admin.Page.ScreenshotAsync(new() { Path = picture, FullPage = true });

                var camera = await Tool.Run("zbarimg", ["-q", "--raw", picture]);

                Assert.Equal((theme, width, link + "\n"), (theme, width, camera.Output));
            }
        }

        await admin.ProveWithTwoCodes(new Phone(Site.Server, HttpUtility.ParseQueryString(new Uri(link).Query)["secret"]!));
        await admin.IsAt($"{DeviceName} is assigned");
    }
}
