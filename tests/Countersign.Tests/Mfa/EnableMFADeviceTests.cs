using Countersign.Identity;
using Countersign.Mfa;
using Countersign.Otp;
using Countersign.Tests.Identity;

namespace Countersign.Tests;

public sealed class EnableMFADeviceTests(TestServer server) : IClassFixture<TestServer>
{
    private const string NotValid = "Authentication code for device is not valid.";

    private static OneTimeCode SomeCode => OneTimeCode.TryParse("123456", out var code) ? code : default;

    private DateTimeOffset Now => server.Clock.GetUtcNow();

    [Fact]
    public async Task Two_codes_in_a_row_assign_the_device_and_both_are_spent()
    {
        var (user, phone) = await UserAndPhone();
        var (first, second) = (phone.CodeAt(Now), phone.CodeAt(Now + PhoneApp.Step));

        await Enable(user, phone, first, second);

        Assert.Equal(phone.Serial, Assert.Single((await server.AsAdmin(new ListMFADevices.Request(user))).MFADevices).SerialNumber);
        foreach (var code in new[] { first, second })
        {
            await Assert.ThrowsAsync<ApiError>(
                () => server.Run(new AsUser(user), new Countersign.Sts.GetSessionToken.Request(null, phone.Serial.Value, code)));
        }
    }

    [Fact]
    public async Task Codes_that_are_equal_swapped_apart_or_wrong_are_refused_and_nothing_changes()
    {
        var (user, phone) = await UserAndPhone();
        var (a, b, c) = (phone.CodeAt(Now), phone.CodeAt(Now + PhoneApp.Step), phone.CodeAt(Now + 2 * PhoneApp.Step));

        foreach (var (first, second) in new[] { (a, a), (b, a), (a, c), (a, phone.WrongCodeAt(Now)) })
            await Refused.With("InvalidAuthenticationCode", 403, NotValid, () => Enable(user, phone, first, second));

        Assert.Empty((await server.AsAdmin(new ListMFADevices.Request(user))).MFADevices);
    }

    [Theory]
    [InlineData(-1440, true), InlineData(1440, true), InlineData(-1441, false), InlineData(1441, false)]
    public async Task A_device_whose_clock_is_off_is_accepted_up_to_twelve_hours_and_its_drift_is_learnt(int stepsOff, bool accepted)
    {
        var (user, phone) = await UserAndPhone();
        var phoneTime = Now + stepsOff * PhoneApp.Step;
        var act = () => Enable(user, phone, phone.CodeAt(phoneTime - PhoneApp.Step), phone.CodeAt(phoneTime));
        if (!accepted)
        {
            await Refused.With("InvalidAuthenticationCode", 403, NotValid, act);
            return;
        }

        await act();

        server.Clock.Advance(2 * PhoneApp.Step);
        var code = phone.CodeAt(Now + stepsOff * PhoneApp.Step);
        await server.Run(new AsUser(user), new Countersign.Sts.GetSessionToken.Request(null, phone.Serial.Value, code));
    }

    [Fact]
    public async Task A05_two_zeros_do_not_enable()
    {
        var (user, phone) = await UserAndPhone();
        Assert.True(OneTimeCode.TryParse("000000", out var zeros));

        await Refused.With("InvalidAuthenticationCode", 403, NotValid, () => Enable(user, phone, zeros, zeros));

        Assert.Empty((await server.AsAdmin(new ListMFADevices.Request(user))).MFADevices);
    }

    [Fact]
    public async Task A06_an_unknown_serial_is_404_and_a_device_of_another_user_409()
    {
        var (alice, phone) = await UserAndPhone();
        var (bob, _) = await UserAndPhone();
        var unknown = SerialNumber.Parse($"arn:aws:iam::{server.Admin.AccountId}:mfa/nowhere");
        var (first, second) = (phone.CodeAt(Now), phone.CodeAt(Now + PhoneApp.Step));

        await Refused.With(
            "NoSuchEntity", 404, $"VirtualMFADevice with serial number {unknown} doesn't exist.",
            () => server.AsAdmin(new EnableMFADevice.Request(bob, unknown, first, second)));
        await Enable(alice, phone, first, second);
        await Refused.With("EntityAlreadyExists", 409, "MFA Device is already in use.", () => Enable(bob, phone, first, second));
        await Refused.With(
            "NoSuchEntity", 404, "The user with name nobody-here cannot be found.", () => Enable("nobody-here", phone, first, second));
    }

    [Fact]
    public async Task A_ninth_device_is_one_too_many()
    {
        var (user, _) = await UserAndPhone();
        for (var i = 0; i < 8; i++)
            await server.AddDevice(user);
        var ninth = await Phone();

        await Refused.With(
            "LimitExceeded", 409, "Cannot exceed quota for MFADevicesPerUser: 8",
            () => Enable(user, ninth, ninth.CodeAt(Now), ninth.CodeAt(Now + PhoneApp.Step)));
    }

