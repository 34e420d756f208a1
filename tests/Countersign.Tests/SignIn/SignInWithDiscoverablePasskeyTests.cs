using Countersign.Identity;
using Countersign.SignIn;
using Countersign.Storage;
using Countersign.Tests.Identity;

namespace Countersign.Tests.SignIn;

public sealed class SignInWithDiscoverablePasskeyTests(TestServer server) : IClassFixture<TestServer>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await PasskeyUser.Settings(server, new MfaSettings { PasswordlessSignIn = true });

    public async ValueTask DisposeAsync() => await PasskeyUser.Settings(server, new MfaSettings());

    [Fact]
    public async Task A_passkey_that_verifies_its_user_signs_in_alone_and_counts_as_MFA()
    {
        var (user, serial) = await PasskeyUser.Enrolled(server);
        using var _ = user;
        var browser = new Browser(server);

        Assert.Equal(SignInStep.Done, await browser.PasskeyAlone(user.Key));

        var who = await browser.Who();
        Assert.Equal((user.Name, server.Clock.GetUtcNow()), (who.UserName, who.MfaAt));
        Assert.Contains(serial.Value, (await server.LastEvent("countersign:SignInWithDiscoverablePasskey")).Text("resources"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_user_verification_or_user_handle_it_is_no_sign_in()
    {
        var (user, _) = await PasskeyUser.Enrolled(server);
        using var _ = user;

        user.Key.VerifiesUser = false;
        Assert.Equal("UserVerificationRequirementNotMet", (await Refused.By(() => new Browser(server).PasskeyAlone(user.Key))).AuditReason);
        user.Key.VerifiesUser = true;
        Assert.Equal("no user handle", (await Refused.By(
            () => new Browser(server).PasskeyAlone(user.Key, use => use with { UserHandle = null }))).AuditReason);
        Assert.Equal("user handle is another's", (await Refused.By(
            () => new Browser(server).PasskeyAlone(user.Key, use => use with { UserHandle = new byte[32] }))).AuditReason);
    }

    [Fact]
    public async Task Where_the_account_does_not_allow_it_even_a_right_answer_is_refused()
    {
        var (user, _) = await PasskeyUser.Enrolled(server);
        using var _ = user;
        var asked = await server.Run(new NoProof(), new StartPasskeySignIn.Request());
        var assertion = Countersign.Mfa.Passkeys.PasskeyAssertion.Parse(user.Key.Get(asked.Options!));
        await PasskeyUser.Settings(server, new MfaSettings());

        await Refused.With(
            "PasskeyRefused", 403, "Signing in with a passkey alone is not allowed here. Sign in with your password.",
            () => server.Run(new NoProof(), new SignInWithDiscoverablePasskey.Request(assertion, asked.Challenge!)));
    }

    [Fact]
    public async Task A_challenge_of_the_second_step_is_none_here_and_each_works_once()
    {
        var (user, _) = await PasskeyUser.Enrolled(server, new SoftKey { Count = null });
        using var _ = user;
        var pending = await user.Password();
        var step = await server.Run(new PendingProof(pending.Token!), new StartPasskeySignIn.Request());
        var alone = await server.Run(new NoProof(), new StartPasskeySignIn.Request());
        SignInWithDiscoverablePasskey.Request Answer(StartPasskeySignIn.Response to) =>
            new(Countersign.Mfa.Passkeys.PasskeyAssertion.Parse(user.Key.Get(to.Options!)), to.Challenge!);
        const string over = "This page was open for too long, or was sent already. Try again.";

        await Refused.With("PasskeyRefused", 403, over, () => server.Run(new NoProof(), Answer(step)));
        var right = Answer(alone);
        await server.Run(new NoProof(), right);
        await Refused.With("PasskeyRefused", 403, over, () => server.Run(new NoProof(), right));
    }

    [Fact]
    public async Task Of_fifty_who_send_one_answer_at_once_one_is_signed_in()
    {
        var (user, _) = await PasskeyUser.Enrolled(server, new SoftKey { Count = null });    // no counter that would decide it
        using var _ = user;
        var asked = await server.Run(new NoProof(), new StartPasskeySignIn.Request());
        var request = new SignInWithDiscoverablePasskey.Request(
            Countersign.Mfa.Passkeys.PasskeyAssertion.Parse(user.Key.Get(asked.Options!)), asked.Challenge!);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            try
            {
                return (await server.Run(new NoProof(), request)).Step.ToString();
            }
            catch (ApiError refusal)
            {
                return refusal.AuditReason ?? refusal.Code;
            }
        }));

        Assert.Single(outcomes, outcome => outcome == "Done");
    }

    [Fact]
    public async Task Who_has_no_access_to_the_console_has_none_by_passkey_either()
    {
        var (user, _) = await PasskeyUser.Enrolled(server);
        using var _ = user;
        await server.AsAdmin(new DeleteLoginProfile.Request(user.Name));

        Assert.Equal("owner has no access to the console", (await Refused.By(() => new Browser(server).PasskeyAlone(user.Key))).AuditReason);
    }

    [Fact]
    public async Task A_password_that_must_be_changed_is_asked_for_on_this_way_too()
    {
        var (user, _) = await PasskeyUser.Enrolled(server);
        using var _ = user;
        await server.AsAdmin(new UpdateLoginProfile.Request(user.Name, PasswordResetRequired: true));
        var browser = new Browser(server);

        Assert.Equal(SignInStep.NewPassword, await browser.PasskeyAlone(user.Key));
        Assert.Equal(SignInStep.Done, await browser.NewPassword(Passwords.Second));
        Assert.NotNull((await browser.Who()).MfaAt);
    }

    [Fact]
    public async Task An_unknown_passkey_is_refused_in_the_same_words()
    {
        using var stranger = PasskeyUser.At(server, new SoftKey());

        var refusal = await Refused.By(() => new Browser(server).PasskeyAlone(stranger));

        Assert.Equal(("PasskeyRefused", "passkey is not known"), (refusal.Code, refusal.AuditReason));
    }
}
