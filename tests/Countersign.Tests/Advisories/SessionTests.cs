using Countersign.Identity;
using Countersign.Mfa;
using Countersign.SignIn;
using Countersign.Tests.Identity;

namespace Countersign.Tests.Advisories;

/// <summary>Sessions end with what they began with, and give no more than their user's policies.</summary>
public sealed class SessionTests(TestServer server) : IClassFixture<TestServer>
{
    private DateTimeOffset Now => server.Clock.GetUtcNow();

    [Fact]
    public async Task Gitlab_31307_sessions_from_before_end_when_a_device_is_enabled_removed_or_all_are_taken_away()
    {
        var name = await server.Somebody();
        var browser = new Browser(server);
        Assert.Equal(SignInStep.Done, await browser.Password(name, Passwords.First));

        var phone = await server.AddDevice(name);
        Assert.Equal("SessionExpired", (await Refused.By(browser.Who)).Code);

        await (browser = await server.Pending(name)).Code(phone.CodeAt(Now));
        await server.AsAdmin(new DeactivateMFADevice.Request(phone.Serial, name));
        Assert.Equal("SessionExpired", (await Refused.By(browser.Who)).Code);

        phone = await server.AddDevice(name);
        await (browser = await server.Pending(name)).Code(phone.CodeAt(Now));
        await server.AsAdmin(new ResetMfa.Request(name));
        Assert.Equal("SessionExpired", (await Refused.By(browser.Who)).Code);
    }

    [Fact]
    public async Task Gitlab_31307_a_sign_in_that_was_under_way_when_the_device_was_enabled_is_over()
    {
        var name = server.NewName();
        await server.AsAdmin(new CreateUser.Request(name));
        await server.AsAdmin(new CreateLoginProfile.Request(name, Passwords.First, PasswordResetRequired: true));
        var browser = new Browser(server);
        Assert.Equal(SignInStep.NewPassword, await browser.Password(name, Passwords.First));

        await server.AddDevice(name);

        Assert.Equal("SignInExpired", (await Refused.By(() => browser.NewPassword(Passwords.Second))).Code);
    }

    [Fact]
    public async Task GHSA_jjjj_jwhf_8rgr_who_is_restricted_is_so_for_calls_about_oneself_too()
    {
        var name = await server.Somebody(
            Documents.AllowAll,
            """{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:*AccessKey*","Resource":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}}""");
        var console = await AsConsole.Open(server, name);
        var other = (await server.AsAdmin(new CreateAccessKey.Request(name))).AccessKey.AccessKeyId;

        foreach (IProof proof in new IProof[] { new AsUser(name), console, new AsSession(name, null) })
        {
            foreach (var about in new[] { name, null })    // named, and left out, which means oneself
            {
                await Refused.By(() => server.Run(proof, new CreateAccessKey.Request(about)));
                await Refused.By(() => server.Run(proof, new UpdateAccessKey.Request(other, AccessKeyStatus.Inactive, about)));
                await Refused.By(() => server.Run(proof, new DeleteAccessKey.Request(other, about)));
            }
        }

        await server.Run(new AsSession(name, Now), new DeleteAccessKey.Request(other));
    }
}
