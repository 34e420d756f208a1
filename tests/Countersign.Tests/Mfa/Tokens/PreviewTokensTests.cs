using Countersign.Mfa.Tokens;
using Countersign.Otp.SeedFiles;

namespace Countersign.Tests;

public sealed class PreviewTokensTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Each_row_has_its_fate_and_nothing_is_stored()
    {
        var known = await server.Put();
        var (fresh, eight, impostor) = (new Fob(server.NewSerial()), new Fob(server.NewSerial(), Digits: 8), new Fob(known.Serial));
        var shortSerial = new Fob("A" + server.NewName("1").Replace("-", "", StringComparison.Ordinal));

        var preview = await Preview(Drawer.File(
            fresh.Line, known.Line, eight.Line, shortSerial.Line, $"{server.NewSerial()},zz,hex,totp,SHA1,6,30", fresh.Line, new Fob(fresh.Serial).Line));

        Assert.Equal((3, 2, 2, 2), (preview.New, preview.Same, preview.Refused, preview.ConsoleOnly));
        Assert.Equal(["line 6", "line 8"], preview.Refusals.Select(row => row.Where), StringComparer.Ordinal);
        Assert.Equal(
            [("line 2", null), ("line 3", "In the inventory already."), ("line 4", null), ("line 5", null), ("line 7", "The same token is at line 2 already.")],
            preview.Tokens.Select(row => (row.Where, row.Why)));
        Assert.Equal("8 digits every 30 s, SHA-1", preview.Tokens[2].Kind);
        await Refused.By(() => server.Token(fresh.Serial));

        var other = await Preview(Drawer.File(impostor.Line));
        Assert.Equal((0, 1), (other.New, other.Refused));
    }

    [Fact]
    public async Task Two_hundred_rows_of_each_sort_are_listed_and_the_rest_is_counted()
    {
        var good = Enumerable.Range(0, 250).Select(i => new Fob($"GOOD{i:D6}").Line);
        var bad = Enumerable.Range(0, 260).Select(i => $"BAD{i:D6},zz,hex,totp,SHA1,6,30");

        var preview = await Preview(Drawer.File([.. good, .. bad]));

        Assert.Equal((250, 260, 200, 200), (preview.New, preview.Refused, preview.Tokens.Count, preview.Refusals.Count));
    }

    [Fact]
    public async Task Progress_ends_with_the_whole_file()
    {
        var heard = new List<ImportProgress>();
        var lines = Enumerable.Range(0, 1200).Select(i => new Fob($"PROGRESS{i:D6}").Line).ToArray();

        await server.AsAdmin(new PreviewTokens.Request(Drawer.File(lines), SeedFileKeys.None, new Listener(heard)));

        Assert.Equal([0, 500, 1000, 1200], heard.Select(progress => progress.Rows));
        Assert.Equal(heard[^1].Length, heard[^1].Read);
    }

    [Fact]
    public async Task What_RSA_delivers_encrypted_is_named_with_what_to_ask_for()
    {
        var file = new LocalTokenFile("1234_5.dpx", new MemoryStream([1, 2, 3]));

        var refusal = await Refused.By(() => server.AsAdmin(new PreviewTokens.Request(file, SeedFileKeys.None)));

        Assert.StartsWith("These are token records as RSA delivers them, still encrypted. Decrypt them with RSA's utility", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task Who_may_not_import_sees_no_preview() => Refused.WithoutPolicy(
        server, "countersign:ImportTokens", "*", new PreviewTokens.Request(Drawer.Whole("x"), SeedFileKeys.None));

    private Task<PreviewTokens.Response> Preview(TokenFile file) => server.AsAdmin(new PreviewTokens.Request(file, SeedFileKeys.None));

    private sealed class Listener(List<ImportProgress> heard) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => heard.Add(value);
    }
}
