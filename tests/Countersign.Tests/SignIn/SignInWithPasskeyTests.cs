using Countersign.Identity;
using Countersign.Mfa;
using Countersign.Mfa.Passkeys;
using Countersign.SignIn;
using Countersign.Storage;
using Countersign.Tests.Identity;

namespace Countersign.Tests.SignIn;

public sealed class SignInWithPasskeyTests(TestServer server) : IClassFixture<TestServer>
{
    private const string NotAccepted = "That passkey or security key was not accepted. Try again; if it goes on, use another way to sign in and ask your administrator.";
    private const string Over = "This page was open for too long, or was sent already. Try again.";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Password_and_passkey_sign_in_and_the_session_counts_as_MFA(bool verifiesUser)
    {
        var (user, serial) = await PasskeyUser.Enrolled(server, new SoftKey { VerifiesUser = verifiesUser, IsDiscoverable = verifiesUser });
        using var _ = user;

        var browser = await user.SignIn();

        Assert.Equal(server.Clock.GetUtcNow(), (await browser.Who()).MfaAt);
        var record = await server.LastEvent("countersign:SignInWithPasskey");
        Assert.Null(record.Text("errorCode"));
        Assert.Contains(serial.Value, record.Text("resources"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_synchronised_passkey_never_counts_and_signs_in_again_and_again()
    {
        var (user, _) = await PasskeyUser.Enrolled(server, new SoftKey { IsBackupEligible = true, Count = null });
        using var _ = user;

        await user.SignIn();
        await user.SignIn();
    }

    [Theory]
    [MemberData(nameof(PasskeyVerifierTests.AssertionFaults), MemberType = typeof(PasskeyVerifierTests))]
    public async Task An_assertion_with_one_fault_is_refused_in_one_text_and_the_audit_log_has_the_reason(string fault)
    {
        var (change, reason) = PasskeyVerifierTests.Use(fault);
        if (fault == "flag UV")
            return;    // enough after a password: Password_and_passkey_sign_in
        var (user, _) = await PasskeyUser.Enrolled(server);
        using var _ = user;
        var row = await server.Stored(store => store.Passkeys.Find(user.Key.Id));

        await Refused.With("PasskeyRefused", 403, NotAccepted, () => user.SignIn(change));

        var record = await server.LastEvent("countersign:SignInWithPasskey");
        Assert.Equal("PasskeyRefused", record.Text("errorCode"));
        var told = fault == "credential id" ? "passkey is not known" : reason.Replace("https://example.org", user.Key.Origin, StringComparison.Ordinal);
        if (told != "*")
            Assert.Equal(told, record.Text("errorCause"));
        Assert.Equal(row!.SignCount, (await server.Stored(store => store.Passkeys.Find(user.Key.Id)))!.SignCount);
        await user.SignIn();
    }

    [Fact]
    public async Task A_key_whose_counter_goes_back_is_refused_loudly_and_stays()
    {
        var (user, serial) = await PasskeyUser.Enrolled(server);
        using var _ = user;
        using var clone = user.Key.Copy();
        await user.SignIn();
        await user.SignIn();

        await Refused.With(
            "PossiblyClonedKey", 403,
            "This security key was refused, since its counter went back: there may be a copy of it. Use another way to sign in, and ask your administrator to remove this key.",
            () => user.SignIn(with: clone));

        var record = await server.LastEvent("countersign:SignInWithPasskey");
        Assert.Equal(("PossiblyClonedKey", "signature counter 2 after 3"), (record.Text("errorCode"), record.Text("errorCause")));
        Assert.Contains(serial.Value, record.Text("resources"), StringComparison.Ordinal);
        Assert.Contains($"There may be a copy of the security key {serial.Value}", server.Log.Text, StringComparison.Ordinal);
        await user.SignIn();    // the one with the higher count still works
    }

    [Fact]
    public async Task Another_users_passkey_does_not_sign_in_and_its_refusal_is_counted_against_nobody()
    {
        var (alice, _) = await PasskeyUser.Enrolled(server);
        var (bob, serial) = await PasskeyUser.Enrolled(server);
        using var _ = alice;
        using var __ = bob;
        for (var i = 0; i < Attempt.FreeTries + 1; i++)
            await Refused.With("PasskeyRefused", 403, NotAccepted, () => alice.SignIn(with: bob.Key));

        Assert.Equal("passkey is another user's", (await server.LastEvent("countersign:SignInWithPasskey")).Text("errorCause"));
        Assert.Equal(0, await Failures(bob, serial));
        await alice.SignIn();
    }

    [Fact]
    public async Task A_challenge_is_for_one_sign_in_and_five_minutes()
    {
        var (user, _) = await PasskeyUser.Enrolled(server);
        using var _ = user;
        var (one, two) = (await user.Password(), await user.Password());
        var asked = await server.Run(new PendingProof(one.Token!), new StartPasskeySignIn.Request());
        var request = new SignInWithPasskey.Request(PasskeyAssertion.Parse(user.Key.Get(asked.Options!)), asked.Challenge!);

        await Refused.With("PasskeyRefused", 403, Over, () => server.Run(new PendingProof(two.Token!), request));

        Assert.Equal(SignInStep.Done, (await server.Run(new PendingProof(one.Token!), request)).Step);
        Assert.Equal("SignInExpired", (await Refused.By(() => server.Run(new PendingProof(one.Token!), request))).Code);
    }

    [Fact]
    public async Task CVE_2026_1035_of_fifty_who_send_one_answer_at_once_one_signs_in()
    {
        var (user, _) = await PasskeyUser.Enrolled(server, new SoftKey { Count = null });
        using var _ = user;
        var browser = await user.Password();
        var asked = await server.Run(new PendingProof(browser.Token!), new StartPasskeySignIn.Request());
        var request = new SignInWithPasskey.Request(PasskeyAssertion.Parse(user.Key.Get(asked.Options!)), asked.Challenge!);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            try
            {
                return (await server.Run(new PendingProof(browser.Token!), request)).Step == SignInStep.Done;
            }
            catch (ApiError)
            {
                return false;
            }
        }));

        Assert.Single(outcomes, won => won);
    }

