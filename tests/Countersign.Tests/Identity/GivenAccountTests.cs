using Countersign.Identity;
using Countersign.SignIn;
using Countersign.Sts;
using Countersign.Tests.Sts;

namespace Countersign.Tests.Identity;

/// <summary>Accounts that the configuration gives: <c>Accounts:0:Id</c>, <c>AccessKeyId</c>, <c>SecretAccessKey</c>.</summary>
public sealed class GivenAccountTests : IAsyncLifetime
{
    private static readonly (string Id, string Key, string Secret) First = ("111122223333", "AKIAFIRST00000000000", new string('a', 40));
    private static readonly (string Id, string Key, string Secret) Second = ("444455556666", "AKIASECOND0000000000", new string('b', 40));

    private TestServer? _server;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact]
    public async Task They_are_there_with_their_keys_and_the_first_is_the_deployments_own()
    {
        var server = _server = With(First, Second);
        await server.InitializeAsync();

        Assert.Equal((First.Id, First.Key, First.Secret), (server.Admin.AccountId, server.Admin.AccessKeyId, server.Admin.SecretAccessKey));
        Assert.Equal($"arn:aws:iam::{Second.Id}:user/admin", await WhoHas(server, Second));
        Assert.Equal(First.Id, (await server.Database.Read(store => store.Accounts.First(), TestContext.Current.CancellationToken))!.AccountId);
    }

    [Fact]
    public async Task What_is_there_is_left_as_it_is()
    {
        var server = _server = With(First);
        await server.InitializeAsync();
        var other = (Second.Id, "AKIAOTHER00000000000", Secret: new string('c', 40));
        await server.Run(new AsLocalOperator(), new CreateAccount.Request(Second.Id));

        await GivenAccount.Make(
            server.Database, server.Service<PasswordHasher>(),
            [new GivenAccount { Id = Second.Id, AccessKeyId = other.Item2, SecretAccessKey = other.Secret }], server.Clock.GetUtcNow());

        Assert.Equal("InvalidClientTokenId", (await Refused.By(() => WhoHas(server, other))).Code);
    }

    [Theory]
    [InlineData("12", "AKIAFIRST00000000000", 40, "Setting Accounts:0:Id: An account ID has 12 digits.")]
    [InlineData("111122223333", "first", 40, "Setting Accounts:0:AccessKeyId: An access key ID is AKIA and 16 upper-case letters and digits.")]
    [InlineData("111122223333", "AKIAFIRST00000000000", 39, "Setting Accounts:0:SecretAccessKey: A secret access key has 40 characters: letters, digits, +, / and =.")]
    public async Task What_is_wrong_is_named_and_the_secret_is_not(string id, string key, int length, string says)
    {
        var server = _server = With((id, key, new string('a', length)));

        var e = await Assert.ThrowsAsync<StartupException>(async () => await server.InitializeAsync());

        Assert.Equal(says, e.Message);
    }

    [Fact]
    public async Task A_key_of_two_accounts_stops_the_start()
    {
        var server = _server = With(First, (Second.Id, First.Key, Second.Secret));

        var e = await Assert.ThrowsAsync<StartupException>(async () => await server.InitializeAsync());

        Assert.Equal($"Setting Accounts: access key {First.Key} of account {Second.Id} is another account's.", e.Message);
    }

    private static TestServer With(params (string Id, string Key, string Secret)[] accounts)
    {
        var server = new TestServer();
        foreach (var (i, account) in accounts.Index())
        {
            server.More[$"Accounts:{i}:Id"] = account.Id;
            server.More[$"Accounts:{i}:AccessKeyId"] = account.Key;
            server.More[$"Accounts:{i}:SecretAccessKey"] = account.Secret;
        }

        return server;
    }

    private static async Task<string> WhoHas(TestServer server, (string Id, string Key, string Secret) account) =>
        (await server.Run(new AsSigned(server, new Credentials(account.Key, account.Secret, "", DateTimeOffset.MaxValue)), new GetCallerIdentity.Request())).Arn;
}
