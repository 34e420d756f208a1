using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Countersign.Identity;
using Countersign.Mfa;
using Countersign.SignIn;
using Countersign.Storage;
using Countersign.Tests.Architecture;
using Countersign.Tests.Identity;
using Countersign.Tests.SignIn;

namespace Countersign.Tests.Advisories;

/// <summary>Steps of signing in that are left out, repeated, swapped or taken for somebody else; the rest is the route matrix's.</summary>
public sealed class SecondWayInTests(TestServer server) : IClassFixture<TestServer>
{
    /// <summary>All that somebody may do who has given a password and owes the second factor; signing out ends nothing.</summary>
    private static readonly string[] OwnNextStep = ["countersign:GetSignInStep", "countersign:SignOut", "countersign:StartPasskeySignIn"];

    public static TheoryData<string> Kinds => HeldDevice.Kinds;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => server.Clock.GetUtcNow();

    [Fact]
    public async Task CVE_2026_94218_starting_anew_never_skips_the_factor()
    {
        var (name, phone) = await server.Enrolled();
        var browser = new Browser(server);

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(SignInStep.SecondFactor, await browser.Password(name, Passwords.First));
            Assert.Equal("SessionExpired", (await Refused.By(browser.Who)).Code);
            Assert.Equal("SignInExpired", (await Refused.By(() => browser.NewPassword(Passwords.Second))).Code);
        }

