using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Countersign.Mfa.Tokens;
using Countersign.Otp.SeedFiles;
using Countersign.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Console;

/// <summary>The token inventory, as a browser without script meets it.</summary>
public sealed partial class TokenTests
{
    private const string Passphrase = "correct horse battery staple";

    [Fact]
    public async Task A_file_is_uploaded_previewed_and_imported()
    {
        await using var browser = await Browser.Open();
        await browser.SignIn();
        var (one, two) = (new Fob("GALT10000001"), new Fob("GALT10000002", Digits: 8));

        var page = await Upload(browser, Csv(one, two));
        Assert.Contains("<h1>2 new tokens</h1>", browser.Html, StringComparison.Ordinal);
        Assert.Contains("tokens.csv · Countersign CSV", WebUtility.HtmlDecode(browser.Html), StringComparison.Ordinal);
        Assert.Contains("One token works at sign-in to the console only.", browser.Html, StringComparison.Ordinal);
        Assert.Equal(0, (await List(browser)).Total);
        using var stored = await browser.Post(page + "/store");

        Assert.Equal("/tokens?imported=2&same=0&left=0", stored.Headers.Location!.ToString());
        await browser.Get(stored.Headers.Location.ToString());
        Assert.Contains("2 tokens are imported.", browser.Html, StringComparison.Ordinal);
        Assert.Equal(2, (await List(browser)).AvailableTotal);
        using var again = await browser.Get(page);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);    // what is imported is not kept
    }

    [Fact]
    public async Task What_is_refused_is_named_and_the_good_ones_are_offered()
    {
        await using var browser = await Browser.Open();
        await browser.SignIn();

        var page = await Upload(browser, Csv(new Fob("GALT10000001"), new Fob("GALT10000002")) + "GALT10000003,zz,hex,totp,SHA1,6,30\n");
        Assert.Contains("""<tr><th scope="row" class="where">line 4</th><td data-label="Serial number"><span class="mono">GALT10000003</span></td>""", browser.Html, StringComparison.Ordinal);
        Assert.Contains("Import the 2 good ones", browser.Html, StringComparison.Ordinal);
        using var stored = await browser.Post(page + "/store", ("SkipRefused", "yes"));

        Assert.Equal("/tokens?imported=2&same=0&left=1", stored.Headers.Location!.ToString());
    }

    [Fact]
    public async Task An_import_that_has_become_wrong_since_its_preview_stores_nothing_and_shows_why()
    {
        await using var browser = await Browser.Open();
        await browser.SignIn();
        var page = await Upload(browser, Csv(new Fob("GALT10000001"), new Fob("GALT10000002")));
        await AsAdmin(browser, Drawer.Import(Drawer.File(new Fob("GALT10000002").Line)));

        using var refused = await browser.Post(page + "/store");

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("One token is refused, so nothing was stored.", browser.Html, StringComparison.Ordinal);
        Assert.Equal(1, (await List(browser)).Total);
    }

    [Fact]
    public async Task An_encrypted_file_asks_for_its_passphrase_until_it_is_right_and_carries_it_sealed_to_the_import()
    {
        await using var browser = await Browser.Open();
        await browser.SignIn();
        var fob = new Fob("GALT10000001");
        using var file = new MemoryStream();
        using (var writer = PskcWriter.Encrypted(file, Passphrase, 1000))
            writer.Write((OathSeed)Seeds(fob).Single().Token!);

        var page = await Upload(browser, file.ToArray());
        Assert.Contains("<h1>The file is encrypted</h1>", browser.Html, StringComparison.Ordinal);
        using var wrong = await browser.Post(page + "/open", ("Passphrase", "wrong horse battery"), ("Keys", ""));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("aria-invalid=\"true\"", browser.Html, StringComparison.Ordinal);
        using var right = await browser.Post(page + "/open", ("Passphrase", Passphrase), ("Keys", ""));
        Assert.Contains("<h1>One new token</h1>", browser.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(Passphrase, browser.Html, StringComparison.Ordinal);

        using var stored = await browser.Post(page + "/store", ("Keys", WebUtility.HtmlDecode(Keys().Match(browser.Html).Groups["keys"].Value)));

        Assert.Equal("/tokens?imported=1&same=0&left=0", stored.Headers.Location!.ToString());
    }

    [Theory]
    [InlineData("", "Choose the file that the maker has sent.")]
    [InlineData("a picture of a cat", "This is none of the formats that are read")]
    public async Task A_file_that_is_none_is_refused_beside_its_field(string content, string words)
    {
        await using var browser = await Browser.Open();
        await browser.SignIn();
        await browser.Get("/tokens/import");

        using var uploaded = await browser.Upload("/tokens/import/some-upload", "cat.jpg", Encoding.UTF8.GetBytes(content));
        if (uploaded.StatusCode == HttpStatusCode.SeeOther)
            await browser.Get(uploaded.Headers.Location!.ToString());

        Assert.Contains($"id=\"File-error\">{words}", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_no_page_of_ours_sends_is_refused_and_nothing_of_it_kept()
    {
        await using var browser = await Browser.Open();
        await browser.SignIn();
        await browser.Get("/tokens/import");
        var csv = Encoding.UTF8.GetBytes(Csv(new Fob("GALT10000001")));

        foreach (var field in new (string, string)?[] { null, ("form", "forged"), ("other", "field"), ("form", new string('x', 20_000)) })
        {
            using var refused = await browser.UploadBare("/tokens/import/forged", field, "tokens.csv", csv);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains("Send the form again", browser.Html, StringComparison.Ordinal);
        }

        using var gone = await browser.Get("/tokens/import/forged");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_refused_before_it_is_sent()
    {
        await using var browser = await Browser.Open();
        await browser.SignIn();

        using var refused = await browser.Announce("/tokens/import/large", SeedFile.MaxBytes + (1 << 20));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("The file is larger than 256 MiB. Split it.", browser.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_several_parts_comes_through_and_other_forms_stay_small()
    {
        await using var browser = await Browser.Open();
        await browser.SignIn();
        var csv = Csv([.. Enumerable.Range(0, 30_000).Select(i => new Fob($"PARTS{i:D6}"))]);
        Assert.True(csv.Length > 2 * SeedUpload.PartBytes);

        await Upload(browser, csv);
        Assert.Contains("<h1>30,000 new tokens</h1>", browser.Html, StringComparison.Ordinal);
        Assert.Contains("The first 200 are listed, of 30,000.", browser.Html, StringComparison.Ordinal);

        using var large = await browser.Upload("/tokens/export", "tokens.csv", new byte[100_000]);
        Assert.Equal(HttpStatusCode.BadRequest, large.StatusCode);
    }

    [Fact]
    public async Task The_inventory_is_exported_to_whoever_has_just_proven_who_they_are()
    {
        await using var browser = await Browser.Open();
        await browser.SignIn();
        await AsAdmin(browser, Drawer.Import(Drawer.File(new Fob("GALT10000001").Line, new Fob("GALT10000002").Line)));

        await browser.Get("/tokens/export");
        using var differ = await browser.Post("/tokens/export", ("Format", "pskc"), ("Passphrase", Passphrase), ("Repeated", "another"));
        Assert.Contains("The two passphrases are not the same.", browser.Html, StringComparison.Ordinal);
        using var file = await browser.Post("/tokens/export", ("Format", "pskc"), ("Passphrase", Passphrase), ("Repeated", Passphrase));
        Assert.Equal("attachment; filename=\"tokens-2026-11-25.pskcxml\"", file.Content.Headers.ContentDisposition!.ToString());
        Assert.Equal(2, SeedFile.Open(new MemoryStream(Encoding.UTF8.GetBytes(browser.Html)), new SeedFileKeys(Passphrase)).Rows.Count(row => row.Token is not null));

        await browser.Get("/tokens/export");
        using var typo = await browser.Post("/tokens/export", ("Format", "sdtid"), ("Passphrase", Passphrase), ("Repeated", "another"), ("LeaveOut", "yes"));
        Assert.Contains("The two passphrases are not the same.", browser.Html, StringComparison.Ordinal);
        using var rsa = await browser.Post("/tokens/export", ("Format", "sdtid"), ("Passphrase", Passphrase), ("Repeated", Passphrase), ("LeaveOut", "yes"));
        Assert.Equal("attachment; filename=\"tokens-2026-11-25.sdtid\"", rsa.Content.Headers.ContentDisposition!.ToString());

        browser.Clock.Advance(TimeSpan.FromMinutes(16));
        await browser.Get("/tokens/export");
        using var stale = await browser.Post("/tokens/export", ("Format", "otpauth"));
        Assert.Equal("/confirm?return=%2Ftokens%2Fexport", stale.Headers.Location!.ToString());
    }

    [Fact]
    public async Task An_export_that_leaves_something_out_says_so_first()
    {
        await using var browser = await Browser.Open();
        await browser.SignIn();
        await AsAdmin(browser, Drawer.Import(Drawer.Whole($"serial,secret,encoding\nGALT10000001,{Convert.ToHexString(new byte[20])},hex\n")));
        await browser.Get("/tokens/export");

        using var refused = await browser.Post("/tokens/export", ("Format", "otpauth"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("name=\"LeaveOut\"", browser.Html, StringComparison.Ordinal);
        using var file = await browser.Post("/tokens/export", ("Format", "otpauth"), ("LeaveOut", "yes"));
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
    }

    [Fact]
    public async Task A_user_is_given_a_token_by_the_number_on_its_back_and_a_lost_one_is_taken_away()
    {
        await using var browser = await Browser.Open();
        await browser.SignIn();
        var fob = new Fob("GALT10000001", Digits: 8);
        await AsAdmin(browser, Drawer.Import(Drawer.File(fob.Line)));
        await AsAdmin(browser, new Countersign.Identity.CreateUser.Request("alice"));
        await browser.Get("/users/alice/mfa/assign");
        using var chosen = await browser.Post("/users/alice/mfa/assign", ("DeviceName", "fob"), ("Kind", "token"));
        var page = chosen.Headers.Location!.ToString();
        await browser.Get(page);

        var now = browser.Clock.GetUtcNow();
        var codes = new[] { ("DeviceName", "fob"), ("AuthenticationCode1", fob.Shows(now, -1)), ("AuthenticationCode2", fob.Shows(now)) };
        using var unknown = await browser.Post(page, [("SerialNumber", "galt 1000 0009"), .. codes]);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Contains("id=\"SerialNumber-error\">No token with the serial number GALT10000009 is in the inventory.", browser.Html, StringComparison.Ordinal);
        using var done = await browser.Post(page, [("SerialNumber", "galt 1000 0001"), .. codes]);
        Assert.Equal("/users/alice/mfa/assign/GALT10000001/done", done.Headers.Location!.ToString());
        using var assigned = await browser.Get(done.Headers.Location.ToString());
        Assert.Equal(HttpStatusCode.OK, assigned.StatusCode);

        await browser.Get("/tokens/GALT10000001/manage");
        Assert.Contains("It is taken from alice, whose sessions end", browser.Html, StringComparison.Ordinal);
        using var lost = await browser.Post("/tokens/GALT10000001/status", ("Status", "lost"));
        Assert.Equal("/tokens/GALT10000001/manage?done=lost", lost.Headers.Location!.ToString());
        var token = await AsAdmin(browser, new GetToken.Request(SerialNumber.Parse(fob.Serial)));
        Assert.Equal(("lost", null), (token.Status, token.UserName));
    }

    [Fact]
    public async Task A_token_is_deleted_after_a_question()
    {
        await using var browser = await Browser.Open();
        await browser.SignIn();
        await AsAdmin(browser, Drawer.Import(Drawer.File(new Fob("GALT10000001").Line)));

        await browser.Get("/tokens/GALT10000001/delete");
        using var deleted = await browser.Post("/tokens/GALT10000001/delete", ("Reason", "broken"));

        Assert.Equal("/tokens?done=deleted", deleted.Headers.Location!.ToString());
        Assert.Equal(0, (await List(browser)).Total);
    }

    /// <summary>Uploads a file, and stays on its preview.</summary>
    private static async Task<string> Upload(Browser browser, byte[] content)
    {
        await browser.Get("/tokens/import");
        var form = Form().Match(browser.Html).Groups["action"].Value;
        using var uploaded = await browser.Upload(form, "tokens.csv", content);
        Assert.Equal(form, uploaded.Headers.Location!.ToString());
        await browser.Get(form);
        return form;
    }

    private static Task<string> Upload(Browser browser, string content) => Upload(browser, Encoding.UTF8.GetBytes(content));

    private static string Csv(params IEnumerable<Fob> fobs) => string.Join('\n', [Drawer.Header, .. fobs.Select(fob => fob.Line)]) + "\n";

    private static IEnumerable<SeedRow> Seeds(Fob fob) => SeedFile.Open(new MemoryStream(Encoding.UTF8.GetBytes(Csv(fob))), SeedFileKeys.None).Rows;

    private static Task<ListTokens.Response> List(Browser browser) => AsAdmin(browser, new ListTokens.Request());

    private static Task<T> AsAdmin<T>(Browser browser, IRequest<T> request) =>
        browser.Server.Services.GetRequiredService<Pipeline>().Run(new AsUser("admin"), request, TestServer.Facts(), Browser.Cancellation);

    [GeneratedRegex("action=\"(?<action>/tokens/import/[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();

    [GeneratedRegex("name=\"Keys\" value=\"(?<keys>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Keys();
}
