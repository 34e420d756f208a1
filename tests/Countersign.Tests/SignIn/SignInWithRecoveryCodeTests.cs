using Countersign.Identity;
using Countersign.Mfa;
using Countersign.SignIn;
using Countersign.Tests.Identity;
using Countersign.Tests.RouteMatrix;

namespace Countersign.Tests.SignIn;

public sealed class SignInWithRecoveryCodeTests(TestServer server) : IClassFixture<TestServer>
{
    private const string NotRight = "That code was not right, has been used, or is over. Each works once.";

    private DateTimeOffset Now => server.Clock.GetUtcNow();

    [Fact]
    public async Task A_code_signs_in_and_the_session_counts_as_MFA_and_knows_how()
    {
        var alice = await RecoveringUser.Make(server);

        var session = await (await alice.SignedIn(alice.Codes[3])).Who();

        Assert.Equal((Now, RecoveryCodeKind.Own, 9), (session.MfaAt, session.SignedInBy, session.RecoveryCodesLeft));
    }

    [Fact]
    public async Task Each_code_works_once_in_any_order()
    {
        var alice = await RecoveringUser.Make(server);
        foreach (var code in alice.Codes.Reverse())
        {
            await alice.SignedIn(code);
            var again = await alice.Pending();
            await Refused.With("InvalidAuthenticationCode", 403, NotRight, () => again.Recovery(code));
        }

        Assert.Equal(0, await alice.Left());
    }

    [Fact]
    public async Task The_lost_device_is_removed_and_another_assigned_in_that_session()
    {
        var alice = await RecoveringUser.Make(server);
        var browser = await alice.SignedIn(alice.Codes[0]);

        await browser.Run(new DeactivateMFADevice.Request(alice.Phone.Serial, alice.Name));
        var started = await browser.Run(new StartMfaEnrolment.Request(alice.Name, "new-phone"));
        var key = Countersign.Otp.Base32.Decode((await browser.Run(new ShowMfaEnrolment.Request(alice.Name, started.SerialNumber))).Base32Key);
        await browser.Run(new EnableMFADevice.Request(alice.Name, started.SerialNumber, Code(key, Now), Code(key, Now + PhoneApp.Step)));

        var session = await browser.Who();
        Assert.Equal((null, null), (session.SignedInBy, session.RecoveryCodesLeft));
    }

    [Fact]
    public async Task Somebody_elses_code_and_one_that_nobody_has_are_refused_in_the_same_words()
    {
        var (alice, bob) = (await RecoveringUser.Make(server), await RecoveringUser.Make(server));
        var browser = await alice.Pending();

        foreach (var code in new[] { bob.Codes[0], RecoveryCode.Generate(RecoveryCodeKind.Own), RecoveryCode.Generate(RecoveryCodeKind.Bypass) })
            await Refused.With("InvalidAuthenticationCode", 403, NotRight, () => browser.Recovery(code));
        Assert.Equal(10, await bob.Left());
    }

    [Fact]
    public async Task Wrong_ones_are_counted_together_with_wrong_codes_of_devices_and_a_right_one_starts_anew()
    {
        var alice = await RecoveringUser.Make(server);
        var browser = await alice.Pending();
        await Refused.By(() => browser.Code(alice.Phone.WrongCodeAt(Now)));
        for (var i = 1; i < Attempt.FreeTries; i++)
            await Refused.By(() => browser.Recovery(RecoveryCode.Generate(RecoveryCodeKind.Own)));

        await Refused.With(
            "InvalidAuthenticationCode", 403, "Too many wrong codes. Try again in 1 second.", () => browser.Recovery(alice.Codes[0]));
        Assert.Equal(TimeSpan.FromSeconds(1), (await server.Run(new PendingProof(browser.Token!), new GetSignInStep.Request())).Wait);
        Assert.Equal(10, await alice.Left());

        server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(SignInStep.Done, await browser.Recovery(alice.Codes[0]));
        Assert.Null((await server.Run(new PendingProof((await alice.Pending()).Token!), new GetSignInStep.Request())).Wait);
    }

    [Fact]
    public async Task It_works_while_every_device_is_disabled_and_disabled_ones_are_named_last()
    {
        var alice = await RecoveringUser.Make(server);
        var spare = await server.AddDevice(alice.Name);
        await Disable(alice.Name, spare);
        var pending = await alice.Pending();

        var devices = (await server.Run(new PendingProof(pending.Token!), new GetSignInStep.Request())).Devices;
        Assert.Equal([(alice.Phone.Serial, false), (spare.Serial, true)], devices.Select(device => (device.SerialNumber, device.IsDisabled)));

        await Disable(alice.Name, alice.Phone);
        Assert.Equal(SignInStep.Done, await pending.Recovery(alice.Codes[0]));
    }

