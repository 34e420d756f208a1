using System.Globalization;
using System.Text;
using Countersign.Otp;

namespace Countersign.Clients.Tests.Browser;

/// <summary>The part of the walk that leads past the token inventory.</summary>
internal static class TokenTour
{
    /// <param name="admin">Signed in.</param>
    /// <param name="userName">A user who gets a token and loses it again.</param>
    /// <param name="look">Is told the name of each page, and whose browser shows it.</param>
    public static async Task Past(Visitor admin, string userName, Func<string, Visitor, Task> look)
    {
        var stem = "GALT" + string.Concat(userName.Where(char.IsAsciiDigit)).PadLeft(4, '0');
        await admin.Open("/tokens/import");
        await look("token-import", admin);
        await admin.Choose("The maker's file", "feitian-2026-11.csv", Csv(stem));
        await admin.Press("Show what is in it");
        await admin.IsAt("6 new tokens");
        await look("token-preview", admin);
        await admin.Press("Import the 6 good ones");
        await admin.IsAt("Tokens");

        await admin.Open($"/users/{userName}/mfa/assign");
        await admin.Type("Device name", "fob");
        await admin.Page.GetByLabel("Hardware token").CheckAsync();
        await admin.Press("Next");
        await admin.IsAt($"Set up the hardware token of {userName}");
        await look("token-set-up", admin);
        var fob = admin.Phone(Seed(stem, 1));
        await admin.Type("Serial number", stem + " 0001");
        await admin.Type("First code", await fob.Code(-1));
        await admin.Type("The one after it", await fob.Code());
        await admin.Press("Assign device");
        await admin.Page.WaitForURLAsync("**/done");

        await admin.Open($"/tokens/{stem}0003/manage");
        await admin.Press("Report lost");
        await admin.Reads("Reported lost. Nobody can assign it.");
        await look("token-lost", admin);
        await admin.Open($"/tokens/{stem}0001/manage");
        await look("token", admin);
        await admin.Open($"/tokens?search={stem}");
        await look("tokens", admin);
        await admin.Open($"/tokens/{stem}0002/delete");
        await look("token-delete", admin);
        await admin.Open("/tokens/export");
        await look("token-export", admin);
        await admin.Open($"/tokens/{stem}0001/manage");
        await admin.Press("Report lost");
        await admin.Reads("Reported lost. Nobody can assign it.");
    }

    /// <summary>A file of the maker: six good rows, one that a spreadsheet has spoilt.</summary>
    private static string Csv(string stem)
    {
        var text = new StringBuilder("serial,secret,encoding,type,algorithm,digits,period,manufacturer,model,user\n");
        foreach (var (number, rest) in new[]
        {
            (1, "totp,sha1,6,30,Feitian,c200,"), (2, "totp,sha1,6,60,Feitian,c200,bob"), (3, "totp,sha256,6,30,Token2,C203,"),
            (4, "hotp,sha1,6,,SafeNet,eToken PASS,carol"), (5, "totp,sha1,8,30,Feitian,c300,"), (6, "totp,,6,,,,"),
        })
        {
            text.Append(CultureInfo.InvariantCulture, $"{stem}{number:D4},{Seed(stem, number)},base32,{rest}\n");
        }

        return text.Append("1.00000E+12,").Append(Seed(stem, 7)).Append(",base32,totp,sha1,6,30,Feitian,c200,\n").ToString();
    }

    private static string Seed(string stem, int number) =>
        Base32.Encode(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}-").PadRight(20, '.')));
}
