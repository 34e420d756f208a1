using Countersign.Identity;
using Countersign.Mfa;
using Countersign.Tests.Identity;

namespace Countersign.Tests.SignIn;

public sealed class ProveAgainTests(TestServer server) : IClassFixture<TestServer>
{
    private DateTimeOffset Now => server.Clock.GetUtcNow();

    [Fact]
    public async Task Removing_a_device_asks_for_password_and_code_again_when_the_last_proof_is_old()
    {
        var (name, phone, browser) = await SignedIn();
        var remove = new DeactivateMFADevice.Request(phone.Serial, name);
        server.Clock.Advance(TimeSpan.FromMinutes(16));
        await Refused.With("FreshProofNeeded", 401, "Confirm that it is you: this needs your password again.", () => browser.Run(remove));

        await Assert.ThrowsAsync<ApiError>(() => browser.ProveAgain(Passwords.First));    // the code is asked for too
        await Assert.ThrowsAsync<ApiError>(() => browser.ProveAgain(Passwords.Second, phone.CodeAt(Now)));
        server.Clock.Advance(PhoneApp.Step);
        var old = browser.Token;
        await browser.ProveAgain(Passwords.First, phone.CodeAt(Now));

        Assert.NotEqual(old, browser.Token, StringComparer.Ordinal);
        await browser.Run(remove);
    }

    [Fact]
    public async Task The_old_token_is_dead_once_there_is_a_new_one()
    {
        var (_, phone, browser) = await SignedIn();
        var before = browser.Session;
        server.Clock.Advance(PhoneApp.Step);
        await browser.ProveAgain(Passwords.First, phone.CodeAt(Now));

        var refusal = await Assert.ThrowsAsync<ApiError>(() => server.Run(before, new Countersign.SignIn.GetSession.Request()));

        Assert.Equal("SessionExpired", refusal.Code);
    }

    [Fact]
    public async Task A_code_is_not_spent_by_a_wrong_password()
    {
        var (_, phone, browser) = await SignedIn();
        server.Clock.Advance(PhoneApp.Step);
        await Assert.ThrowsAsync<ApiError>(() => browser.ProveAgain(Passwords.Second, phone.CodeAt(Now)));

        await browser.ProveAgain(Passwords.First, phone.CodeAt(Now));
    }

    [Fact]
    public async Task Wrong_passwords_here_are_counted_like_those_at_sign_in()
    {
        var (_, phone, browser) = await SignedIn();
        for (var i = 0; i < Attempt.FreeTries; i++)
            await Assert.ThrowsAsync<ApiError>(() => browser.ProveAgain(Passwords.Second, phone.WrongCodeAt(Now)));

        var refusal = await Assert.ThrowsAsync<ApiError>(() => browser.ProveAgain(Passwords.First, phone.CodeAt(Now)));

        Assert.Equal(TimeSpan.FromSeconds(1), refusal.RetryAfter);
    }

    [Fact]
    public async Task Proving_again_in_the_middle_of_setting_up_a_device_does_not_lose_it()
    {
        var (name, phone, browser) = await SignedIn();
        var started = await browser.Run(new StartMfaEnrolment.Request(name, "second"));
        server.Clock.Advance(PhoneApp.Step);

        await browser.ProveAgain(Passwords.First, phone.CodeAt(Now));

        Assert.Equal("second", (await browser.Run(new ShowMfaEnrolment.Request(name, started.SerialNumber))).DeviceName);
    }

    [Fact]
    public async Task A_recovery_code_proves_it_too_once_and_only_with_the_right_password()
    {
        var alice = await RecoveringUser.Make(server);
        var browser = await alice.SignedIn(alice.Codes[0]);
        server.Clock.Advance(TimeSpan.FromMinutes(16));
        var remove = new DeactivateMFADevice.Request(alice.Phone.Serial, alice.Name);
        Assert.Equal("FreshProofNeeded", (await Refused.By(() => browser.Run(remove))).Code);

        await Refused.By(() => browser.ProveAgain(Passwords.Second, recovery: alice.Codes[1]));
        await Refused.By(() => browser.ProveAgain(Passwords.First, recovery: alice.Codes[0]));
        await browser.ProveAgain(Passwords.First, recovery: alice.Codes[1]);
        await Refused.By(() => browser.ProveAgain(Passwords.First, recovery: alice.Codes[1]));

        Assert.Equal((Now, 8), ((await browser.Who()).MfaAt, await alice.Left()));
        await browser.Run(remove);
    }

