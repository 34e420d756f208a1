using Countersign.Identity;
using Countersign.SignIn;
using Countersign.Tests.Identity;

namespace Countersign.Tests.SignIn;

public sealed class SignInWithPasswordTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly Password Right = Passwords.First;
    private static readonly Password Wrong = Passwords.Of("Wrong-Horse-9");

    [Fact]
    public async Task A_user_without_a_device_is_signed_in_by_the_password()
    {
        var name = await User();
        var browser = new Browser(server);

        Assert.Equal(SignInStep.Done, await browser.Password(name, Right));

        var session = await browser.Who();
        Assert.Equal((name, null), (session.UserName, session.MfaAt));
    }

    [Fact]
    public async Task A_user_with_a_device_has_no_session_until_the_code_is_given()
    {
        var name = await User();
        await server.AddDevice(name);
        var browser = new Browser(server);

        Assert.Equal(SignInStep.SecondFactor, await browser.Password(name, Right));

        var refusal = await Assert.ThrowsAsync<ApiError>(browser.Who);
        Assert.Equal("SessionExpired", refusal.Code);
    }

    [Fact]
    public async Task A_password_that_must_be_changed_is_changed_before_there_is_a_session()
    {
        var name = await User(resetRequired: true);
        var browser = new Browser(server);

        Assert.Equal(SignInStep.NewPassword, await browser.Password(name, Right));
        await Refused.With(
            "PasswordPolicyViolation", 400,
            "Password does not conform to the account password policy. It must not be one that was used before.",
            () => browser.NewPassword(Right));
        Assert.Equal(SignInStep.Done, await browser.NewPassword(Passwords.Second));

        Assert.Equal(name, (await browser.Who()).UserName);
        Assert.Equal(SignInStep.Done, await new Browser(server).Password(name, Passwords.Second));
    }

    [Theory]
    [InlineData("account"), InlineData("user"), InlineData("profile"), InlineData("password")]
    public async Task Whatever_is_wrong_the_answer_is_the_same_and_a_hash_is_computed(string wrong)
    {
        var name = await User();
        var bare = await server.AddUser(server.NewName("bare"));
        var hasher = server.Service<PasswordHasher>();
        var before = hasher.Computed;

        await Refused.With("SignInRefused", 403, "Account, user name or password is not right.", () => wrong switch
        {
            "account" => new Browser(server).Password(name, Right, account: "000000000000"),
            "user" => new Browser(server).Password(server.NewName("nobody"), Right),
            "profile" => new Browser(server).Password(bare.UserName, Right),
            _ => new Browser(server).Password(name, Wrong),
        });

        Assert.Equal(before + 1, hasher.Computed);
    }

    [Fact]
    public async Task After_five_wrong_passwords_one_must_wait_and_the_right_one_is_not_judged()
    {
        var name = await User();
        for (var i = 0; i < Attempt.FreeTries; i++)
            await Assert.ThrowsAsync<ApiError>(() => new Browser(server).Password(name, Wrong));
        var computed = server.Service<PasswordHasher>().Computed;

        var refusal = await Refused.With(
            "SignInRefused", 403, "Too many wrong passwords. Try again in 1 second.", () => new Browser(server).Password(name, Right));

        Assert.Equal(TimeSpan.FromSeconds(1), refusal.RetryAfter);
        Assert.Equal(computed, server.Service<PasswordHasher>().Computed);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(SignInStep.Done, await new Browser(server).Password(name, Right));
    }

    [Fact]
    public async Task Wrong_passwords_from_elsewhere_do_not_hold_the_user_out()
    {
        var name = await User();
        for (var i = 0; i < 20; i++)
            await Assert.ThrowsAsync<ApiError>(() => new Browser(server, "198.51.100.1").Password(name, Wrong));

        Assert.Equal(SignInStep.Done, await new Browser(server, "203.0.113.9").Password(name, Right));
    }

    [Fact]
    public async Task A_user_name_in_another_case_or_among_blanks_is_the_same_user_and_the_same_counter()
    {
        var name = await User();
        foreach (var spelling in new[] { name, name.ToUpperInvariant(), " " + name, name + " ", "\t" + name + "\u00A0" })
            await Assert.ThrowsAsync<ApiError>(() => new Browser(server).Password(spelling, Wrong));

        var refusal = await Assert.ThrowsAsync<ApiError>(() => new Browser(server).Password(name, Right));

        Assert.NotNull(refusal.RetryAfter);
    }

    [Fact]
    public async Task A_session_ends_after_an_hour_of_rest_and_after_twelve_hours_in_any_case()
    {
        var name = await User();
        var resting = new Browser(server);
        await resting.Password(name, Right);
        server.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal("SessionExpired", (await Assert.ThrowsAsync<ApiError>(resting.Who)).Code);

        var busy = new Browser(server);
        await busy.Password(name, Right);
        for (var i = 0; i < 23; i++)
        {
            server.Clock.Advance(TimeSpan.FromMinutes(31));
            await busy.Who();
            await server.Service<Countersign.Storage.WriteBehind>().Flush();
        }

        server.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal("SessionExpired", (await Assert.ThrowsAsync<ApiError>(busy.Who)).Code);
    }

    [Fact]
    public async Task A_password_that_has_expired_hard_is_for_an_administrator()
    {
        var name = await User();
        await server.AsAdmin(new UpdateAccountPasswordPolicy.Request(MinimumPasswordLength: 8, MaxPasswordAge: 1, HardExpiry: true));
        server.Clock.Advance(TimeSpan.FromDays(2));

        try
        {
            await Refused.With(
                "PasswordExpired", 403, "Your password has expired. Ask an administrator for a new one.",
                () => new Browser(server).Password(name, Right));
        }
        finally
        {
            await server.AsAdmin(new DeleteAccountPasswordPolicy.Request());
        }
    }

    private async Task<string> User(bool resetRequired = false)
    {
        var user = await server.AddUser(server.NewName());
        await server.AsAdmin(new CreateLoginProfile.Request(user.UserName, Right, resetRequired));
        return user.UserName;
    }
}
