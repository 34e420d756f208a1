using System.Text;
using Countersign.Mfa;
using Countersign.Mfa.Tokens;
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
            (await store.AuditEvents.Latest(server.Admin.AccountId, 50)).First(happened => happened.Action == ExportTokens.Action).Record);
        Assert.Contains($$"""
            "requestParameters":{"format":"pskc","leaveOut":false},"responseElements":{"exported":{{done.Exported}},"leftOut":0}
            """.Trim(), record, StringComparison.Ordinal);
        Assert.DoesNotContain(Passphrase, record, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pskc", null), InlineData("pskc", "too short 1")]
    public async Task A_passphrase_that_protects_nothing_is_refused(string format, string? passphrase) => await Refused.With(
        "ValidationError", 400, "Type a passphrase of 12 to 128 characters: it is all that protects the seeds in the file.",
        () => server.AsAdmin(new ExportTokens.Request(format, passphrase is null ? null : Password.TryParse(passphrase))));

    [Fact]
    public Task An_unknown_format_is_refused() => Refused.With(
        "ValidationError", 400, "Choose pskc or otpauth.", () => server.AsAdmin(new ExportTokens.Request("papyrus")));

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

    private static Dictionary<string, OathSeed> Read(string file, string? passphrase) =>
        SeedFile.Open(new MemoryStream(Encoding.UTF8.GetBytes(file)), new SeedFileKeys(passphrase)).Rows
            .Select(row => Assert.IsType<OathSeed>(row.Token))
            .ToDictionary(seed => seed.SerialNumber, StringComparer.Ordinal);
}
