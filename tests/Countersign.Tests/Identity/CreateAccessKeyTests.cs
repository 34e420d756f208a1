using Countersign.Identity;
using Countersign.Storage;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class CreateAccessKeyTests(TestServer server)
{
    [Fact]
    public async Task The_secret_is_answered_once_stored_sealed_and_never_printed()
    {
        var user = await server.AddUser(server.NewName());

        var response = await server.AsAdmin(new CreateAccessKey.Request(user.UserName));

        var key = response.AccessKey;
        Assert.Matches("^AKIA[A-Z2-7]{16}$", key.AccessKeyId);
        Assert.Matches("^[A-Za-z0-9/+]{40}$", key.SecretAccessKey);
        Assert.Equal(key.SecretAccessKey, await server.Stored(store => store.AccessKeys.Secret(key.AccessKeyId)));
        Assert.DoesNotContain(key.SecretAccessKey, response.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_third_key_is_refused()
    {
        var name = (await server.AddUser(server.NewName())).UserName;
        await server.AsAdmin(new CreateAccessKey.Request(name));
        await server.AsAdmin(new CreateAccessKey.Request(name));

        await Refused.With(
            "LimitExceeded", 409, "Cannot exceed quota for AccessKeysPerUser: 2", () => server.AsAdmin(new CreateAccessKey.Request(name)));
    }

    [Fact]
    public async Task A_console_session_that_is_not_fresh_must_prove_again()
    {
        var user = await server.AddUser(server.NewName(), Documents.AllowAll);
        var session = new ConsoleSession
        {
            SessionHash = [1],
            AccountId = user.AccountId,
            UserId = user.UserId,
            StartedAt = server.Clock.GetUtcNow(),
            SeenAt = server.Clock.GetUtcNow(),
            PasswordAt = server.Clock.GetUtcNow() - TimeSpan.FromMinutes(16),
            SourceIp = "203.0.113.7",
            UserAgent = "test",
        };

        var error = await Assert.ThrowsAsync<ApiError>(() => server.Run(new AsConsole(user, session), new CreateAccessKey.Request()));
        Assert.Equal("FreshProofNeeded", error.Code);

        var fresh = session with { PasswordAt = server.Clock.GetUtcNow() };
        Assert.Equal(user.UserName, (await server.Run(new AsConsole(user, fresh), new CreateAccessKey.Request())).AccessKey.UserName);
    }

    [Fact]
    public Task An_unknown_user_is_named() => Refused.With(
        "NoSuchEntity", 404, "The user with name ghost cannot be found.", () => server.AsAdmin(new CreateAccessKey.Request("ghost")));

    [Fact]
    public Task It_needs_a_policy() =>
        Refused.WithoutPolicy(server, "iam:CreateAccessKey", server.UserArn("ghost"), new CreateAccessKey.Request("ghost"));

    private sealed record AsConsole(User User, ConsoleSession Session) : IProof
    {
        public Task<Caller> Authenticate(Store store, DateTimeOffset now) =>
            Task.FromResult<Caller>(new UserCaller(User, new Credential.Console(Session)));
    }
}
