using Countersign.Identity;
using Countersign.Query;
using Countersign.Sts;
using Countersign.Tests.Identity;

namespace Countersign.Tests.Sts;

public sealed class GetSessionTokenTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Wrong = "MultiFactorAuthentication failed with invalid MFA one time pass code. ";

    private DateTimeOffset Now => server.Clock.GetUtcNow();

    [Fact]
    public async Task A_code_buys_credentials_and_is_dead_then()
    {
        var user = await server.AddUser(server.NewName());
        var phone = await server.AddDevice(user.UserName);
        var request = new GetSessionToken.Request(3600, phone.Serial.Value, phone.CodeAt(Now));

        var answer = await server.Run(new AsUser(user.UserName), request);

        Assert.Equal(Now.AddHours(1), answer.Credentials.Expiration);
        await Refused.With("AccessDenied", 403, Wrong, () => server.Run(new AsUser(user.UserName), request));
    }

    [Fact]
    public async Task A_wrong_code_an_unknown_device_and_half_a_factor_are_refused_in_the_words_that_tools_match()
    {
        var user = await server.AddUser(server.NewName());
        var phone = await server.AddDevice(user.UserName);
        var foreign = await server.AddDevice((await server.AddUser(server.NewName())).UserName);

        Task Ask(string? serial, Countersign.Otp.OneTimeCode? code) =>
            server.Run(new AsUser(user.UserName), new GetSessionToken.Request(null, serial, code));

        await Refused.With("AccessDenied", 403, Wrong, () => Ask(phone.Serial.Value, phone.WrongCodeAt(Now)));
        foreach (var serial in new[] { foreign.Serial.Value, "GAHT12345678" })
        {
            await Refused.With(
                "AccessDenied", 403,
                "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.",
                () => Ask(serial, foreign.CodeAt(Now)));
        }

        await Refused.With(
            "AccessDenied", 403, "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.",
            () => Ask(phone.Serial.Value, null));
    }

    [Fact]
    public async Task A_passkey_has_no_code_and_is_unknown_here_as_in_AWS()
    {
        var (user, serial) = await PasskeyUser.Enrolled(server);
        using var _ = user;

        await Refused.With(
            "AccessDenied", 403,
            "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.",
            () => server.Run(new AsUser(user.Name), new GetSessionToken.Request(null, serial.Value, Countersign.Otp.OneTimeCode.TryParse("123456", out var code) ? code : default)));
    }

    [Fact]
    public async Task A_session_cannot_get_another_session()
    {
        var user = await server.AddUser(server.NewName());

        await Refused.With(
            "AccessDenied", 403, "Cannot call GetSessionToken with session credentials",
            () => server.Run(new AsSession(user.UserName, null), new GetSessionToken.Request()));
    }

    [Fact]
    public async Task Wrong_codes_with_another_users_serial_do_not_slow_that_user_down()
    {
        var bob = await server.AddUser(server.NewName("bob"));
        var alice = await server.AddUser(server.NewName("alice"));
        var phone = await server.AddDevice(alice.UserName);
        for (var i = 0; i < 2 * Attempt.FreeTries; i++)
        {
            await Assert.ThrowsAsync<ApiError>(() => server.Run(
                new AsUser(bob.UserName), new GetSessionToken.Request(null, phone.Serial.Value, phone.WrongCodeAt(Now))));
        }

        await server.Run(new AsUser(alice.UserName), new GetSessionToken.Request(null, phone.Serial.Value, phone.CodeAt(Now)));
    }

    [Fact]
    public async Task After_five_wrong_codes_one_must_wait_and_clients_are_not_told_to_retry()
    {
        var user = await server.AddUser(server.NewName());
        var phone = await server.AddDevice(user.UserName);
        for (var i = 0; i < Attempt.FreeTries; i++)
        {
            await Assert.ThrowsAsync<ApiError>(() => server.Run(
                new AsUser(user.UserName), new GetSessionToken.Request(null, phone.Serial.Value, phone.WrongCodeAt(Now))));
        }

        await Refused.With(
            "AccessDenied", 403, "MultiFactorAuthentication failed. Too many wrong codes. Try again in 1 second.",
            () => server.Run(new AsUser(user.UserName), new GetSessionToken.Request(null, phone.Serial.Value, phone.CodeAt(Now))));
    }

    [Fact]
    public async Task With_MFA_the_session_may_call_IAM_and_without_it_it_is_no_token_at_all()
    {
        var user = await server.AddUser(server.NewName(), Documents.Allow("iam:*", "*"));

        Assert.NotNull(await server.Run(new AsSession(user.UserName, Now), new GetUser.Request()));
        await Refused.With(
            "InvalidClientTokenId", 403, "The security token included in the request is invalid",
            () => server.Run(new AsSession(user.UserName, null), new GetUser.Request()));
    }

    [Fact]
    public async Task Token_key_and_secret_belong_together()
    {
        var user = await server.AddUser(server.NewName());
        var one = await Session(user.UserName);
        var two = await Session(user.UserName);

        Assert.Equal(user.Arn, await Call(one));
        await RefusedToken(one with { SessionToken = two.SessionToken });
        await RefusedToken(one with { AccessKeyId = two.AccessKeyId });
        Assert.Equal("SignatureDoesNotMatch", (await Assert.ThrowsAsync<ApiError>(() => Call(one with { SecretAccessKey = two.SecretAccessKey }))).Code);
        await RefusedToken(one with { SessionToken = "" });
        await RefusedToken(one with { SessionToken = "not base64!" });
    }

    [Fact]
    public async Task Whatever_bit_of_a_token_is_changed_it_is_refused()
    {
        var session = await Session((await server.AddUser(server.NewName())).UserName);
        var token = Convert.FromBase64String(session.SessionToken);
        for (var i = 0; i < token.Length; i++)
        {
            token[i] ^= 1;
            await RefusedToken(session with { SessionToken = Convert.ToBase64String(token) });
            token[i] ^= 1;
        }
    }

    [Fact]
    public async Task A_token_has_one_spelling()
    {
        var session = await Session((await server.AddUser(server.NewName())).UserName);

        await RefusedToken(session with { SessionToken = session.SessionToken.Insert(40, " ") });
        await RefusedToken(session with { SessionToken = session.SessionToken + "\n" });
    }

    [Fact]
    public async Task A_session_ends_on_time_and_with_its_user_and_when_the_user_is_revoked()
    {
        var expired = await Session((await server.AddUser(server.NewName())).UserName, seconds: 900);
        server.Clock.Advance(TimeSpan.FromSeconds(900));
        Assert.Equal("ExpiredToken", (await Assert.ThrowsAsync<ApiError>(() => Call(expired))).Code);

        var gone = await server.AddUser(server.NewName());
        var orphan = await Session(gone.UserName);
        await server.AsAdmin(new DeleteUser.Request(gone.UserName));
        await RefusedToken(orphan);

        var changed = await server.AddUser(server.NewName());
        var older = await Session(changed.UserName);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await server.AddDevice(changed.UserName);
        await RefusedToken(older);
    }

    [Fact]
    public void A_key_opens_as_long_as_the_longest_session_that_it_may_have_issued() => Assert.Equal(
        (long?)SessionToken.LongestLifetime.TotalSeconds,
        Countersign.ServiceModel.AwsOperation.Find("sts:GetSessionToken")!.Input!.Find("DurationSeconds")!.Shape.Max);

    private async Task<Credentials> Session(string userName, int? seconds = null) =>
        (await server.Run(new AsUser(userName), new GetSessionToken.Request(seconds))).Credentials;

    private Task RefusedToken(Credentials credentials) => Refused.With(
        "InvalidClientTokenId", 403, "The security token included in the request is invalid.", () => Call(credentials));

    // GetCallerIdentity, signed as a client would.
    private async Task<string> Call(Credentials credentials) => (await server.Run(
        new SignatureProof(SignedCalls.Of(credentials, Now), server.Service<SigningKeyCache>(), server.Service<KnownKeys>(), server.Service<Countersign.Storage.LastUsed>()),
        new GetCallerIdentity.Request())).Arn;
}