    [Fact]
    public async Task A_device_that_is_not_ones_own_is_no_way_around_the_code()
    {
        var (_, _, browser) = await SignedIn();
        var old = browser.Token;

        Assert.Equal("InvalidAuthenticationCode", (await Refused.By(() => browser.Run(
            new Countersign.SignIn.ProveAgain.Request(Passwords.First, SerialNumber: SerialNumber.Parse("123456789"))))).Code);
        Assert.Equal(old, browser.Token, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_passkey_and_the_password_prove_again_and_neither_alone()
    {
        var (user, serial) = await PasskeyUser.Enrolled(server);
        using var _ = user;
        var browser = await user.SignIn();
        server.Clock.Advance(TimeSpan.FromMinutes(16));

        Assert.Equal("SignInRefused", (await Refused.By(() => browser.ProveAgain(Passwords.Second, user.Key))).Code);
        Assert.Equal("SignInRefused", (await Refused.By(() => browser.ProveAgain(null, user.Key))).Code);
        Assert.Equal("InvalidAuthenticationCode", (await Refused.By(() => browser.ProveAgain(Passwords.First))).Code);
        Assert.Equal("PasskeyRefused", (await Refused.By(
            () => browser.ProveAgain(Passwords.First, user.Key, use => use with { RpId = "evil.example" }))).Code);
        await browser.ProveAgain(Passwords.First, user.Key);

        await browser.Run(new DeactivateMFADevice.Request(serial, user.Name));
    }

    [Fact]
    public async Task A_passkeys_answer_to_no_challenge_stands_for_no_password()
    {
        var (user, _) = await PasskeyUser.Enrolled(server);
        using var _ = user;
        var phone = await server.AddDevice(user.Name);
        var browser = await user.SignIn();
        await PasskeyUser.Settings(server, new Countersign.Storage.MfaSettings { PasswordlessSignIn = true });
        var asked = await browser.Run(new Countersign.SignIn.StartPasskeySignIn.Request());
        var answer = Countersign.Mfa.Passkeys.PasskeyAssertion.Parse(user.Key.Get(asked.Options!, null));

        var refusal = await Refused.By(() => browser.Run(
            new Countersign.SignIn.ProveAgain.Request(null, phone.CodeAt(Now), phone.Serial, Assertion: answer)));

        Assert.Equal("SignInRefused", refusal.Code);
        await PasskeyUser.Settings(server, new Countersign.Storage.MfaSettings());
    }

    [Fact]
    public async Task Where_passkeys_sign_in_alone_they_prove_alone_if_they_verify_their_user()
    {
        var (user, _) = await PasskeyUser.Enrolled(server);
        using var _ = user;
        var browser = await user.SignIn();
        await PasskeyUser.Settings(server, new Countersign.Storage.MfaSettings { PasswordlessSignIn = true });
        server.Clock.Advance(TimeSpan.FromMinutes(16));

        user.Key.VerifiesUser = false;
        Assert.Equal("PasskeyRefused", (await Refused.By(() => browser.ProveAgain(null, user.Key))).Code);
        user.Key.VerifiesUser = true;
        await browser.ProveAgain(null, user.Key);

        Assert.Equal(Now, (await browser.Who()).MfaAt);
        await PasskeyUser.Settings(server, new Countersign.Storage.MfaSettings());
    }

    private async Task<(string Name, PhoneApp Phone, Browser Browser)> SignedIn()
    {
        var user = await server.AddUser(server.NewName());
        await server.AsAdmin(new CreateLoginProfile.Request(user.UserName, Passwords.First));
        await server.AsAdmin(new AttachUserPolicy.Request(user.UserName, Arn.OfBuiltInPolicy(ManagedPolicies.SelfManagement)));
        var phone = await server.AddDevice(user.UserName);
        var browser = new Browser(server, $"198.51.100.{user.UserName.Length}");
        await browser.Password(user.UserName, Passwords.First);
        await browser.Code(phone.CodeAt(Now));
        return (user.UserName, phone, browser);
    }
}