        Assert.Equal(SignInStep.Done, await browser.Code(phone.CodeAt(Now)));
    }

    [Fact]
    public async Task CVE_2026_18963_a_new_password_from_an_administrator_drops_no_factor_and_no_step_stands_for_another()
    {
        var (name, phone) = await server.Enrolled();
        var made = (await server.AsAdmin(new ResetPassword.Request(name))).Password;
        var browser = new Browser(server);

        Assert.Equal(SignInStep.SecondFactor, await browser.Password(name, made));
        Assert.Equal("SessionExpired", (await Refused.By(browser.Who)).Code);
        Assert.Equal("SignInExpired", (await Refused.By(() => browser.NewPassword(Passwords.Second))).Code);
        Assert.Equal("SignInExpired", (await Refused.By(() => server.Run(new PendingProof(browser.Token!), new CompleteSignIn.Request()))).Code);

        Assert.Equal(SignInStep.NewPassword, await browser.Code(phone.CodeAt(Now)));
        Assert.Equal("SessionExpired", (await Refused.By(browser.Who)).Code);
        Assert.Equal("SignInExpired", (await Refused.By(() => server.Run(new PendingProof(browser.Token!), new CompleteSignIn.Request()))).Code);
        server.Clock.Advance(PhoneApp.Step);
        Assert.Equal("SignInExpired", (await Refused.By(() => browser.Code(phone.CodeAt(Now)))).Code);

        Assert.Equal(SignInStep.Done, await browser.NewPassword(Passwords.Second));
        Assert.NotNull((await browser.Who()).MfaAt);
    }

    [Fact]
    public async Task CVE_2026_18963_a_code_from_an_administrator_is_worth_nothing_without_the_password()
    {
        var (name, _) = await server.Enrolled();
        var code = (await server.AsAdmin(new CreateBypassCode.Request(name, 1))).Code;

        Assert.Equal("SignInExpired", (await Refused.By(() => server.Run(new NoProof(), new SignInWithRecoveryCode.Request(code)))).Code);
        Assert.Equal("SignInExpired", (await Refused.By(() => server.Run(new PendingProof("made-up"), new SignInWithRecoveryCode.Request(code)))).Code);

        var browser = await server.Pending(name);
        Assert.Equal(SignInStep.Done, await browser.Recovery(code));
        Assert.Equal(SignInStep.SecondFactor, await new Browser(server).Password(name, Passwords.First));
    }

    [Fact]
    public async Task CVE_2021_39890_gitlab_32215_gitlab_222527_where_MFA_is_required_a_password_alone_gives_no_data_on_any_way()
    {
        var name = await server.Somebody(Documents.AllowAll);
        var before = new Browser(server);
        Assert.Equal(SignInStep.Done, await before.Password(name, Passwords.First));
        await PasskeyUser.Settings(server, new MfaSettings { RequiredFrom = Now });
        try
        {
            Assert.Equal("SessionExpired", (await Refused.By(before.Who)).Code);
            var browser = new Browser(server);
            Assert.Equal(SignInStep.Enrolment, await browser.Password(name, Passwords.First));
            Assert.Equal("SessionExpired", (await Refused.By(browser.Who)).Code);
            await Refused.By(() => server.Run(new PendingProof(browser.Token!), new ListUsers.Request()));
            await Refused.By(() => server.Run(new PendingProof(browser.Token!), new CreateAccessKey.Request(name)));

            using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server.Url };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:Correct-Horse-1")));
            foreach (var path in new[] { "/users", "/my/security-credentials", "/tokens/export", "/?Action=ListUsers&Version=2010-05-08", "/?Action=GetSessionToken&Version=2011-06-15" })
            {
                using var answer = await client.GetAsync(path, Cancellation);
                Assert.True(answer.StatusCode is HttpStatusCode.SeeOther or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest, $"{path}: {answer.StatusCode}");
            }
        }
        finally
        {
            await PasskeyUser.Settings(server, new MfaSettings());
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task CVE_2025_64103_who_has_a_device_is_asked_for_it_though_nothing_demands_MFA(string kind)
    {
        var name = await server.Somebody();
        Assert.Equal(SignInStep.Done, await new Browser(server).Password(name, Passwords.First));

        var device = await server.AddDeviceOfKind(name, kind);

        var browser = new Browser(server);
        Assert.Equal(SignInStep.SecondFactor, await browser.Password(name, Passwords.First));
        Assert.Equal("SessionExpired", (await Refused.By(browser.Who)).Code);
        Assert.Equal(SignInStep.Done, await browser.Code(device.Code));
    }

    [Fact]
    public async Task CVE_2026_10611_no_session_exists_before_the_last_step()
    {
        var (name, phone) = await server.Enrolled();
        var sessions = await Sessions();

        var browser = await server.Pending(name);
        Assert.Equal(sessions, await Sessions());
        await Refused.By(() => browser.Code(phone.WrongCodeAt(Now)));
        Assert.Equal(sessions, await Sessions());

        await browser.Code(phone.CodeAt(Now));
        Assert.Equal(sessions + 1, await Sessions());
    }

    [Fact]
    public async Task GHSA_gv5w_8q25_785v_whoever_owes_the_factor_may_do_nothing_else_whatever_the_operation()
    {
        var (name, _) = await server.Enrolled(Documents.AllowAll);
        var browser = await server.Pending(name);
        var done = new List<string>();
        foreach (var entry in server.Service<Operations>().All)
        {
            try
            {
                await entry.Run(server.Service<Pipeline>(), new PendingProof(browser.Token!), AnyRequest.Of, TestServer.Facts(), Cancellation);
                done.Add(entry.Action);
            }
            catch (ApiError)
            {
                // refused, for whatever reason
            }
        }

        Assert.Equal(OwnNextStep, done.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public async Task CVE_2023_26481_what_is_ones_own_opens_no_sign_in_of_another()
    {
        var (alice, bob) = (await RecoveringUser.Make(server), await RecoveringUser.Make(server));
        var (key, _) = await PasskeyUser.Enrolled(server);
        using var _ = key;
        var browser = await alice.Pending();
        var pending = new PendingProof(browser.Token!);

        Assert.Equal("InvalidAuthenticationCode", (await Refused.By(() => server.Run(
            pending, new SignInWithCode.Request(bob.Phone.CodeAt(Now), bob.Phone.Serial)))).Code);
        Assert.Equal("InvalidAuthenticationCode", (await Refused.By(() => browser.Recovery(bob.Codes[0]))).Code);
        Assert.Equal("SessionExpired", (await Refused.By(browser.Who)).Code);

        // And bob has lost nothing by it.
        Assert.Equal(10, await bob.Left());
        Assert.Equal(SignInStep.Done, await (await bob.Pending()).Code(bob.Phone.CodeAt(Now)));
    }

    [Fact]
    public async Task CVE_2026_9047_a_device_that_is_removed_and_made_anew_has_another_secret_and_the_old_one_is_dead()
    {
        var (name, old) = await server.Enrolled();
        var deviceName = old.Serial.Value.Split('/')[^1];
        await server.AsAdmin(new DeactivateMFADevice.Request(old.Serial, name));
        await server.AsAdmin(new DeleteVirtualMFADevice.Request(old.Serial));
        var young = await server.AddDevice(name, deviceName);
        Assert.Equal(old.Serial, young.Serial);
        var browser = await server.Pending(name);

        // The old secret's code may happen to be the new one's too: once in a million.
        if (old.CodeAt(Now) != young.CodeAt(Now))
            Assert.Equal("InvalidAuthenticationCode", (await Refused.By(() => browser.Code(old.CodeAt(Now)))).Code);
        Assert.Equal(SignInStep.Done, await browser.Code(young.CodeAt(Now)));
    }

    private async Task<long> Sessions()
    {
        await using var connection = await server.OpenDatabase();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM console_sessions";
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
