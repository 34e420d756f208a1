using static Microsoft.Playwright.Assertions;

namespace Countersign.Clients.Tests.Browser;

[Collection(OneBrowser.Name)]
public sealed class SetUpRefusalTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task The_same_code_twice_is_named_beside_the_second_field_and_the_same_key_goes_on()
    {
        var admin = await Admin();
        var userName = Site.Server.NewName("alice");
        await admin.CreateUser(userName, Password);
        var phone = await admin.BeginToAssign(userName, "phone");

        await admin.Type("First code", await phone.Code());
        await admin.Type("The one after it", await phone.Code());
        await admin.Press("Assign device");

        await admin.ReadsBeside("The one after it", "That is the same code. Wait until the app shows a new one.");
        await Expect(admin.Field("The one after it")).ToBeFocusedAsync();
        await admin.ProveWithTwoCodes(phone);
        await admin.IsAt("phone is assigned");
    }

    [Fact]
    public async Task The_name_of_a_device_that_there_is_already_is_refused_beside_the_field()
    {
        var (admin, userName, _) = await UserWithPhone("phone");

        await admin.Open($"/users/{userName}/mfa/assign");
        await admin.Type("Device name", "phone");
        await admin.Choose("Authenticator app");
        await admin.Press("Next");

        await admin.ReadsBeside("Device name", "There is a device named phone already. Choose another name.");
        await Expect(admin.Field("Device name")).ToHaveValueAsync("phone");
    }
}
