using Countersign.Mfa;
using Countersign.SignIn;
using Countersign.Storage;
using Countersign.Tests.Identity;

namespace Countersign.Tests.SignIn;

/// <summary>An account that requires MFA: who has no device is led through enrolment, and nothing else.</summary>
public sealed class CompleteSignInTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Before_the_day_nothing_is_asked_and_from_then_on_enrolment_is()
    {
        var name = await UserWithPassword();
        await Require(server.Clock.GetUtcNow() + TimeSpan.FromMinutes(1));
        Assert.Equal(SignInStep.Done, await new Browser(server).Password(name, Passwords.First));

        server.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(SignInStep.Enrolment, await new Browser(server).Password(name, Passwords.First));
        await Require(null);
    }

    [Fact]
    public async Task Enrolment_ends_in_a_session_with_MFA_and_not_before()
    {
        var name = await UserWithPassword();
        await Require(server.Clock.GetUtcNow());
        var browser = new Browser(server);
        await browser.Password(name, Passwords.First);
        var attempt = browser.Token!;

        Assert.Equal("SignInExpired", (await Refused.By(() => Pending(attempt, new CompleteSignIn.Request()))).Code);

        var begun = await Pending(attempt, new StartMfaEnrolment.Request(name, "phone"));
        var shown = await Pending(attempt, new ShowMfaEnrolment.Request(name, begun.SerialNumber));
        var key = Countersign.Otp.Base32.Decode(shown.Base32Key);
        var now = server.Clock.GetUtcNow();
        await Pending(attempt, new EnableMFADevice.Request(name, begun.SerialNumber, Code(key, now), Code(key, now + PhoneApp.Step)));
        var answer = await Pending(attempt, new CompleteSignIn.Request());

        Assert.Equal(SignInStep.Done, answer.Step);
        var session = await server.Run(new SessionProof(answer.Token!, new SignInOptions(), server.Service<LastUsed>()), new GetSession.Request());
        Assert.Equal(now, session.MfaAt);
        Assert.Equal("SignInExpired", (await Refused.By(() => Pending(attempt, new CompleteSignIn.Request()))).Code);
        await Require(null);
    }

    [Fact]
    public async Task A_hardware_token_ends_enrolment_as_well()
    {
        var name = await UserWithPassword();
        var fob = await server.Put();
        await Require(server.Clock.GetUtcNow());
        var browser = new Browser(server);
        await browser.Password(name, Passwords.First);
        var now = server.Clock.GetUtcNow();

        await Pending(browser.Token!, new Countersign.Mfa.Tokens.AssignToken.Request(name, fob.Serial, "fob", fob.At(now), fob.At(now, 1)));

        Assert.Equal(SignInStep.Done, (await Pending(browser.Token!, new CompleteSignIn.Request())).Step);
        await Require(null);
    }

    [Fact]
    public async Task In_enrolment_nothing_else_can_be_done_and_nothing_for_others()
    {
        var (name, other) = (await UserWithPassword(), await UserWithPassword());
        await Require(server.Clock.GetUtcNow());
        var browser = new Browser(server);
        await browser.Password(name, Passwords.First);
        var attempt = browser.Token!;

        foreach (var refused in new Func<Task>[]
        {
            () => Pending(attempt, new StartMfaEnrolment.Request(other, "phone")),
            () => Pending(attempt, new Countersign.Identity.GetUser.Request(name)),
            () => Pending(attempt, new Countersign.Identity.CreateAccessKey.Request(name)),
            () => Pending(attempt, new Countersign.Identity.GetUserCredentials.Request(name)),
            () => Pending(attempt, new ResyncMFADevice.Request(name, SerialNumber.Parse("123456789"), default, default)),
            () => Pending(attempt, new Countersign.Sts.GetSessionToken.Request()),
            () => Pending(attempt, new ChooseNewPassword.Request(Passwords.Second)),
            () => Pending(attempt, new GetSession.Request()),
        })
        {
            await Refused.By(refused);
        }

        await Require(null);
    }

    [Fact]
    public async Task An_explicit_deny_stands_even_in_enrolment()
    {
        var name = await UserWithPassword();
        await server.AsAdmin(new Countersign.Identity.PutUserPolicy.Request(name, "no-devices", """
            {"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:EnableMFADevice","Resource":"*"}}
            """));
        await Require(server.Clock.GetUtcNow());
        var browser = new Browser(server);
        await browser.Password(name, Passwords.First);

        Assert.Equal("AccessDenied", (await Refused.By(() => Pending(browser.Token!, new StartMfaEnrolment.Request(name, "phone")))).Code);
        await Require(null);
    }

    [Fact]
    public async Task A_session_without_MFA_ends_on_the_day_that_MFA_becomes_required()
    {
        var name = await UserWithPassword();
        var browser = new Browser(server);
        await browser.Password(name, Passwords.First);
        await browser.Who();

        await Require(server.Clock.GetUtcNow());

        Assert.Equal("SessionExpired", (await Refused.By(browser.Who)).Code);
        await Require(null);
    }

    private Task<T> Pending<T>(string token, IRequest<T> request) => server.Run(new PendingProof(token), request);

    private static Countersign.Otp.OneTimeCode Code(byte[] key, DateTimeOffset at) =>
        Countersign.Otp.Totp.Compute(key, VirtualDevice.Parameters, at);

    private async Task<string> UserWithPassword()
    {
        var name = server.NewName("alice");
        await server.AddUser(name);
        await server.AsAdmin(new Countersign.Identity.CreateLoginProfile.Request(name, Passwords.First, PasswordResetRequired: false));
        return name;
    }

    private Task Require(DateTimeOffset? from) => server.Database.Write(async store =>
    {
        await store.Accounts.SetMfaSettings(server.Admin.AccountId, new MfaSettings { RequiredFrom = from });
        return Nothing.Value;
    });
}
