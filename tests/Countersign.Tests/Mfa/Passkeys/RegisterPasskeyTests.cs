using Countersign.Mfa;
using Countersign.Mfa.Passkeys;
using Countersign.SignIn;
using Countersign.Storage;
using Countersign.Tests.Identity;

namespace Countersign.Tests;

public sealed class RegisterPasskeyTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_passkey_is_listed_under_a_serial_number_in_the_form_of_AWS_and_asked_for_at_sign_in()
    {
        var (user, serial) = await PasskeyUser.Enrolled(server);
        using var _ = user;

        Assert.Matches($"^arn:aws:iam::{server.Admin.AccountId}:u2f/user/{user.Name}/key-[A-Z2-7]{{17}}$", serial.Value);
        Assert.Equal(serial, Assert.Single((await server.AsAdmin(new ListMFADevices.Request(user.Name))).MFADevices).SerialNumber);
        Assert.Equal(SignInStep.SecondFactor, await new Browser(server).Password(user.Name, Passwords.First));
    }

    [Fact]
    public async Task What_a_passkey_tells_of_itself_is_kept_up_to_date()
    {
        using var user = await PasskeyUser.Come(server, new SoftKey { VerifiesUser = false, IsBackupEligible = true, Count = null });
        await user.Register(await AsConsole.Open(server, user.Name));
        async Task<Countersign.Identity.GetUserCredentials.PasskeyFacts?> Facts() =>
            (await server.AsAdmin(new Countersign.Identity.GetUserCredentials.Request(user.Name))).Devices[0].Passkey;
        Assert.Equal(new(user.Key.Model.ToString(), IsSynchronised: true, HasVerifiedUser: false), await Facts());

        user.Key.VerifiesUser = true;
        await user.SignIn(use => use with { Flags = (byte)(use.Flags & ~0x10) });    // taken back to one device

        Assert.Equal(new(user.Key.Model.ToString(), IsSynchronised: false, HasVerifiedUser: true), await Facts());
    }

    [Fact]
    public async Task The_browser_that_registers_counts_as_MFA_and_the_others_are_signed_out()
    {
        using var user = await PasskeyUser.Come(server);
        var (here, elsewhere) = (await user.Password(), await user.Password());

        await user.Register(here.Session);

        Assert.Equal(server.Clock.GetUtcNow(), (await here.Who()).MfaAt);
        Assert.Equal("SessionExpired", (await Refused.By(elsewhere.Who)).Code);
    }

    [Fact]
    public async Task An_administrator_registers_a_key_for_a_user_and_counts_no_more_as_MFA_than_before()
    {
        using var user = await PasskeyUser.Come(server);
        var admin = await AsConsole.Open(server, "admin");

        var serial = await user.Register(admin);

        Assert.Equal(serial, Assert.Single((await server.AsAdmin(new ListMFADevices.Request(user.Name))).MFADevices).SerialNumber);
        Assert.Null((await server.Stored(store => store.ConsoleSessions.Find(admin.Session.SessionHash)))!.MfaAt);
        await user.SignIn();
    }

    [Fact]
    public async Task A_second_key_asks_for_the_first_again_and_both_sign_in()
    {
        var (user, _) = await PasskeyUser.Enrolled(server);
        using var _ = user;
        using var second = new SoftKey();
        var browser = await user.SignIn();
        server.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal("FreshProofNeeded", (await Refused.By(() => user.Register(browser.Session, second, "second"))).Code);

        await browser.ProveAgain(Passwords.First, user.Key);
        await user.Register(browser.Session, second, "second");

        Assert.NotNull((await (await user.SignIn()).Who()).MfaAt);
        Assert.NotNull((await (await user.SignIn(with: second)).Who()).MfaAt);
    }

    [Fact]
    public async Task A_credential_is_registered_once_whoever_brings_it()
    {
        var (alice, _) = await PasskeyUser.Enrolled(server);
        using var _ = alice;
        using var bob = await PasskeyUser.Come(server);
        using var same = new SoftKey { Id = alice.Key.Id };

        await Refused.With(
            "EntityAlreadyExists", 409, "This passkey or security key is registered already. Use another one.",
            async () => await bob.Register(await AsConsole.Open(server, bob.Name), same));

        Assert.Empty((await server.AsAdmin(new ListMFADevices.Request(bob.Name))).MFADevices);
    }

    [Fact]
    public async Task A_challenge_is_for_one_user_one_session_one_purpose_five_minutes_and_once()
    {
        using var user = await PasskeyUser.Come(server);
        using var other = await PasskeyUser.Come(server);
        var session = await AsConsole.Open(server, user.Name);
        var asked = await server.Run(session, new StartPasskeyRegistration.Request(user.Name, "key"));
        var request = new RegisterPasskey.Request(user.Name, "key", PasskeyRegistration.Parse(user.Key.Create(asked.Options)), asked.Challenge);
        const string over = "This page was open for too long, or was sent already. Try again.";
        Task Refuse(IProof proof, RegisterPasskey.Request what) => Refused.With("PasskeyRefused", 403, over, () => server.Run(proof, what));

        await Refuse(await AsConsole.Open(server, user.Name), request);
        await Refuse(await AsConsole.Open(server, "admin"), request with { UserName = other.Name });
        var browser = await user.Password();
        await Refuse(browser.Session, request with { Challenge = SealedChallenge.Parse("AAAA") });
        server.Clock.Advance(TimeSpan.FromMinutes(5));
        await Refuse(session, request);

        asked = await server.Run(session, new StartPasskeyRegistration.Request(user.Name, "key"));
        request = request with { Registration = PasskeyRegistration.Parse(user.Key.Create(asked.Options)), Challenge = asked.Challenge };
        var made = await server.Run(session, request);
        await server.AsAdmin(new DeactivateMFADevice.Request(made.SerialNumber, user.Name));
        await Refuse(session, request);
    }

    [Fact]
    public async Task What_was_wrong_is_told_to_the_audit_log_only()
    {
        using var user = await PasskeyUser.Come(server);
        var session = await AsConsole.Open(server, user.Name);

        await Refused.With(
            "PasskeyRefused", 403,
            "That passkey or security key was not accepted. Try again; if it goes on, use another way to sign in and ask your administrator.",
            () => user.Register(session, change: making => making with { RpId = "evil.example" }));

        var record = await server.LastEvent("countersign:RegisterPasskey");
        Assert.Equal(("PasskeyRefused", "InvalidRpidHash"), (record.Text("errorCode"), record.Text("errorCause")));
        Assert.Empty((await server.AsAdmin(new ListMFADevices.Request(user.Name))).MFADevices);
    }

    [Fact]
    public async Task An_account_may_name_the_models_that_it_takes()
    {
        using var user = await PasskeyUser.Come(server);
        var session = await AsConsole.Open(server, user.Name);
        await PasskeyUser.Settings(server, new MfaSettings { Aaguids = "ee882879-721c-4913-9775-3dfcce97072a" });
        try
        {
            Assert.Equal("PasskeyNotAllowed", (await Refused.By(() => user.Register(session))).Code);
            using var allowed = new SoftKey { Model = Guid.Parse("ee882879-721c-4913-9775-3dfcce97072a") };
            await user.Register(session, allowed);
        }
        finally
        {
            await PasskeyUser.Settings(server, new MfaSettings());
        }
    }

    [Fact]
    public async Task One_may_have_eight_devices_and_no_more()
    {
        using var user = await PasskeyUser.Come(server);
        var session = await AsConsole.Open(server, user.Name);
        for (var i = 1; i <= 8; i++)
        {
            using var key = new SoftKey();
            await user.Register(await AsConsole.Open(server, user.Name, server.Clock.GetUtcNow()), key, $"key-{i}");
        }

        using var ninth = new SoftKey();
        await Refused.With(
            "LimitExceeded", 409, "Cannot exceed quota for MFADevicesPerUser: 8",
            async () => await user.Register(await AsConsole.Open(server, user.Name, server.Clock.GetUtcNow()), ninth, "key-9"));
    }

    [Fact]
    public async Task A_passkey_that_is_removed_is_gone_and_the_authenticator_may_be_registered_anew()
    {
        var (user, serial) = await PasskeyUser.Enrolled(server);
        using var _ = user;
        var handle = user.Key.UserHandle;

        await server.AsAdmin(new DeactivateMFADevice.Request(serial, user.Name));

        Assert.Null(await server.Stored(store => store.MfaDevices.Find(server.Admin.AccountId, serial.Value)));
        Assert.Null(await server.Stored(store => store.Passkeys.Find(user.Key.Id)));
        await user.Register(await AsConsole.Open(server, user.Name));
        Assert.Equal(handle, user.Key.UserHandle);
    }

    [Fact]
    public async Task An_access_key_cannot_register_since_there_is_no_browser()
    {
        using var user = await PasskeyUser.Come(server);

        Assert.Equal("SessionExpired", (await Refused.By(() => user.Register(new AsUser(user.Name)))).Code);
    }

    [Fact]
    public async Task Where_MFA_is_required_a_first_passkey_ends_the_enrolment()
    {
        using var user = await PasskeyUser.Come(server);
        await PasskeyUser.Settings(server, new MfaSettings { RequiredFrom = server.Clock.GetUtcNow() });
        try
        {
            var browser = new Browser(server);
            Assert.Equal(SignInStep.Enrolment, await browser.Password(user.Name, Passwords.First));

            await user.Register(new PendingProof(browser.Token!));
            var answer = await server.Run(new PendingProof(browser.Token!), new CompleteSignIn.Request());

            Assert.Equal(SignInStep.Done, answer.Step);
        }
        finally
        {
            await PasskeyUser.Settings(server, new MfaSettings());
        }
    }

    [Fact]
    public Task Who_may_not_is_told_so_before_anything_exists() => Refused.WithoutPolicy(
        server, "iam:EnableMFADevice", server.UserArn("whoever"),
        (RegisterPasskey.Request)Architecture.AnyRequest.Of(typeof(RegisterPasskey.Request)) with { UserName = "whoever" });
}
