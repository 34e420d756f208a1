using Countersign.Identity;
using Countersign.Mfa;
using Countersign.SignIn;
using Countersign.Sts;
using Countersign.Tests.Identity;

namespace Countersign.Tests.RouteMatrix;

/// <summary>Published ways around MFA in other products, each tried here; those that are a second way in are the matrix's.</summary>
public sealed class PublishedBypassTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task CVE_2026_94218_starting_anew_never_skips_the_factor()
    {
        var (name, phone) = await Enrolled();
        var browser = new Browser(server);

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(SignInStep.SecondFactor, await browser.Password(name, Passwords.First));
            Assert.Equal("SessionExpired", (await Assert.ThrowsAsync<ApiError>(browser.Who)).Code);
            Assert.Equal("SignInExpired", (await Assert.ThrowsAsync<ApiError>(() => browser.NewPassword(Passwords.Second))).Code);
        }

        Assert.Equal(SignInStep.Done, await browser.Code(phone.CodeAt(server.Clock.GetUtcNow())));
    }

    [Fact]
    public async Task CVE_2018_14657_and_caddy_security_271_wrong_codes_count_and_a_new_sign_in_brings_no_new_tries()
    {
        var (name, phone) = await Enrolled();
        for (var i = 0; i < Attempt.FreeTries; i++)
        {
            var browser = new Browser(server, $"198.51.100.{i + 1}");
            await browser.Password(name, Passwords.First);
            Assert.Null((await Assert.ThrowsAsync<ApiError>(() => browser.Code(phone.WrongCodeAt(server.Clock.GetUtcNow())))).RetryAfter);
        }

        var another = new Browser(server, "198.51.100.99");
        await another.Password(name, Passwords.First);
        var right = phone.CodeAt(server.Clock.GetUtcNow());

        Assert.NotNull((await Assert.ThrowsAsync<ApiError>(() => another.Code(right))).RetryAfter);
        // Nor is there another door.
        Assert.NotNull((await Assert.ThrowsAsync<ApiError>(() => server.Run(
            new AsUser(name), new GetSessionToken.Request(SerialNumber: phone.Serial.Value, TokenCode: right)))).RetryAfter);
    }

    [Fact]
    public async Task Gitlab_31307_sessions_from_before_the_device_end_when_it_is_enabled()
    {
        var name = await Somebody();
        var browser = new Browser(server);
        Assert.Equal(SignInStep.Done, await browser.Password(name, Passwords.First));

        await server.AddDevice(name);

        Assert.Equal("SessionExpired", (await Assert.ThrowsAsync<ApiError>(browser.Who)).Code);
    }

    [Fact]
    public async Task A_sign_in_that_was_under_way_when_the_device_was_enabled_is_over()
    {
        var name = server.NewName();
        await server.AsAdmin(new CreateUser.Request(name));
        await server.AsAdmin(new CreateLoginProfile.Request(name, Passwords.First, PasswordResetRequired: true));
        var browser = new Browser(server);
        Assert.Equal(SignInStep.NewPassword, await browser.Password(name, Passwords.First));

        await server.AddDevice(name);

        Assert.Equal("SignInExpired", (await Assert.ThrowsAsync<ApiError>(() => browser.NewPassword(Passwords.Second))).Code);
    }

    [Fact]
    public async Task CVE_2026_9047_a_device_that_is_removed_and_made_anew_has_another_secret_and_the_old_one_is_dead()
    {
        var (name, old) = await Enrolled();
        var deviceName = old.Serial.Value.Split('/')[^1];
        await server.AsAdmin(new DeactivateMFADevice.Request(old.Serial, name));
        await server.AsAdmin(new DeleteVirtualMFADevice.Request(old.Serial));
        var young = await server.AddDevice(name, deviceName);
        Assert.Equal(old.Serial, young.Serial);
        var browser = new Browser(server);
        await browser.Password(name, Passwords.First);
        var now = server.Clock.GetUtcNow();

        // The old secret's code may happen to be the new one's too: once in a million.
        if (old.CodeAt(now) != young.CodeAt(now))
            Assert.Equal("InvalidAuthenticationCode", (await Assert.ThrowsAsync<ApiError>(() => browser.Code(old.CodeAt(now)))).Code);
        Assert.Equal(SignInStep.Done, await browser.Code(young.CodeAt(now)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("SerialNumber=&TokenCode=")]
    [InlineData("SerialNumber=x")]
    [InlineData("TokenCode=123456")]
    [InlineData("SerialNumber=a&SerialNumber=b&TokenCode=123456")]
    [InlineData("SerialNumber=arn:aws:iam::123456789012:mfa/a&TokenCode=123456&TokenCode=654321")]
    [InlineData("SerialNumber=arn:aws:iam::123456789012:mfa/a&TokenCode=1")]
    [InlineData("SerialNumber=arn:aws:iam::123456789012:mfa/a&TokenCode=１２３４５６")]
    [InlineData("DurationSeconds=")]
    [InlineData("DurationSeconds=99999999999999999999")]
    [InlineData("DurationSeconds=-1")]
    public async Task PYSEC_2018_20_empty_missing_and_repeated_parameters_are_refused_and_never_a_failure_of_the_server(string fields)
    {
        using var client = new ApiClient(server);
        var key = ApiClient.LongTerm(server.Admin.AccessKeyId, server.Admin.SecretAccessKey);
        var split = fields.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split('=', 2)).Select(field => (field[0], field[1]));

        var (status, text) = await client.Post("sts:GetSessionToken", key, [.. split]);

        Assert.True(fields.Length == 0 ? status == 200 : status is 400 or 403, $"{status}: {text}");
    }

    private async Task<string> Somebody()
    {
        var name = server.NewName();
        await server.AsAdmin(new CreateUser.Request(name));
        await server.AsAdmin(new CreateLoginProfile.Request(name, Passwords.First));
        return name;
    }

    private async Task<(string Name, PhoneApp Phone)> Enrolled()
    {
        var name = await Somebody();
        return (name, await server.AddDevice(name));
    }
}
