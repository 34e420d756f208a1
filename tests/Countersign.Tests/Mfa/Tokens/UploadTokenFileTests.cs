using System.Text;
using Countersign.Mfa.Tokens;
using Countersign.Otp.SeedFiles;
using Countersign.SignIn;
using Countersign.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Countersign.Tests;

public sealed class UploadTokenFileTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_file_comes_in_parts_and_is_read_as_one()
    {
        var session = await AsConsole.Open(server, "admin");
        var lines = Enumerable.Range(0, 20_000).Select(i => new Fob($"PARTS{i:D6}").Line);
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', [Drawer.Header, .. lines]));
        Assert.InRange(bytes.Length, SeedUpload.PartBytes + 1, 2 * SeedUpload.PartBytes);

        await server.Run(session, Part("two-parts", bytes.AsMemory(0, SeedUpload.PartBytes), 0, isLast: false));
        await Refused.By(() => Preview(session, "two-parts"));    // not complete
        await server.Run(session, Part("two-parts", bytes.AsMemory(SeedUpload.PartBytes), 1, isLast: true));

        Assert.Equal(20_000, (await Preview(session, "two-parts")).New);
    }

    [Fact]
    public async Task It_is_sealed_and_for_the_session_that_uploaded_it_alone()
    {
        var (one, two) = (await AsConsole.Open(server, "admin"), await AsConsole.Open(server, "admin"));
        var fob = new Fob(server.NewSerial());
        await Upload(one, "sealed", fob.Line);

        Assert.All(await Secrecy.Traces.OfDatabase(server), place => Assert.Equal(-1, place.Content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(fob.Serial))));
        await Refused.With("NoSuchEntity", 404, Gone, () => Preview(two, "sealed"));
        await Refused.With("NoSuchEntity", 404, Gone, () => Upload(two, "sealed", fob.Line));    // the id is taken
        Assert.Equal(1, (await Preview(one, "sealed")).New);
    }

    [Fact]
    public async Task After_a_quarter_of_an_hour_it_is_gone_and_then_swept()
    {
        var session = await AsConsole.Open(server, "admin");
        await Upload(session, "late", new Fob(server.NewSerial()).Line);
        server.Clock.Advance(TimeSpan.FromMinutes(15));

        await Refused.With("NoSuchEntity", 404, Gone, () => Preview(session, "late"));
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        using var sweeper = new Sweeper(server.Database, new SignInOptions(), server.Clock, NullLogger<Sweeper>.Instance);
        await sweeper.Sweep();
        Assert.Null(await server.Stored(store => store.SeedUploads.Find(session.Session.SessionHash, "late")));
    }

    [Fact]
    public async Task It_is_gone_when_it_is_imported_when_another_comes_and_when_the_session_ends()
    {
        var session = await AsConsole.Open(server, "admin");
        await Upload(session, "first", new Fob(server.NewSerial()).Line);
        await Upload(session, "second", new Fob(server.NewSerial()).Line);
        await Refused.With("NoSuchEntity", 404, Gone, () => Preview(session, "first"));

        await server.Run(session, new ImportTokens.Request(new UploadedTokenFile("second"), SeedFileKeys.None));
        await Refused.With("NoSuchEntity", 404, Gone, () => Preview(session, "second"));

        await Upload(session, "third", new Fob(server.NewSerial()).Line);
        await server.Run(session, new SignOut.Request());
        Assert.Null(await server.Stored(store => store.SeedUploads.Find(session.Session.SessionHash, "third")));
    }

    [Fact]
    public async Task It_stays_with_a_session_that_gets_a_new_token()
    {
        var session = await AsConsole.Open(server, "admin");
        await Upload(session, "renewed", new Fob(server.NewSerial()).Line);
        var renewed = session.Session with { SessionHash = SessionProof.HashOf("another") };
        await server.Database.Write(store => store.ConsoleSessions.Renew(session.Session, renewed), TestContext.Current.CancellationToken);

        Assert.Equal(1, (await Preview(session with { Session = renewed }, "renewed")).New);
    }

    [Fact]
    public async Task Parts_out_of_order_and_files_that_are_too_large_are_refused()
    {
        var session = await AsConsole.Open(server, "admin");
        var full = new byte[SeedUpload.PartBytes];
        await Refused.With("NoSuchEntity", 404, Gone, () => server.Run(session, Part("gap", full, 1, isLast: false)));
        await Refused.With("NoSuchEntity", 404, Gone, () => server.Run(session, Part("short", new byte[10], 0, isLast: false)));

        var most = (int)(SeedFile.MaxBytes / SeedUpload.PartBytes);
        await server.Run(session, Part("large", full, 0, isLast: false));
        await server.Database.Write(    // as if all parts but the last had come
            async store =>
            {
                var upload = (await store.SeedUploads.Find(session.Session.SessionHash, "large"))!;
                await store.SeedUploads.Append(upload with { Length = (most - 2L) * SeedUpload.PartBytes }, full, isLast: false);
                return Nothing.Value;
            },
            TestContext.Current.CancellationToken);
        await server.Run(session, Part("large", full, most - 1, isLast: false));
        await Refused.With("TooLarge", 400, $"The file is larger than {SeedFile.MaxBytes >> 20} MiB. Split it.", () => server.Run(session, Part("large", new byte[1], most, isLast: true)));
    }

    [Fact]
    public Task Who_may_not_import_uploads_nothing() => Refused.WithoutPolicy(
        server, "countersign:ImportTokens", "*", new UploadTokenFile.Request("id", "x.csv", 0, true, new byte[1]));

    private const string Gone =
        "The uploaded file is not here any more: it is kept for 15 minutes, in the session that uploaded it, until it is imported. Upload it again.";

    private static UploadTokenFile.Request Part(string id, ReadOnlyMemory<byte> bytes, int part, bool isLast) => new(id, "x.csv", part, isLast, bytes);

    private Task Upload(AsConsole session, string id, string line) =>
        server.Run(session, Part(id, Encoding.UTF8.GetBytes(Drawer.Header + "\n" + line), 0, isLast: true));

    private Task<PreviewTokens.Response> Preview(AsConsole session, string id) =>
        server.Run(session, new PreviewTokens.Request(new UploadedTokenFile(id), SeedFileKeys.None));
}
