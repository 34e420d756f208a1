using Countersign.Identity;
using Countersign.Mfa;
using Countersign.SignIn;
using Countersign.Tests.Identity;

namespace Countersign.Tests.SignIn;

public sealed class SignInWithCodeTests(TestServer server) : IClassFixture<TestServer>
{
    private const string NotRight = "That code was not right or has been used. Wait for the next one.";

    private DateTimeOffset Now => server.Clock.GetUtcNow();

    [Fact]
    public async Task Password_and_code_sign_in_and_the_session_counts_as_MFA()
    {
        var (name, phone) = await UserWithPhone();
        var browser = new Browser(server);
        await browser.Password(name, Passwords.First);

        Assert.Equal(SignInStep.Done, await browser.Code(phone.CodeAt(Now)));

        Assert.Equal(Now, (await browser.Who()).MfaAt);
    }

    [Fact]
    public async Task A_wrong_code_a_used_code_and_yesterdays_are_refused_in_the_same_words()
    {
        var (name, phone) = await UserWithPhone();
        await SignIn(name, phone.CodeAt(Now));
        var browser = new Browser(server);
        await browser.Password(name, Passwords.First);

        foreach (var code in new[] { phone.WrongCodeAt(Now), phone.CodeAt(Now), phone.CodeAt(Now.AddDays(-1)) })
            await Refused.With("InvalidAuthenticationCode", 403, NotRight, () => browser.Code(code));

        server.Clock.Advance(PhoneApp.Step);
        Assert.Equal(SignInStep.Done, await browser.Code(phone.CodeAt(Now)));
    }

    [Fact]
    public async Task A_used_code_is_refused_but_not_counted()
    {
        var (name, phone) = await UserWithPhone();
        await SignIn(name, phone.CodeAt(Now));
        var browser = new Browser(server);
        await browser.Password(name, Passwords.First);
        for (var i = 0; i < 3 * Attempt.FreeTries; i++)
            await Refused.With("InvalidAuthenticationCode", 403, NotRight, () => browser.Code(phone.CodeAt(Now)));

        server.Clock.Advance(PhoneApp.Step);
        Assert.Equal(SignInStep.Done, await browser.Code(phone.CodeAt(Now)));
    }

    [Fact]
    public async Task The_right_password_a_new_sign_in_and_another_address_do_not_reset_the_counter()
    {
        var (name, phone) = await UserWithPhone();
        for (var i = 0; i < Attempt.FreeTries; i++)
        {
            var browser = new Browser(server, $"198.51.100.{i}");
            await browser.Password(name, Passwords.First);
            await Refused.With("InvalidAuthenticationCode", 403, NotRight, () => browser.Code(phone.WrongCodeAt(Now)));
        }

        var late = new Browser(server, "198.51.100.99");
        await late.Password(name, Passwords.First);
        await Refused.With(
            "InvalidAuthenticationCode", 403, "Too many wrong codes. Try again in 1 second.", () => late.Code(phone.CodeAt(Now)));
    }

