using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Countersign.Mfa;
using Countersign.Mfa.Tokens;
using Countersign.Otp.SecurId;
using Countersign.Otp.SeedFiles;
using Countersign.Storage;

namespace Countersign.Tests.Secrecy;

/// <summary>A maker's file on its way into the inventory and out again; then what was left behind is searched for what was in it.</summary>
public sealed partial class InventorySecrecyTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_seed_passphrase_PIN_or_one_time_code_of_the_inventory_is_either()
    {
        const string Passphrase = "makers-horse-staple-5", ForExport = "export-horse-staple-6", Pin = "40718253";
        using var ear = new Eavesdropper(new CookieContainer());
        var fob = new Fob(server.NewSerial());
        var securId = RandomNumberGenerator.GetBytes(SecurIdCode.SeedSize);
        using var file = new MemoryStream();
        using (var writer = PskcWriter.Encrypted(file, Passphrase, 1000))
            writer.Write((OathSeed)SeedFile.Open(Drawer.Text(fob.Line), SeedFileKeys.None).Rows.Single().Token!);
        List<Secret> secrets =
        [
            new("token's seed", fob.Seed), new("SecurID seed", securId), Secret.Text("passphrase", Passphrase), Secret.Text("export's passphrase", ForExport),
        ];

        // Uploaded, previewed, imported; assigned, with a PIN; exported.
        using var browser = new HttpClient(ear) { BaseAddress = server.Url };
        await SecrecyTests.Post(browser, "/sign-in", "/sign-in", ("Account", server.Admin.AccountId), ("UserName", "admin"), ("Password", server.Admin.Password));
        await SecrecyTests.Post(browser, "/sign-in/new-password", "/sign-in/new-password", ("NewPassword", "Admins-horse-staple-7"), ("Repeated", "Admins-horse-staple-7"));
        await Import(browser, file.ToArray(), Passphrase);
        Assert.Equal("available", (await server.Token(fob.Serial)).Status);
        var user = (await server.AddUser(server.NewName())).UserName;
        await server.Assign(user, fob);
        var parameters = new SecurIdParameters("000123456789", 6, TimeSpan.FromSeconds(60));
        var serial = await HeldDevices.Add(server, SecurIdDevice.Name, parameters.Write(), securId, parameters.SerialNumber);
        var now = server.Clock.GetUtcNow();
        await server.AsAdmin(new EnableMFADevice.Request(
            user, serial, SecurIdCode.Compute(securId, parameters, now), SecurIdCode.Compute(securId, parameters, now + parameters.Interval)));
        Assert.True(SecurIdPin.TryParse(Pin, out var pin));
        await server.AsAdmin(new SetTokenPin.Request(user, serial, PinStyle.Prepended, pin));
        secrets.Add(new Secret("SecurID seed with its PIN", [.. securId, .. pin.ToAscii()]));
        secrets.Add(Secret.Text("one-time code", (await server.AsAdmin(new CreateBypassCode.Request(user, 1))).Code.Reveal()));
        await server.AsAdmin(new ExportTokens.Request("pskc", Password.TryParse(ForExport), LeaveOut: true));

        await server.Service<WriteBehind>().Flush();
        var traces = await Traces.Of(server, ear);
        Assert.Equal([], secrets.SelectMany(secret => traces.SelectMany(place => secret.In(place.Name, place.Content))), StringComparer.Ordinal);
    }

    private static async Task Import(HttpClient browser, byte[] file, string passphrase)
    {
        var page = await browser.GetStringAsync("/tokens/import", Cancellation);
        var path = Upload().Match(page).Groups["path"].Value;
        using var form = new MultipartFormDataContent
        {
            { new StringContent(Hidden(page, "form")), "form" },
            { new ByteArrayContent(file), "File", "tokens.pskcxml" },
        };
        using var uploaded = await browser.PostAsync(path, form, Cancellation);
        page = await uploaded.Content.ReadAsStringAsync(Cancellation);
        if (uploaded.Headers.Location is { } next)
            page = await browser.GetStringAsync(next, Cancellation);
        page = await Send(browser, path + "/open", page, ("Passphrase", passphrase));
        await Send(browser, path + "/store", page);
    }

    private static async Task<string> Send(HttpClient browser, string path, string page, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(
            [.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), new("form", Hidden(page, "form")), new("Keys", Hidden(page, "Keys"))]);
        using var answer = await browser.PostAsync(path, form, Cancellation);
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.SeeOther, $"{path}: {answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }

    private static string Hidden(string page, string name) =>
        WebUtility.HtmlDecode(Regex.Match(page, $"name=\"{name}\" value=\"([^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value);

    [GeneratedRegex("action=\"(?<path>/tokens/import/[^\"/]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Upload();
}
