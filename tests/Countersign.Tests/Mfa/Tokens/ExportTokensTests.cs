using System.Security.Cryptography;
using System.Text;
using Countersign.Mfa;
using Countersign.Mfa.Tokens;
using Countersign.Otp.SecurId;
using Countersign.Otp.SeedFiles;

namespace Countersign.Tests;

public sealed class ExportTokensTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Passphrase = "correct horse battery staple";

    [Fact]
    public async Task What_leaves_as_PSKC_comes_back_with_its_counter_and_its_drift()
    {
        var (user, fast, pressed) = ((await server.AddUser(server.NewName())).UserName, new Fob(server.NewSerial()), new Fob(server.NewSerial(), Period: 0));
        await server.AsAdmin(Drawer.Import(Drawer.File(fast.Line, pressed.Line)));
        fast = fast with { Ahead = TimeSpan.FromMinutes(5) };
        await server.Assign(user, fast);
        await server.AsAdmin(new EnableMFADevice.Request(user, SerialNumber.Parse(pressed.Serial), pressed.Count(7), pressed.Count(8)));

        var (done, file) = await Export("pskc");

        Assert.DoesNotContain(Convert.ToBase64String(fast.Seed), file, StringComparison.Ordinal);
        var seeds = Read(file, Passphrase);
        Assert.Equal(done.Exported, seeds.Count);
        Assert.Equal(fast.Seed, seeds[fast.Serial].Secret.ToArray());
        Assert.Equal(11, seeds[fast.Serial].DriftSteps);    // the second code was one step early
        Assert.Equal(pressed.Seed, seeds[pressed.Serial].Secret.ToArray());
        Assert.Equal(9, seeds[pressed.Serial].Counter);
    }

    [Fact]
    public async Task An_otpauth_list_leaves_out_what_is_not_settled_only_when_told_to()
    {
        var settled = await server.Put();
        var open = new Fob(server.NewSerial());
        await server.AsAdmin(Drawer.Import(Drawer.Whole($"serial,secret,encoding\n{open.Serial},{Convert.ToHexString(open.Seed)},hex\n")));

        await Refused.With(
            "TokensLeftOut", 400,
            $"Nothing was exported: one token does not fit this format. It is {open.Serial}: Its hash, digits or period are not known before it is assigned, and an otpauth URI has to say them.",
            () => server.AsAdmin(new ExportTokens.Request("otpauth")));

        var (done, file) = await Export("otpauth", leaveOut: true);
        Assert.Equal(1, done.LeftOut);
        Assert.Equal(settled.Seed, Read(file, null)[settled.Serial].Secret.ToArray());
        await server.AsAdmin(new DeleteToken.Request(SerialNumber.Parse(open.Serial)));
    }

    [Fact]
    public async Task SecurID_tokens_leave_as_sdtid_without_their_owner_s_PIN_and_the_others_as_PSKC()
    {
        var fob = await server.Put();
        var serial = RandomNumberGenerator.GetString("0123456789", 12);
        var rsa = new SecurIdSeed
        {
            SerialNumber = serial,
            Secret = RandomNumberGenerator.GetBytes(16),
            Parameters = new SecurIdParameters(serial, 8, TimeSpan.FromSeconds(30)),
            NotAfter = new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero),
        };
        await Import(rsa);
        Assert.True(SecurIdPin.TryParse("4711", out var pin));
        await server.Database.Write(
            async store =>
            {
                var device = (await store.MfaDevices.Find(server.Admin.AccountId, serial))!;
                var (secret, parameters) = SecurIdDevice.WithPin(device, await store.MfaDevices.Secret(device), pin, SecurIdPinStyle.Prepended);
                await store.MfaDevices.Reseal(device, secret, parameters);
                return Nothing.Value;
            },
            TestContext.Current.CancellationToken);

        await Refused.With(
            "TokensLeftOut", 400,
            $"Nothing was exported: one token does not fit this format. It is {serial}: PSKC has no form for its kind: SecurID tokens leave as sdtid.",
            () => server.AsAdmin(new ExportTokens.Request("pskc", Password.TryParse(Passphrase))));
        var refused = await Refused.By(() => server.AsAdmin(new ExportTokens.Request("sdtid", Password.TryParse(Passphrase))));
        var (oaths, pskc) = await Export("pskc", leaveOut: true);
        var (rsas, sdtid) = await Export("sdtid", leaveOut: true);
        await server.AsAdmin(new DeleteToken.Request(SerialNumber.Parse(serial)));

        Assert.Equal("TokensLeftOut", refused.Code);
        Assert.Contains("An sdtid file is for SecurID tokens: the others leave as pskc.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(((1, oaths.Exported), (oaths.Exported, 1)), ((rsas.Exported, rsas.LeftOut), (oaths.Exported, oaths.LeftOut)));
        Assert.Equal(fob.Seed, Read(pskc, Passphrase)[fob.Serial].Secret.ToArray());
        var back = Assert.IsType<SecurIdSeed>(Assert.Single(Rows(sdtid, Passphrase)).Token);
        Assert.Equal(rsa.Secret.ToArray(), back.Secret.ToArray());
        Assert.Equal((rsa.Parameters, rsa.NotAfter), (back.Parameters, back.NotAfter));
    }

    [Fact]
    public async Task A_passphrase_that_sdtid_would_cut_off_is_refused()
    {
        await Refused.With(
            "ValidationError", 400,
            "This format cuts a passphrase to 32 bytes. Type one of 12 to 32 characters (one outside of ASCII, like ü, counts as two or more).",
            () => server.AsAdmin(new ExportTokens.Request("sdtid", Password.TryParse(new string('ü', 16) + "x"))));
    }

    [Fact]
    public async Task More_tokens_than_a_page_all_leave()
    {
        await server.AsAdmin(Drawer.Import(Drawer.File([.. Enumerable.Range(0, 1201).Select(i => new Fob($"LEAVE{i:D6}").Line)])));

        var (done, file) = await Export("pskc");

        Assert.Equal(done.Exported, Read(file, Passphrase).Count);
        Assert.True(done.Exported >= 1201);
    }

    [Fact]
    public async Task The_event_is_there_before_the_first_seed_is_read()
    {
        await server.Put();

        var done = await server.AsAdmin(new ExportTokens.Request("pskc", Password.TryParse(Passphrase)));

        var record = await server.Stored(async store =>
            (await store.AuditEvents.Latest(server.Admin.AccountId, 50)).First(happened => happened is { Action: "countersign:ExportTokens", Outcome: "Success" }).Record);
        Assert.Contains($$"""
            "requestParameters":{"format":"pskc","leaveOut":false},"responseElements":{"exported":{{done.Exported}},"leftOut":0}
            """.Trim(), record, StringComparison.Ordinal);
        Assert.DoesNotContain(Passphrase, record, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pskc", null), InlineData("pskc", "too short 1"), InlineData("sdtid", "too short 1")]
    public async Task A_passphrase_that_protects_nothing_is_refused(string format, string? passphrase) => await Refused.With(
        "ValidationError", 400, "Type a passphrase of 12 to 128 characters: it is all that protects the seeds in the file.",
        () => server.AsAdmin(new ExportTokens.Request(format, passphrase is null ? null : Password.TryParse(passphrase))));

    [Fact]
    public Task An_unknown_format_is_refused() => Refused.With(
        "ValidationError", 400, "Choose pskc, sdtid or otpauth.", () => server.AsAdmin(new ExportTokens.Request("papyrus")));

    [Fact]
    public async Task In_the_console_the_proof_must_be_fresh()
    {
        var session = await AsConsole.Open(server, "admin");
        server.Clock.Advance(TimeSpan.FromMinutes(16));

        Assert.Equal("FreshProofNeeded", (await Refused.By(() => server.Run(session, new ExportTokens.Request("otpauth")))).Code);
    }

    [Fact]
    public Task Who_may_not_exports_nothing() => Refused.WithoutPolicy(server, "countersign:ExportTokens", "*", new ExportTokens.Request("otpauth"));

    private async Task<(ExportTokens.Response Done, string File)> Export(string format, bool leaveOut = false)
    {
        var done = await server.AsAdmin(new ExportTokens.Request(format, Password.TryParse(Passphrase), leaveOut));
        using var stream = new MemoryStream();
        await done.Content.WriteTo(stream, TestContext.Current.CancellationToken);
        return (done, Encoding.UTF8.GetString(stream.ToArray()));
    }

    private async Task Import(SecurIdSeed seed)
    {
        using var stream = new MemoryStream();
        using (var writer = new SdtidWriter(stream, "for the way"))
            writer.Write(seed);
        stream.Position = 0;
        Assert.Equal(1, (await server.AsAdmin(new ImportTokens.Request(new LocalTokenFile("one.sdtid", stream), SeedKeys.Of("for the way", null, null)))).Imported);
    }

    private static IEnumerable<SeedRow> Rows(string file, string? passphrase) =>
        SeedFile.Open(new MemoryStream(Encoding.UTF8.GetBytes(file)), new SeedFileKeys(passphrase)).Rows;

    private static Dictionary<string, OathSeed> Read(string file, string? passphrase) =>
        Rows(file, passphrase)
            .Select(row => Assert.IsType<OathSeed>(row.Token))
            .ToDictionary(seed => seed.SerialNumber, StringComparer.Ordinal);
}
