using Countersign.Otp;
using Countersign.SignIn;
using Countersign.Sts;

namespace Countersign.Tests.Advisories;

/// <summary>A code works once, and no code before it works after it.</summary>
public sealed class ReplayTests(TestServer server) : IClassFixture<TestServer>
{
    private DateTimeOffset Now => server.Clock.GetUtcNow();

    [Fact]
    public async Task CVE_2015_7225_a_code_that_has_signed_in_signs_in_nowhere_again()
    {
        var (name, phone) = await server.Enrolled();
        var code = phone.CodeAt(Now);
        Assert.Equal(SignInStep.Done, await (await server.Pending(name)).Code(code));

        await RefusedEverywhere(name, phone, code);
    }

    [Fact]
    public async Task CVE_2021_43177_the_step_before_the_last_accepted_one_is_dead_too()
    {
        var (name, phone) = await server.Enrolled();
        server.Clock.Advance(3 * PhoneApp.Step);
        var trailing = phone.CodeAt(Now - PhoneApp.Step);    // never used, and in the window
        Assert.Equal(SignInStep.Done, await (await server.Pending(name)).Code(phone.CodeAt(Now)));

        await RefusedEverywhere(name, phone, trailing);
    }

    [Fact]
    public async Task CVE_2026_82470_what_was_accepted_early_is_remembered_for_as_long_as_it_is_in_the_window()
    {
        var (name, phone) = await server.Enrolled();
        var early = phone.CodeAt(Now + PhoneApp.Step);    // of a phone whose clock is fast
        var now = phone.CodeAt(Now);
        Assert.Equal(SignInStep.Done, await (await server.Pending(name)).Code(early));

        for (var step = 0; step < 2; step++)
        {
            await RefusedEverywhere(name, phone, early);
            await RefusedEverywhere(name, phone, now);
            server.Clock.Advance(PhoneApp.Step);
        }

        server.Clock.Advance(PhoneApp.Step);
        Assert.Equal(SignInStep.Done, await (await server.Pending(name)).Code(phone.CodeAt(Now)));
    }

    [Fact]
    public async Task CVE_2026_103655_whatever_door_took_a_code_and_whatever_for_every_other_one_knows()
    {
        var (name, phone) = await server.Enrolled();
        var atSts = phone.CodeAt(Now);
        await server.Run(new AsUser(name), new GetSessionToken.Request(null, phone.Serial.Value, atSts));
        await RefusedEverywhere(name, phone, atSts);

        server.Clock.Advance(PhoneApp.Step);
        var browser = await server.Pending(name);
        await browser.Code(phone.CodeAt(Now));
        server.Clock.Advance(PhoneApp.Step);
        var proof = phone.CodeAt(Now);
        await browser.ProveAgain(Identity.Passwords.First, proof);
        await RefusedEverywhere(name, phone, proof);

        server.Clock.Advance(PhoneApp.Step);
        var (first, second) = (phone.CodeAt(Now), phone.CodeAt(Now + PhoneApp.Step));
        await server.AsAdmin(new Mfa.ResyncMFADevice.Request(name, phone.Serial, first, second));
        await RefusedEverywhere(name, phone, first);
        await RefusedEverywhere(name, phone, second);
    }

    private async Task RefusedEverywhere(string name, PhoneApp phone, OneTimeCode code)
    {
        Assert.Equal("InvalidAuthenticationCode", (await Refused.By(async () => await (await server.Pending(name)).Code(code))).Code);
        Assert.Equal("AccessDenied", (await Refused.By(
            () => server.Run(new AsUser(name), new GetSessionToken.Request(null, phone.Serial.Value, code)))).Code);
        var open = await AsConsole.Open(server, name);    // as for somebody who has found a session open
        Assert.Equal("InvalidAuthenticationCode", (await Refused.By(
            () => server.Run(open, new ProveAgain.Request(Identity.Passwords.First, code)))).Code);
    }
}