    [Fact]
    public async Task CVE_2026_9047_a_device_that_is_removed_and_made_anew_has_another_seed_and_the_old_one_is_dead()
    {
        var (user, old) = await UserAndPhone("twice-" + server.NewName());
        await Enable(user, old, old.CodeAt(Now), old.CodeAt(Now + PhoneApp.Step));
        await server.AsAdmin(new DeactivateMFADevice.Request(old.Serial, user));
        await server.AsAdmin(new DeleteVirtualMFADevice.Request(old.Serial));

        var again = new PhoneApp((await server.AsAdmin(new CreateVirtualMFADevice.Request(old.Serial.Value.Split('/')[^1]))).VirtualMFADevice);

        Assert.Equal(old.Serial, again.Serial);
        await Refused.With("InvalidAuthenticationCode", 403, NotValid, () => Enable(user, again, old.CodeAt(Now), old.CodeAt(Now + PhoneApp.Step)));
    }

    [Fact]
    public async Task A_device_taken_from_its_user_keeps_what_it_has_spent()
    {
        var (user, phone) = await UserAndPhone();
        var (first, second) = (phone.CodeAt(Now), phone.CodeAt(Now + PhoneApp.Step));
        await Enable(user, phone, first, second);
        await server.AsAdmin(new DeactivateMFADevice.Request(phone.Serial, user));

        await Refused.With("InvalidAuthenticationCode", 403, NotValid, () => Enable(user, phone, first, second));
    }

    [Fact]
    public async Task Enrolling_in_the_console_makes_that_session_an_MFA_session_and_says_what_was_wrong()
    {
        var (user, _) = await UserAndPhone();
        await server.AsAdmin(new CreateLoginProfile.Request(user, Passwords.First));
        await server.AsAdmin(new AttachUserPolicy.Request(user, Arn.OfBuiltInPolicy(ManagedPolicies.SelfManagement)));
        var browser = new Browser(server);
        await browser.Password(user, Passwords.First);
        var started = await browser.Run(new StartMfaEnrolment.Request(user, "pixel"));
        var shown = await browser.Run(new ShowMfaEnrolment.Request(user, started.SerialNumber));
        var key = Base32.Decode(shown.Base32Key);
        var (first, second) = (Totp.Compute(key, OathParameters.Default, Now), Totp.Compute(key, OathParameters.Default, Now + PhoneApp.Step));

        await Refused.With(
            "InvalidAuthenticationCode", 403, "These two are the other way round. Type the older code first.",
            () => browser.Run(new EnableMFADevice.Request(user, started.SerialNumber, second, first)));
        await browser.Run(new EnableMFADevice.Request(user, started.SerialNumber, first, second));

        Assert.Equal(Now, (await browser.Who()).MfaAt);
    }

    [Fact]
    public async Task An_unfinished_device_is_for_the_browser_that_began_it_and_gone_after_a_quarter_of_an_hour()
    {
        var (user, _) = await UserAndPhone();
        await server.AsAdmin(new CreateLoginProfile.Request(user, Passwords.First));
        await server.AsAdmin(new AttachUserPolicy.Request(user, Arn.OfBuiltInPolicy(ManagedPolicies.SelfManagement)));
        var (one, two) = (new Browser(server), new Browser(server));
        await one.Password(user, Passwords.First);
        await two.Password(user, Passwords.First);
        var started = await one.Run(new StartMfaEnrolment.Request(user, "pixel"));
        const string over = "The time for setting up this device is over, or it was set up in another browser. Start again.";

        await Refused.With("NoSuchEntity", 404, over, () => two.Run(new ShowMfaEnrolment.Request(user, started.SerialNumber)));
        await one.Run(new ShowMfaEnrolment.Request(user, started.SerialNumber));
        server.Clock.Advance(TimeSpan.FromMinutes(15));
        await Refused.With("NoSuchEntity", 404, over, () => one.Run(new ShowMfaEnrolment.Request(user, started.SerialNumber)));
    }

    [Fact]
    public Task Who_may_not_is_told_so_before_anything_exists() => Refused.WithoutPolicy(
        server, "iam:EnableMFADevice", server.UserArn("whoever"),
        new EnableMFADevice.Request("whoever", SerialNumber.Parse("arn:aws:iam::1:mfa/x"), SomeCode, SomeCode));

    private Task Enable(string user, PhoneApp phone, OneTimeCode first, OneTimeCode second) =>
        server.AsAdmin(new EnableMFADevice.Request(user, phone.Serial, first, second));

    private async Task<(string User, PhoneApp Phone)> UserAndPhone(string? deviceName = null) =>
        ((await server.AddUser(server.NewName())).UserName, await Phone(deviceName));

    private async Task<PhoneApp> Phone(string? name = null) =>
        new((await server.AsAdmin(new CreateVirtualMFADevice.Request(name ?? server.NewName("phone")))).VirtualMFADevice);
}