    [Fact]
    public async Task Each_further_wrong_code_doubles_the_wait_up_to_fifteen_minutes()
    {
        var (name, phone) = await UserWithPhone();
        var waits = new List<double>();
        for (var i = 0; i < 18; i++)
        {
            // Half a wait is not enough, and does not make it longer.
            var browser = new Browser(server);
            await browser.Password(name, Passwords.First);
            await Assert.ThrowsAsync<ApiError>(() => browser.Code(phone.WrongCodeAt(Now)));
            var refusal = await Assert.ThrowsAsync<ApiError>(() => browser.Code(phone.WrongCodeAt(Now)));
            if (refusal.RetryAfter is not { } wait)
            {
                i++;    // the second try was a free one
                continue;
            }

            waits.Add(wait.TotalSeconds);
            server.Clock.Advance(wait);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900], waits.Take(12));
    }

    [Fact]
    public async Task After_a_hundred_wrong_codes_in_a_row_only_an_administrator_or_another_device_helps()
    {
        var (name, phone) = await UserWithPhone();
        var user = (await server.Stored(store => store.Users.Find(server.Admin.AccountId, name)))!;
        var device = (await server.Stored(store => store.MfaDevices.Of(user.UserId)))[0];
        await server.Database.Write(async store =>
        {
            await store.AttemptCounters.Fail(user.AccountId, Attempt.OfDevice(device.DeviceId), Now, Attempt.LockedAt);
            return Nothing.Value;
        }, TestContext.Current.CancellationToken);
        server.Clock.Advance(TimeSpan.FromDays(30));
        var browser = new Browser(server);
        await browser.Password(name, Passwords.First);

        await Refused.With(
            "InvalidAuthenticationCode", 403,
            "This device is disabled after 100 wrong codes in a row. An administrator, or another device of yours, can enable it.",
            () => browser.Code(phone.CodeAt(Now)));

        await server.AsAdmin(new UnlockMFADevice.Request(name, phone.Serial));
        Assert.Equal(SignInStep.Done, await browser.Code(phone.CodeAt(Now)));
    }

    [Fact]
    public async Task A_sign_in_that_takes_more_than_five_minutes_is_over()
    {
        var (name, phone) = await UserWithPhone();
        var browser = new Browser(server);
        await browser.Password(name, Passwords.First);
        server.Clock.Advance(TimeSpan.FromMinutes(5));

        await Refused.With(
            "SignInExpired", 401, "This sign-in took too long or was continued elsewhere. Start again.", () => browser.Code(phone.CodeAt(Now)));
    }

    [Fact]
    public async Task A_step_is_taken_once_and_no_step_is_skipped()
    {
        var (name, phone) = await UserWithPhone();
        var browser = new Browser(server);
        await browser.Password(name, Passwords.First);
        var attempt = browser.Token!;

        Assert.Equal("SignInExpired", (await Assert.ThrowsAsync<ApiError>(
            () => server.Run(new PendingProof(attempt), new ChooseNewPassword.Request(Passwords.Second)))).Code);
        await browser.Code(phone.CodeAt(Now));
        server.Clock.Advance(PhoneApp.Step);
        Assert.Equal("SignInExpired", (await Assert.ThrowsAsync<ApiError>(
            () => server.Run(new PendingProof(attempt), new SignInWithCode.Request(phone.CodeAt(Now))))).Code);
        // The attempt's cookie is no session, and the session's is no attempt.
        Assert.Equal("SessionExpired", (await Assert.ThrowsAsync<ApiError>(
            () => server.Run(new SessionProof(attempt, new SignInOptions(), server.Service<Countersign.Storage.LastUsed>()), new GetSession.Request()))).Code);
    }

    [Fact]
    public async Task A_code_of_another_users_device_does_not_sign_in()
    {
        var (name, _) = await UserWithPhone();
        var (_, other) = await UserWithPhone();
        var browser = new Browser(server);
        await browser.Password(name, Passwords.First);

        await Refused.With("InvalidAuthenticationCode", 403, NotRight, () => server.Run(
            new PendingProof(browser.Token!), new SignInWithCode.Request(other.CodeAt(Now), other.Serial)));
    }

    [Fact]
    public async Task A_new_device_ends_other_sessions_and_removing_it_too()
    {
        var (name, phone) = await UserWithPhone();
        var first = await SignIn(name, phone.CodeAt(Now));

        var second = await server.AddDevice(name);
        Assert.Equal("SessionExpired", (await Assert.ThrowsAsync<ApiError>(first.Who)).Code);

        var third = await SignIn(name, phone.CodeAt(Now));
        await server.AsAdmin(new DeactivateMFADevice.Request(second.Serial, name));
        Assert.Equal("SessionExpired", (await Assert.ThrowsAsync<ApiError>(third.Who)).Code);
    }

    private async Task<Browser> SignIn(string name, Countersign.Otp.OneTimeCode code)
    {
        var browser = new Browser(server);
        await browser.Password(name, Passwords.First);
        await browser.Code(code);
        return browser;
    }

    private async Task<(string Name, PhoneApp Phone)> UserWithPhone()
    {
        var user = await server.AddUser(server.NewName());
        await server.AsAdmin(new CreateLoginProfile.Request(user.UserName, Passwords.First));
        return (user.UserName, await server.AddDevice(user.UserName));
    }
}
