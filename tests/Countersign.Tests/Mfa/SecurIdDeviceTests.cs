using System.Globalization;
using Countersign.Identity;
using Countersign.Mfa;
using Countersign.Otp;
using Countersign.Otp.SecurId;
using Countersign.SignIn;
using Countersign.Storage;
using Countersign.Sts;
using Countersign.Tests.Identity;

namespace Countersign.Tests;

/// <summary>RSA SecurID tokens from assignment to removal. The codes are those of the published vectors' algorithm; stoken has its say in the clients' tests.</summary>
public sealed class SecurIdDeviceTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly byte[] Seed = Convert.FromHexString("0cd1105cd1aafd893e89f1eb7b800dd8");

    [Fact]
    public async Task A_token_signs_in_and_opens_a_session_and_each_code_works_once()
    {
        var (user, token) = await UserWithToken();
        var browser = new Browser(server);
        await browser.Password(user, Passwords.First);
        var code = token.Code(server.Clock.GetUtcNow());

        Assert.Equal(SignInStep.Done, await browser.Code(code));

        Assert.Equal("AccessDenied", (await Refused.By(() => server.Run(new AsUser(user), new GetSessionToken.Request(null, token.Serial, code)))).Code);
        server.Clock.Advance(token.Interval);
        await server.Run(new AsUser(user), new GetSessionToken.Request(null, token.Serial, token.Code(server.Clock.GetUtcNow())));
    }

    [Fact]
    public async Task After_three_wrong_codes_a_second_consecutive_one_is_asked_for()
    {
        var (user, token) = await UserWithToken();
        var browser = new Browser(server);
        await browser.Password(user, Passwords.First);
        for (var i = 0; i < 3; i++)
        {
            Assert.False((await Step(browser)).Devices[0].AsksForNextCode);
            await Refused.By(() => browser.Code(token.WrongCode(server.Clock.GetUtcNow())));
        }

        Assert.True((await Step(browser)).Devices[0].AsksForNextCode);
        var now = server.Clock.GetUtcNow();
        await Refused.By(() => browser.Code(token.Code(now)));
        await Refused.By(() => browser.Code(token.Code(now), token.Code(now + 2 * token.Interval)));
        server.Clock.Advance(TimeSpan.FromMinutes(2));
        now = server.Clock.GetUtcNow();
        Assert.Equal(SignInStep.Done, await browser.Code(token.Code(now), token.Code(now + token.Interval)));
    }

    [Fact]
    public async Task The_next_code_brings_a_token_back_that_has_drifted_and_codes_used_before_do_not()
    {
        var (user, token) = await UserWithToken();
        var browser = new Browser(server);
        await browser.Password(user, Passwords.First);
        for (var i = 0; i < 3; i++)
            await Refused.By(() => browser.Code(token.WrongCode(server.Clock.GetUtcNow())));
        var late = server.Clock.GetUtcNow() + 9 * token.Interval;

        Assert.Equal(SignInStep.Done, await browser.Code(token.Code(late), token.Code(late + token.Interval)));

        var again = new Browser(server);
        await again.Password(user, Passwords.First);
        await Refused.By(() => again.Code(token.Code(late), token.Code(late + token.Interval)));
    }

    [Fact]
    public async Task A_PIN_that_the_token_adds_is_taken_off_again()
    {
        var (user, token) = await UserWithToken();
        await server.AsAdmin(new SetTokenPin.Request(user, SerialNumber.Parse(token.Serial), PinStyle.Added, Pin("4711")));
        var browser = new Browser(server);
        await browser.Password(user, Passwords.First);
        var code = token.Text(server.Clock.GetUtcNow());

        await Refused.By(() => browser.Code(Typed(code)));
        Assert.Equal(SignInStep.Done, await browser.Code(Typed(Added(code, "4711"))));
    }

    [Fact]
    public async Task A_PIN_that_is_typed_before_the_code_must_be_right_too()
    {
        var (user, token) = await UserWithToken();
        await server.AsAdmin(new SetTokenPin.Request(user, SerialNumber.Parse(token.Serial), PinStyle.Prepended, Pin("12345678")));
        var browser = new Browser(server);
        await browser.Password(user, Passwords.First);
        var code = token.Text(server.Clock.GetUtcNow());

        await Refused.By(() => browser.Code(Typed(code)));
        await Refused.By(() => browser.Code(Typed("12345679" + code)));
        Assert.Equal(SignInStep.Done, await browser.Code(Typed("12345678" + code)));
    }

    [Fact]
    public async Task Removed_it_is_back_in_the_inventory_without_its_PIN_and_with_its_spent_codes()
    {
        var (user, token) = await UserWithToken();
        var serial = SerialNumber.Parse(token.Serial);
        await server.AsAdmin(new SetTokenPin.Request(user, serial, PinStyle.Added, Pin("4711")));
        var spent = server.Clock.GetUtcNow();
        await server.Run(new AsUser(user), new GetSessionToken.Request(null, token.Serial, Code(Added(token.Text(spent), "4711"))));

        await server.AsAdmin(new DeactivateMFADevice.Request(serial, user));
        var other = await UserWithPassword();

        await Refused.By(() => server.AsAdmin(new EnableMFADevice.Request(other, serial, token.Code(spent), token.Code(spent + token.Interval))));
        server.Clock.Advance(2 * token.Interval);
        var now = server.Clock.GetUtcNow();
        await server.AsAdmin(new EnableMFADevice.Request(other, serial, token.Code(now), token.Code(now + token.Interval)));
    }

    [Fact]
    public async Task Ten_minutes_off_it_is_resynchronised_and_the_drift_is_shown()
    {
        var (user, token) = await UserWithToken();
        var slow = server.Clock.GetUtcNow() + TimeSpan.FromMinutes(10);

        await server.AsAdmin(new ResyncMFADevice.Request(user, SerialNumber.Parse(token.Serial), token.Code(slow), token.Code(slow + token.Interval)));

        var shown = (await server.AsAdmin(new GetUserCredentials.Request(user))).Devices[0];
        Assert.Equal(("RSA SecurID token", TimeSpan.FromMinutes(11)), (shown.Kind, shown.ClockAhead));
    }

    private async Task<(string User, Token Token)> UserWithToken()
    {
        var user = await UserWithPassword();
        var token = new Token(server.NewName("serial")[7..].PadLeft(12, '4'));
        await server.Database.Write(async store =>
        {
            Assert.True(await store.MfaDevices.Add(
                new MfaDevice
                {
                    DeviceId = UniqueId.OfEntity("MFAD"),
                    AccountId = server.Admin.AccountId,
                    SerialNumber = token.Serial,
                    Name = token.Serial,
                    Kind = SecurIdDevice.Name,
                    Parameters = token.Parameters.Write(),
                    NextStep = 0,
                    DriftSteps = 0,
                    RecentOffsets = 0,
                    CreatedAt = server.Clock.GetUtcNow(),
                },
                Seed));
            return Nothing.Value;
        });
        var now = server.Clock.GetUtcNow();
        await server.AsAdmin(new EnableMFADevice.Request(user, SerialNumber.Parse(token.Serial), token.Code(now), token.Code(now + token.Interval)));
        server.Clock.Advance(2 * token.Interval);
        return (user, token);
    }

    private async Task<string> UserWithPassword()
    {
        var user = await server.AddUser(server.NewName("sid"));
        await server.AsAdmin(new CreateLoginProfile.Request(user.UserName, Passwords.First));
        return user.UserName;
    }

    private Task<GetSignInStep.Response> Step(Browser browser) => server.Run(new PendingProof(browser.Token!), new GetSignInStep.Request());

    private static SecurIdPin Pin(string digits)
    {
        Assert.True(SecurIdPin.TryParse(digits, out var pin));
        return pin;
    }

    private static Passcode Typed(string digits)
    {
        Assert.True(Passcode.TryParse(digits, out var code));
        return code;
    }

    private static OneTimeCode Code(string digits) => Typed(digits).Code;

    private static string Added(string code, string pin) => string.Concat(code.Select((digit, i) =>
        i < code.Length - pin.Length ? digit : (char)('0' + (digit - '0' + pin[i - code.Length + pin.Length] - '0') % 10)));

    private sealed record Token(string Serial)
    {
        public SecurIdParameters Parameters { get; } = new(Serial, 6, TimeSpan.FromSeconds(60));

        public TimeSpan Interval => Parameters.Interval;

        public OneTimeCode Code(DateTimeOffset at) => SecurIdCode.Compute(Seed, Parameters, at);

        /// <summary>The digits, found by trying: a code never prints itself.</summary>
        public string Text(DateTimeOffset at) => Enumerable.Range(0, 1_000_000).Select(number => number.ToString("D6", CultureInfo.InvariantCulture))
            .First(text => OneTimeCode.TryParse(text, out var code) && code == Code(at));

        public OneTimeCode WrongCode(DateTimeOffset at) => SecurIdCode.Compute(Seed, Parameters, at + TimeSpan.FromDays(2));
    }
}
