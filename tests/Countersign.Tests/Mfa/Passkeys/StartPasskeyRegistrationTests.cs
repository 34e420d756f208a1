using System.Text.Json.Nodes;
using Countersign.Mfa.Passkeys;

namespace Countersign.Tests;

public sealed class StartPasskeyRegistrationTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task What_is_there_is_excluded_and_the_user_is_known_by_the_same_handle_again()
    {
        var (user, _) = await PasskeyUser.Enrolled(server);
        using var _ = user;
        var session = await AsConsole.Open(server, user.Name, server.Clock.GetUtcNow());

        var asked = await server.Run(session, new StartPasskeyRegistration.Request(user.Name, "second"));

        var options = JsonNode.Parse(asked.Options)!;
        Assert.Equal(System.Buffers.Text.Base64Url.EncodeToString(user.Key.Id), (string?)options["excludeCredentials"]![0]!["id"]);
        Assert.Equal(System.Buffers.Text.Base64Url.EncodeToString(user.Key.UserHandle!), (string?)options["user"]!["id"]);
        Assert.Equal($"{user.Name}@{server.Admin.AccountId}", (string?)options["user"]!["name"]);
        Assert.Equal("localhost", (string?)options["rp"]!["id"]);
        Assert.Equal(server.Url.GetLeftPart(UriPartial.Authority), asked.Origin);
    }

    [Fact]
    public async Task Two_users_are_known_by_two_handles_that_tell_nothing()
    {
        using var alice = await PasskeyUser.Come(server);
        using var bob = await PasskeyUser.Come(server);

        var handles = new List<string>();
        foreach (var user in new[] { alice, bob, alice })
        {
            var asked = await server.Run(await AsConsole.Open(server, user.Name), new StartPasskeyRegistration.Request(user.Name, "key"));
            handles.Add((string)JsonNode.Parse(asked.Options)!["user"]!["id"]!);
        }

        Assert.Equal(3, handles.Distinct(StringComparer.Ordinal).Count());    // none is kept before a passkey is
        Assert.All(handles, handle => Assert.Equal(43, handle.Length));    // 32 bytes
    }

    [Fact]
    public async Task A_name_that_is_none_or_taken_is_told_before_anybody_touches_a_key()
    {
        var (user, _) = await PasskeyUser.Enrolled(server);
        using var _ = user;
        var session = await AsConsole.Open(server, user.Name, server.Clock.GetUtcNow());

        await Refused.With(
            "ValidationError", 400, "A device name has 1 to 128 letters, digits and + = , . @ _ - (no spaces).",
            () => server.Run(session, new StartPasskeyRegistration.Request(user.Name, "my key")));
        await Refused.With(
            "EntityAlreadyExists", 409, "There is a device named key already. Choose another name.",
            () => server.Run(session, new StartPasskeyRegistration.Request(user.Name, "key")));
    }

    [Fact]
    public Task Who_may_not_is_told_so_before_anything_exists() => Refused.WithoutPolicy(
        server, "iam:EnableMFADevice", server.UserArn("whoever"), new StartPasskeyRegistration.Request("whoever", "key"));
}
