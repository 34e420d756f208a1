using Countersign.Custody;
using Countersign.Storage;

namespace Countersign.Tests.Custody;

public sealed class VerifyKeysTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_does_not_open_is_named_by_table_column_and_row()
    {
        var user = await server.AddUser(server.NewName());
        await server.AddDevice(user.UserName);
        var place = SealedPlace.All.Single(place => place.Table == "mfa_devices");
        await server.Service<Countersign.Audit.AuditSealer>().Seal(Cancellation);    // it seals a key of its own with the first event
        var good = await server.Run(new AsLocalOperator(), new VerifyKeys.Request());
        Assert.Empty(good.Shut);
        Assert.True(good.Opened >= 3, $"{good.Opened}");    // the administrator's secret key, this seed, a key of the console's

        var value = (await server.Database.Read(store => store.SealedValues.Page(place, null), Cancellation))[0];
        var broken = value.Blob.ToArray();
        broken[^1] ^= 1;
        await Put(place, value, broken);
        var bad = await server.Run(new AsLocalOperator(), new VerifyKeys.Request());
        Assert.Equal([new VerifyKeys.Place("mfa_devices", "secret_sealed", value.Key, 1)], bad.Shut);
        Assert.Equal(good.Opened - 1, bad.Opened);

        await Put(place, value with { Blob = broken }, value.Blob);
        Assert.Empty((await server.Run(new AsLocalOperator(), new VerifyKeys.Request())).Shut);
    }

    [Fact]
    public async Task Every_page_of_every_place_is_read()
    {
        var small = SealedPlace.All.Single(place => place.Table == "access_keys") with { PerPage = 2 };
        var user = await server.AddUser(server.NewName());
        for (var i = 0; i < 2; i++)
            await server.AsAdmin(new Countersign.Identity.CreateAccessKey.Request(user.UserName));
        var other = await server.AddUser(server.NewName());
        await server.AsAdmin(new Countersign.Identity.CreateAccessKey.Request(other.UserName));

        var seen = new List<string>();
        SealedValue? last = null;
        while (await server.Database.Read(store => store.SealedValues.Page(small, last), Cancellation) is { Count: > 0 } page)
        {
            seen.AddRange(page.Select(value => value.Key));
            last = page[^1];
        }

        Assert.Equal(4, seen.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(4, seen.Count);
    }

    [Fact]
    public Task Whoever_has_no_shell_on_the_server_is_refused_whatever_policies_say() => Refused.With(
        "AccessDenied", 403, "countersign:VerifyKeys is for the command line on the server: it needs the master key.",
        () => server.AsAdmin(new VerifyKeys.Request()));

    private Task<Nothing> Put(SealedPlace place, SealedValue old, byte[] blob) => server.Database.Write(
        async store =>
        {
            await store.SealedValues.Replace(place, [(old, blob)]);
            return Nothing.Value;
        },
        Cancellation);
}