    [Fact]
    public async Task A_password_that_must_be_changed_is_changed_first()
    {
        var alice = await RecoveringUser.Make(server);
        await server.AsAdmin(new UpdateLoginProfile.Request(alice.Name, PasswordResetRequired: true));
        var browser = await alice.Pending();

        Assert.Equal(SignInStep.NewPassword, await browser.Recovery(alice.Codes[0]));
        Assert.Equal("SignInExpired", (await Refused.By(() => browser.Recovery(alice.Codes[1]))).Code);
        await browser.NewPassword(Passwords.Second);

        Assert.Equal(RecoveryCodeKind.Own, (await browser.Who()).SignedInBy);
        Assert.Equal(9, await alice.Left());
    }

    [Fact]
    public async Task Without_the_password_before_it_a_code_is_worth_nothing()
    {
        var alice = await RecoveringUser.Make(server);

        foreach (var proof in new IProof[] { new NoProof(), new AsUser(alice.Name), await AsConsole.Open(server, alice.Name) })
            Assert.Equal("SignInExpired", (await Refused.By(() => server.Run(proof, new SignInWithRecoveryCode.Request(alice.Codes[0])))).Code);
        Assert.Equal(10, await alice.Left());
    }

    [Fact]
    public async Task STS_does_not_take_one_for_a_code_of_a_device()
    {
        var alice = await RecoveringUser.Make(server);
        var key = (await server.AsAdmin(new CreateAccessKey.Request(alice.Name))).AccessKey;
        using var api = new ApiClient(server);

        foreach (var code in new[] { alice.Codes[0].Reveal(), alice.Codes[0].Reveal().Replace("-", "", StringComparison.Ordinal) })
        {
            var (status, text) = await api.Post(
                "sts:GetSessionToken", ApiClient.LongTerm(key.AccessKeyId, key.SecretAccessKey),
                ("SerialNumber", alice.Phone.Serial.Value), ("TokenCode", code));

            Assert.Equal(400, status);
            Assert.Contains("<Code>ValidationError</Code>", text, StringComparison.Ordinal);
            Assert.DoesNotContain(code, text, StringComparison.Ordinal);
        }

        Assert.Equal(10, await alice.Left());
    }

    [Fact]
    public async Task The_audit_log_has_it_under_its_own_name_with_its_kind_and_without_the_code()
    {
        var alice = await RecoveringUser.Make(server);
        await alice.SignedIn(alice.Codes[0]);
        await Refused.By(async () => await (await alice.Pending()).Recovery(alice.Codes[0]));

        var events = await AuditOf("countersign:SignInWithRecoveryCode", alice.Name);

        Assert.Equal(["Success", "InvalidAuthenticationCode"], events.Select(entry => entry.Outcome), StringComparer.Ordinal);
        Assert.All(events, entry => Assert.Contains("\"requestParameters\":{\"kind\":\"Own\"}", entry.Record, StringComparison.Ordinal));
        Assert.All(events, entry => Assert.DoesNotContain(alice.Codes[0].Reveal()[..4], entry.Record, StringComparison.Ordinal));
    }

    private async Task<List<(string Outcome, string Record)>> AuditOf(string action, string userName)
    {
        await using var connection = await server.OpenDatabase();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT outcome, record FROM audit_events WHERE action = @action AND principal LIKE '%/' || @user ORDER BY event_seq";
        command.Add("@action", action);
        command.Add("@user", userName);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var events = new List<(string, string)>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            events.Add((reader.GetString(0), reader.GetString(1)));
        return events;
    }

    private static Countersign.Otp.OneTimeCode Code(byte[] key, DateTimeOffset at) =>
        Countersign.Otp.Totp.Compute(key, VirtualDevice.Parameters, at);

    private Task Disable(string userName, PhoneApp phone) => server.Database.Write(async store =>
    {
        var device = (await store.MfaDevices.Find(server.Admin.AccountId, phone.Serial.Value))!;
        await store.AttemptCounters.Fail(device.AccountId, Attempt.OfDevice(device.DeviceId), Now, Attempt.LockedAt);
        return Nothing.Value;
    }, TestContext.Current.CancellationToken);
}
