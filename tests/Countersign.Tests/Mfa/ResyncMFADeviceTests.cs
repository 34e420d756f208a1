using Countersign.Identity;
using Countersign.Mfa;
using Countersign.Otp;

namespace Countersign.Tests;

public sealed class ResyncMFADeviceTests(TestServer server) : IClassFixture<TestServer>
{
    private const string NotValid = "Authentication code for device is not valid.";

    private static OneTimeCode SomeCode => OneTimeCode.TryParse("123456", out var code) ? code : default;

    private DateTimeOffset Now => server.Clock.GetUtcNow();

    [Fact]
    public async Task A_device_hours_off_works_again_after_two_of_its_codes()
    {
        var (user, phone) = await UserWithPhone();
        var off = TimeSpan.FromHours(5);
        var code = () => phone.CodeAt(Now + off);
        await Assert.ThrowsAsync<ApiError>(() => Use(user, phone, code()));

        await Own(user, new ResyncMFADevice.Request(user, phone.Serial, code(), phone.CodeAt(Now + off + PhoneApp.Step)));

        server.Clock.Advance(2 * PhoneApp.Step);
        await Use(user, phone, code());
    }

    [Fact]
    public async Task Codes_that_do_not_follow_each_other_change_nothing()
    {
        var (user, phone) = await UserWithPhone();

        await Refused.With("InvalidAuthenticationCode", 403, NotValid, () => Own(user, new ResyncMFADevice.Request(
            user, phone.Serial, phone.CodeAt(Now), phone.CodeAt(Now + 2 * PhoneApp.Step))));

        await Use(user, phone, phone.CodeAt(Now));
    }

    [Fact]
    public async Task Two_recorded_codes_do_not_come_alive_by_a_resync_of_ones_own()
    {
        var (user, phone) = await UserWithPhone();
        var (first, second) = (phone.CodeAt(Now - 4 * PhoneApp.Step), phone.CodeAt(Now - 3 * PhoneApp.Step));
        await Use(user, phone, phone.CodeAt(Now));

        await Refused.With(
            "InvalidAuthenticationCode", 403, NotValid, () => Own(user, new ResyncMFADevice.Request(user, phone.Serial, first, second)));
    }

    [Fact]
    public async Task An_administrator_may_set_back_a_clock_that_was_fast()
    {
        var (user, phone) = await UserWithPhone();
        var fast = TimeSpan.FromHours(2);
        await server.AsAdmin(new ResyncMFADevice.Request(user, phone.Serial, phone.CodeAt(Now + fast), phone.CodeAt(Now + fast + PhoneApp.Step)));
        var (first, second) = (phone.CodeAt(Now), phone.CodeAt(Now + PhoneApp.Step));    // the clock has been set right
        await Refused.With(
            "InvalidAuthenticationCode", 403, NotValid, () => Own(user, new ResyncMFADevice.Request(user, phone.Serial, first, second)));

        await server.AsAdmin(new ResyncMFADevice.Request(user, phone.Serial, first, second));

        server.Clock.Advance(2 * PhoneApp.Step);
        await Use(user, phone, phone.CodeAt(Now));
    }

    [Fact]
    public async Task Another_users_device_is_not_this_users()
    {
        var (_, phone) = await UserWithPhone();
        var (other, _) = await UserWithPhone();

        await Refused.With(
            "NoSuchEntity", 404, "MFA Device invalid for user.",
            () => server.AsAdmin(new ResyncMFADevice.Request(other, phone.Serial, phone.CodeAt(Now), phone.CodeAt(Now + PhoneApp.Step))));
    }

    [Fact]
    public async Task Wrong_pairs_are_counted_like_wrong_codes()
    {
        var (user, phone) = await UserWithPhone();
        for (var i = 0; i < Attempt.FreeTries; i++)
        {
            await Assert.ThrowsAsync<ApiError>(() => Own(user, new ResyncMFADevice.Request(
                user, phone.Serial, phone.WrongCodeAt(Now), phone.WrongCodeAt(Now))));
        }

        await Refused.With(
            "AccessDenied", 403, "MultiFactorAuthentication failed. Too many wrong codes. Try again in 1 second.",
            () => Use(user, phone, phone.CodeAt(Now)));
    }

    [Fact]
    public Task Who_may_not_is_told_so_before_anything_exists() => Refused.WithoutPolicy(
        server, "iam:ResyncMFADevice", server.UserArn("whoever"),
        new ResyncMFADevice.Request("whoever", SerialNumber.Parse("arn:aws:iam::1:mfa/x"), SomeCode, SomeCode));

    // By the user, with a session that has MFA.
    private Task Own(string user, ResyncMFADevice.Request request) => server.Run(new AsSession(user, Now), request);

    private Task Use(string user, PhoneApp phone, OneTimeCode code) =>
        server.Run(new AsUser(user), new Countersign.Sts.GetSessionToken.Request(null, phone.Serial.Value, code));

    private async Task<(string User, PhoneApp Phone)> UserWithPhone()
    {
        var user = await server.AddUser(server.NewName());
        await server.AsAdmin(new AttachUserPolicy.Request(user.UserName, Arn.OfBuiltInPolicy(ManagedPolicies.SelfManagement)));
        return (user.UserName, await server.AddDevice(user.UserName));
    }
}
