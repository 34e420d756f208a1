using Countersign.Identity;
using Countersign.Query;
using Countersign.Storage;
using Countersign.Sts;
using Countersign.Tests.Sts;

namespace Countersign.Tests.Query;

public sealed class KnownKeysTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_remembered_key_is_worth_what_it_is_worth_now()
    {
        var (user, key) = await KeyOfSomebody();
        Assert.Equal(user.Arn, (await Call(key, new GetCallerIdentity.Request())).Arn);

        await server.Run(new AsUser("admin"), new UpdateUser.Request(user.UserName, NewPath: "/elsewhere/"));
        Assert.Contains("/elsewhere/", (await Call(key, new GetCallerIdentity.Request())).Arn, StringComparison.Ordinal);

        await server.Run(new AsUser("admin"), new UpdateAccessKey.Request(key.AccessKeyId, AccessKeyStatus.Inactive, user.UserName));
        await Refused.With("InvalidClientTokenId", 403, "The security token included in the request is invalid.", () => Call(key, new GetCallerIdentity.Request()));

        await server.Run(new AsUser("admin"), new UpdateAccessKey.Request(key.AccessKeyId, AccessKeyStatus.Active, user.UserName));
        await Call(key, new GetCallerIdentity.Request());
        await server.Run(new AsUser("admin"), new DeleteAccessKey.Request(key.AccessKeyId, user.UserName));
        await Refused.With("InvalidClientTokenId", 403, "The security token included in the request is invalid.", () => Call(key, new GetCallerIdentity.Request()));
    }

    [Fact]
    public async Task Who_asks_after_themselves_learns_of_a_sign_in_that_was_after_the_key_was_remembered()
    {
        var (user, key) = await KeyOfSomebody();
        Assert.Null((await Call(key, new GetUser.Request(null))).User.PasswordLastUsed);

        await server.Database.Write(async store =>
        {
            await store.Users.PasswordUsed(user.UserId, server.Clock.GetUtcNow());
            return Nothing.Value;
        }, TestContext.Current.CancellationToken);

        Assert.Equal(server.Clock.GetUtcNow(), (await Call(key, new GetUser.Request(null))).User.PasswordLastUsed);
    }

    private async Task<(User User, Credentials Key)> KeyOfSomebody()
    {
        var user = await server.AddUser(server.NewName(), """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:GetUser","Resource":"*"}}""");
        var key = (await server.Run(new AsUser("admin"), new CreateAccessKey.Request(user.UserName))).AccessKey;
        return (user, new Credentials(key.AccessKeyId, key.SecretAccessKey, "", DateTimeOffset.MaxValue));
    }

    private Task<T> Call<T>(Credentials key, IRequest<T> request) => server.Run(
        new SignatureProof(
            SignedCalls.Of(key, server.Clock.GetUtcNow()), server.Service<SigningKeyCache>(), server.Service<KnownKeys>(), server.Service<LastUsed>()),
        request);
}
