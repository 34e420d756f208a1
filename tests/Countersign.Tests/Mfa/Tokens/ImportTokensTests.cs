using System.Text;
using Countersign.Mfa.Tokens;
using Countersign.Otp.SeedFiles;

namespace Countersign.Tests;

public sealed class ImportTokensTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task The_tokens_of_a_file_are_in_the_inventory_and_nobodys()
    {
        var (one, two) = (new Fob(server.NewSerial()), new Fob(server.NewSerial(), "SHA256", 8, 60));

        var done = await server.AsAdmin(Drawer.Import(Drawer.File(one.Line, two.Line)));

        Assert.Equal(new ImportTokens.Response("test.csv", "Countersign CSV", 2, 0, 0), done);
        Assert.Equal(("available", null, "6 digits every 30 s, SHA-1", true), Facts(await server.Token(one.Serial)));
        Assert.Equal(("available", null, "8 digits every 60 s, SHA-256", false), Facts(await server.Token(two.Serial)));
    }

    [Fact]
    public async Task The_same_file_again_does_no_harm()
    {
        var file = Drawer.File(new Fob(server.NewSerial()).Line, new Fob(server.NewSerial()).Line);
        await server.AsAdmin(Drawer.Import(file));

        Assert.Equal(new ImportTokens.Response("test.csv", "Countersign CSV", 0, 2, 0), await server.AsAdmin(Drawer.Import(file)));
    }

    [Fact]
    public async Task A_known_serial_number_with_another_seed_is_named_and_nothing_of_the_file_is_stored()
    {
        var known = await server.Put();
        var (before, after) = (new Fob(server.NewSerial()), new Fob(server.NewSerial()));
        var impostor = new Fob(known.Serial);

        await Refused.With(
            "TokensRefused", 400,
            "One token is refused, so nothing was stored. It is at line 3: A token with this serial number is in the inventory already, with another seed. Delete that one first if this is right.",
            () => server.AsAdmin(Drawer.Import(Drawer.File(before.Line, impostor.Line, after.Line))));

        foreach (var fob in new[] { before, after })
            await Refused.With("NoSuchEntity", 404, $"There is no token {fob.Serial} in the inventory.", () => server.Token(fob.Serial));
    }

    [Fact]
    public async Task What_is_refused_can_be_left_out()
    {
        var good = new Fob(server.NewSerial());

        var done = await server.AsAdmin(Drawer.Import(Drawer.File(good.Line, $"{server.NewSerial()},not-a-seed,hex,totp,SHA1,6,30"), skipRefused: true));

        Assert.Equal((1, 0, 1), (done.Imported, done.Skipped, done.Refused));
        Assert.Equal("available", (await server.Token(good.Serial)).Status);
    }

    [Fact]
    public async Task A_file_without_a_token_or_of_no_known_format_is_refused()
    {
        await Refused.With("InvalidInput", 400, "There is no token in this file that could be stored.", () => server.AsAdmin(Drawer.Import(Drawer.File())));
        var unknown = await Refused.By(() => server.AsAdmin(Drawer.Import(Drawer.Whole("a picture of a cat"))));
        Assert.Equal(nameof(SeedFileFault.Unknown), unknown.Code);
    }

    [Fact]
    public async Task An_import_of_the_serial_number_of_another_kind_of_device_is_refused()
    {
        var phone = (await server.AsAdmin(new Countersign.Mfa.CreateVirtualMFADevice.Request(server.NewName("PHONE")))).VirtualMFADevice.SerialNumber.Value;
        // Serial numbers are stored in upper case, and an ARN is not: so that this can happen at all, the device is renamed.
        await server.Database.Write(
            store => store.MfaDevices.Add(
                Countersign.Mfa.VirtualDevice.New(server.Admin.AccountId, phone.ToUpperInvariant(), "phone", server.Clock.GetUtcNow()), new byte[20]),
            TestContext.Current.CancellationToken);

        var refusal = await Refused.By(() => server.AsAdmin(Drawer.Import(Drawer.File(new Fob(phone.ToUpperInvariant()).Line))));

        Assert.EndsWith("line 2: An MFA device of another kind has this serial number.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_event_tells_format_and_counts_and_no_seed()
    {
        var fob = await server.Put();
        var record = await server.Stored(async store => (await store.AuditEvents.Latest(server.Admin.AccountId, 50)).First(happened => happened is { Action: "countersign:ImportTokens", Outcome: "Success" }).Record);

        Assert.Contains("""
            "requestParameters":{"skipRefused":false},"responseElements":{"fileName":"test.csv","format":"Countersign CSV","imported":1,"skipped":0,"refused":0}
            """.Trim(), record, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexString(fob.Seed), record, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    [Trait("Database", "SQLite")]    // it answers on the thread that is measured
    public async Task Five_thousand_tokens_take_as_much_memory_each_as_a_thousand()
    {
        await Allocated(Many("warm", 600));    // what is compiled and cached once is not counted
        var few = await Allocated(Many("few", 1000));
        var many = await Allocated(Many("many", 5000));

        Assert.InRange(many, 0, 12_000);
        Assert.InRange(many, few / 2, few + 1_000);
    }

    [Fact]
    public Task Who_may_not_is_told_so_before_the_file_is_read() => Refused.WithoutPolicy(
        server, "countersign:ImportTokens", "*", Drawer.Import(Drawer.Whole("a picture of a cat")));

    private static (string, string?, string, bool) Facts(TokenFacts token) => (token.Status, token.UserName, token.Description, token.IsForApi);

    private static TokenFile Many(string stem, int count)
    {
        var text = new StringBuilder(Drawer.Header).Append('\n');
        for (var i = 0; i < count; i++)
            text.Append(new Fob($"{stem.ToUpperInvariant()}{i:D6}").Line).Append('\n');
        return Drawer.Whole(text.ToString());
    }

    /// <summary>Bytes allocated for each row, between the first batch's end and the last's: on this thread, since SQLite answers synchronously.</summary>
    private async Task<long> Allocated(TokenFile file)
    {
        var heard = new List<(int Rows, long Bytes, int Thread)>();
        await server.AsAdmin(new ImportTokens.Request(file, SeedFileKeys.None, Progress: new Listener(
            progress => heard.Add((progress.Rows, GC.GetAllocatedBytesForCurrentThread(), Environment.CurrentManagedThreadId)))));
        Assert.Single(heard.Select(report => report.Thread).Distinct());
        return (heard[^1].Bytes - heard[0].Bytes) / heard[^1].Rows;
    }

    private sealed class Listener(Action<ImportProgress> hear) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => hear(value);
    }
}
