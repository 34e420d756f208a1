using Countersign.Clients.Tests.SecurId;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Clients.Tests.Browser;

/// <summary>RSA SecurID from the file to the sign-in. The token is stoken, a program that knows nothing of us; it made the file too.</summary>
[Collection(OneBrowser.Name)]
public sealed class SecurIdTests(Site site) : BrowserTest(site)
{
    private const string SixDigitsByTheMinute =
        "<DefDigits>6</DefDigits><DefInterval>60</DefInterval><DefAddPIN>0</DefAddPIN><DefLocalPIN>0</DefLocalPIN>";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_token_of_stoken_is_imported_assigned_signs_in_and_after_three_wrong_codes_gives_two()
    {
        using var stoken = new Stoken();
        const string serial = "584917500017";
        var file = await stoken.Issue(SixDigitsByTheMinute, $"<SN>{serial}</SN>");
        var locked = await stoken.Issue(SixDigitsByTheMinute, $"<SN>{serial}</SN>", "--new-password=sesame");
        var admin = await Admin();
        var userName = Site.Server.NewName("rsa");
        await admin.CreateUser(userName, Password);

        await Upload(admin, locked);
        await admin.IsAt("The file is encrypted");
        await admin.Type("Passphrase", "sesam");
        await admin.Press("Open");
        await admin.IsAt("The file is encrypted");
        await admin.Type("Passphrase", "sesame");
        await admin.Press("Open");
        await admin.IsAt("One new token");

        await Upload(admin, file);
        await admin.IsAt("One new token");
        await admin.Press("Import it");
        await admin.Reads("One token is imported.");

        await admin.Open($"/users/{userName}/mfa/assign");
        await admin.Type("Device name", "fob");
        await admin.Choose("Hardware token");
        await admin.Press("Next");
        await admin.IsAt($"Set up the hardware token of {userName}");
        await admin.Type("Serial number", serial);
        await admin.Type("First code", await Shows(stoken, file, -1));
        await admin.Type("The one after it", await Shows(stoken, file, 0));
        await admin.Press("Assign device");
        await admin.IsAt("fob is assigned");

        var alice = await Visitor();
        await alice.SignInUntilCode(userName, Password);
        for (var i = 0; i < 3; i++)
            await alice.SendCode(await Shows(stoken, file, 600 + i));
        await alice.Reads("two in a row are asked for");
        await alice.Type("MFA code", await Shows(stoken, file, 1));
        await alice.Type("The code after it", await Shows(stoken, file, 2));
        await alice.Press("Sign in");
        await alice.IsAt("My security credentials");
        await Expect(alice.Page.GetByText("RSA SecurID token")).ToBeVisibleAsync();
    }

    private static async Task Upload(Visitor admin, string file)
    {
        await admin.Open("/tokens/import");
        await admin.Choose("The maker's file", "token.sdtid", file);
        await admin.Press("Show what is in it");
    }

    private Task<string> Shows(Stoken stoken, string file, int later) => stoken.Tokencode(file, Site.Server.Clock.GetUtcNow() + later * Minute, "0000");
}