    [Fact]
    public async Task Throttled_codes_do_not_block_the_key_nor_the_key_the_codes()
    {
        var (user, serial) = await PasskeyUser.Enrolled(server);
        using var _ = user;
        var phone = await server.AddDevice(user.Name);
        for (var i = 0; i < Attempt.FreeTries + 1; i++)
            await Refused.By(async () => await (await user.Password()).Code(phone.WrongCodeAt(server.Clock.GetUtcNow())));
        Assert.NotNull((await Refused.By(async () => await (await user.Password()).Code(phone.CodeAt(server.Clock.GetUtcNow())))).RetryAfter);

        await user.SignIn();

        server.Clock.Advance(Attempt.LongestWait);
        for (var i = 0; i < Attempt.FreeTries; i++)
            Assert.Equal("PasskeyRefused", (await Refused.By(() => user.SignIn(use => use with { RpId = "evil.example" }))).Code);
        await Refused.With(
            "PasskeyRefused", 403, "This key was refused too often. Try again in 1 second, or use another way to sign in.", () => user.SignIn());
        Assert.Equal(Attempt.FreeTries, await Failures(user, serial));
        Assert.Equal(SignInStep.Done, await (await user.Password()).Code(phone.CodeAt(server.Clock.GetUtcNow())));
    }

    [Fact]
    public async Task CVE_2026_9798_a_disabled_key_is_refused_on_every_way_until_somebody_enables_it()
    {
        var (user, serial) = await PasskeyUser.Enrolled(server);
        using var _ = user;
        var browser = await user.SignIn();
        var device = (await server.Stored(store => store.MfaDevices.Find(server.Admin.AccountId, serial.Value)))!;
        await PasskeyUser.Settings(server, new MfaSettings { PasswordlessSignIn = true });
        await server.Database.Write(async store =>
        {
            await store.AttemptCounters.Fail(device.AccountId, Attempt.OfDevice(device.DeviceId), server.Clock.GetUtcNow(), Attempt.LockedAt);
            return Nothing.Value;
        }, TestContext.Current.CancellationToken);
        const string disabled = "This key is disabled after 100 refusals in a row. An administrator, or another device of yours, can enable it.";

        await Refused.With("PasskeyRefused", 403, disabled, () => user.SignIn());
        await Refused.With("PasskeyRefused", 403, disabled, () => new Browser(server).PasskeyAlone(user.Key));
        await Refused.With("PasskeyRefused", 403, disabled, () => browser.ProveAgain(Passwords.First, user.Key));

        await server.AsAdmin(new UnlockMFADevice.Request(user.Name, serial));
        await user.SignIn();
        await PasskeyUser.Settings(server, new MfaSettings());
    }

    [Fact]
    public async Task CVE_2026_107808_a_password_alone_never_signs_in_who_has_only_a_passkey()
    {
        var (user, _) = await PasskeyUser.Enrolled(server);
        using var _ = user;
        var browser = await user.Password();

        Assert.Equal("SessionExpired", (await Refused.By(browser.Who)).Code);
        Assert.Equal("InvalidAuthenticationCode", (await Refused.By(
            () => browser.Code(Countersign.Otp.OneTimeCode.TryParse("123456", out var code) ? code : default))).Code);
    }

    [Fact]
    public async Task CVE_2026_56737_without_the_first_step_there_is_no_second()
    {
        var (user, _) = await PasskeyUser.Enrolled(server);
        using var _ = user;
        var browser = await user.Password();
        var asked = await server.Run(new PendingProof(browser.Token!), new StartPasskeySignIn.Request());
        var request = new SignInWithPasskey.Request(PasskeyAssertion.Parse(user.Key.Get(asked.Options!)), asked.Challenge!);

        Assert.Equal("SignInExpired", (await Refused.By(() => server.Run(new NoProof(), request))).Code);
        Assert.Equal("SignInExpired", (await Refused.By(() => server.Run(new AsUser(user.Name), request))).Code);
    }

    [Fact]
    public async Task A_password_that_must_be_changed_is_asked_for_after_the_passkey()
    {
        var (user, _) = await PasskeyUser.Enrolled(server);
        using var _ = user;
        await server.AsAdmin(new UpdateLoginProfile.Request(user.Name, PasswordResetRequired: true));
        var browser = await user.Password();

        Assert.Equal(SignInStep.NewPassword, await browser.Passkey(user.Key));
        Assert.Equal(SignInStep.Done, await browser.NewPassword(Passwords.Second));
        Assert.NotNull((await browser.Who()).MfaAt);
    }

    private async Task<int> Failures(PasskeyUser user, SerialNumber serial)
    {
        var device = await server.Stored(store => store.MfaDevices.Find(server.Admin.AccountId, serial.Value));
        Assert.Equal((await user.Row())!.UserId, device!.UserId);
        return (await server.Stored(store => store.AttemptCounters.Find(device.AccountId, Attempt.OfDevice(device.DeviceId))))?.Failures ?? 0;
    }
}
