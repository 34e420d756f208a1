using System.Text.Json.Nodes;
using Countersign.SignIn;
using Countersign.Storage;
using Countersign.Tests.RouteMatrix;

namespace Countersign.Tests.SignIn;

public sealed class StartPasskeySignInTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Second_step_and_proof_ask_for_the_users_own_passkeys()
    {
        var (user, _) = await PasskeyUser.Enrolled(server);
        using var _ = user;
        var browser = await user.Password();

        var step = await server.Run(new PendingProof(browser.Token!), new StartPasskeySignIn.Request());
        var again = await server.Run((await user.SignIn()).Session, new StartPasskeySignIn.Request());

        foreach (var asked in new[] { step, again })
        {
            var options = JsonNode.Parse(asked.Options!)!;
            Assert.Equal(System.Buffers.Text.Base64Url.EncodeToString(user.Key.Id), (string?)Assert.Single(options["allowCredentials"]!.AsArray())!["id"]);
            Assert.Equal("preferred", (string?)options["userVerification"]);
            Assert.Null(asked.Problem);
        }
    }

    [Fact]
    public async Task Who_has_no_passkey_is_asked_for_none()
    {
        using var user = await PasskeyUser.Come(server);
        await server.AddDevice(user.Name);
        var browser = await user.Password();

        Assert.Null((await server.Run(new PendingProof(browser.Token!), new StartPasskeySignIn.Request())).Options);
    }

    [Fact]
    public async Task Instead_of_the_password_any_passkey_is_asked_for_where_the_account_allows_it()
    {
        Assert.Null((await server.Run(new NoProof(), new StartPasskeySignIn.Request())).Options);
        await PasskeyUser.Settings(server, new MfaSettings { PasswordlessSignIn = true });
        try
        {
            var asked = await server.Run(new NoProof(), new StartPasskeySignIn.Request());

            var options = JsonNode.Parse(asked.Options!)!;
            Assert.Empty(options["allowCredentials"]!.AsArray());
            Assert.Equal("required", (string?)options["userVerification"]);
        }
        finally
        {
            await PasskeyUser.Settings(server, new MfaSettings());
        }
    }

    [Fact]
    public async Task Asking_writes_nothing()
    {
        await PasskeyUser.Settings(server, new MfaSettings { PasswordlessSignIn = true });
        await server.Service<WriteBehind>().Flush();
        var before = (await Contents.Of(server), await Events());

        for (var i = 0; i < 20; i++)
            await server.Run(new NoProof(), new StartPasskeySignIn.Request());
        await server.Service<WriteBehind>().Flush();

        Assert.Equal(before, (await Contents.Of(server), await Events()));
        await PasskeyUser.Settings(server, new MfaSettings());
    }

    private async Task<long> Events()
    {
        await using var connection = await server.OpenDatabase();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM audit_events";
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
