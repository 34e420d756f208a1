using Countersign.Identity;
using Countersign.Mfa;
using Countersign.Otp;
using Countersign.Sts;

namespace Countersign.Tests;

/// <summary>The life of a token after its import: assigned, used, drifting, taken back.</summary>
public sealed class HardwareTokenTests(TestServer server) : IClassFixture<TestServer>
{
    private DateTimeOffset Now => server.Clock.GetUtcNow();

    [Theory]
    [InlineData("SHA1", 6, 30), InlineData("SHA256", 6, 30), InlineData("SHA512", 6, 30)]
    [InlineData("SHA1", 6, 60), InlineData("SHA256", 6, 60), InlineData("SHA512", 6, 60)]
    public async Task A_token_that_counts_time_is_assigned_by_two_codes_and_then_signs_in(string hash, int digits, int period)
    {
        var (user, fob) = (await User(), await server.Put(new Fob(server.NewSerial(), hash, digits, period)));

        await server.Assign(user, fob);
        server.Clock.Advance(TimeSpan.FromSeconds(2 * period));

        await Use(user, fob, fob.At(Now));
    }

    [Theory]
    [InlineData("SHA1", 30), InlineData("SHA512", 60)]
    public async Task What_the_file_leaves_open_is_settled_by_the_two_codes(string hash, int period)
    {
        var (user, fob) = (await User(), new Fob(server.NewSerial(), hash, 6, period));
        await server.AsAdmin(Drawer.Import(Drawer.Whole($"serial,secret,encoding\n{fob.Serial},{Convert.ToHexString(fob.Seed)},hex\n")));
        Assert.Equal("6 to 8 digits by time", (await server.Token(fob.Serial)).Description);

        await server.Assign(user, fob);
        server.Clock.Advance(TimeSpan.FromSeconds(2 * period));

        await Use(user, fob, fob.At(Now));
        Assert.Equal($"6 digits every {period} s, {hash.Replace("SHA", "SHA-", StringComparison.Ordinal)}", (await server.Token(fob.Serial)).Description);
    }

    [Fact]
    public async Task A_token_that_counts_presses_is_assigned_by_two_presses()
    {
        var (user, fob) = (await User(), await server.Put(new Fob(server.NewSerial(), Period: 0)));

        await server.AsAdmin(new EnableMFADevice.Request(user, SerialNumber.Parse(fob.Serial), fob.Count(0), fob.Count(1)));

        await Use(user, fob, fob.Count(5));    // pressed in the pocket meanwhile
        await Refused.By(() => Use(user, fob, fob.Count(4)));
        await Use(user, fob, fob.Count(6));
    }

    [Fact]
    public async Task Taken_from_its_user_it_is_in_the_inventory_again_and_a_used_code_stays_dead_for_the_next_one()
    {
        var (first, second, fob) = (await User(), await User(), await server.Put());
        var start = Now;
        await server.Assign(first, fob);
        server.Clock.Advance(TimeSpan.FromMinutes(2));
        await Use(first, fob, fob.At(Now));

        await server.AsAdmin(new DeactivateMFADevice.Request(SerialNumber.Parse(fob.Serial), first));

        Assert.Equal(("available", null), ((await server.Token(fob.Serial)).Status, (await server.Token(fob.Serial)).UserName));
        await Refused.By(() => Enable(second, fob, fob.At(start), fob.At(start, 1)));
        await Refused.By(() => Enable(second, fob, fob.At(Now, -1), fob.At(Now)));
        await Enable(second, fob, fob.At(Now, 1), fob.At(Now, 2));
        Assert.Equal(second, (await server.Token(fob.Serial)).UserName);
    }

    [Fact]
    public async Task Its_clock_is_learnt_as_it_drifts_and_shown()
    {
        var (user, fob) = (await User(), await server.Put());
        await server.Assign(user, fob);
        for (var i = 1; i <= 6; i++)
        {
            fob = fob with { Ahead = TimeSpan.FromSeconds(15 * i) };
            server.Clock.Advance(TimeSpan.FromMinutes(10));
            await Use(user, fob, fob.At(Now));
        }

        Assert.InRange((await server.Token(fob.Serial)).ClockAhead!.Value.TotalSeconds, 60, 90);
        Assert.InRange((await Device(user)).ClockAhead!.Value.TotalSeconds, 60, 90);
    }

    [Fact]
    public async Task A_token_that_is_ten_minutes_out_is_resynchronised_by_two_codes()
    {
        var (user, fob) = (await User(), await server.Put());
        await server.Assign(user, fob);
        fob = fob with { Ahead = TimeSpan.FromMinutes(10) };
        server.Clock.Advance(TimeSpan.FromMinutes(10));
        await Refused.By(() => Use(user, fob, fob.At(Now)));

        await server.Run(new AsUser("admin"), new ResyncMFADevice.Request(user, SerialNumber.Parse(fob.Serial), fob.At(Now, -1), fob.At(Now)));

        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await Use(user, fob, fob.At(Now));
        Assert.Equal(TimeSpan.FromMinutes(10), (await Device(user)).ClockAhead);
    }

    [Fact]
    public async Task The_API_lists_it_by_the_number_on_its_back()
    {
        var (user, fob) = (await User(), await server.Put());
        await server.Assign(user, fob);

        Assert.Equal(fob.Serial, Assert.Single((await server.AsAdmin(new ListMFADevices.Request(user))).MFADevices).SerialNumber.Value);
        Assert.True((await Device(user)).IsForApi);
    }

    [Fact]
    public async Task What_the_wire_cannot_take_is_for_the_console_only()
    {
        var (user, fob) = (await User(), await server.Put(new Fob(server.NewSerial(), Digits: 8)));
        await server.Assign(user, fob);

        Assert.False((await Device(user)).IsForApi);
        Assert.False((await server.Token(fob.Serial)).IsForApi);
    }

    [Fact]
    public async Task Of_two_users_who_assign_one_token_at_once_one_gets_it()
    {
        var (one, two, fob) = (await User(), await User(), await server.Put());
        var (first, second) = (fob.At(Now), fob.At(Now, 1));

        var outcomes = await Task.WhenAll(new[] { one, two }.Select(async user =>
        {
            try
            {
                await Enable(user, fob, first, second);
                return "";
            }
            catch (ApiError refusal)
            {
                return refusal.Code;
            }
        }));

        Assert.Equal(["", "EntityAlreadyExists"], outcomes.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private async Task<string> User() => (await server.AddUser(server.NewName())).UserName;

    private Task Enable(string user, Fob fob, OneTimeCode first, OneTimeCode second) =>
        server.AsAdmin(new EnableMFADevice.Request(user, SerialNumber.Parse(fob.Serial), first, second));

    private Task Use(string user, Fob fob, OneTimeCode code) =>
        server.Run(new AsUser(user), new GetSessionToken.Request(null, fob.Serial, code));

    private async Task<GetUserCredentials.Device> Device(string user) =>
        Assert.Single((await server.AsAdmin(new GetUserCredentials.Request(user))).Devices);
}
