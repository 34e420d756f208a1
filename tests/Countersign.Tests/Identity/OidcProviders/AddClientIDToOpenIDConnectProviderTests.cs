using Countersign.Identity.OidcProviders;

namespace Countersign.Tests.Identity.OidcProviders;

[Collection<SharedServer>]
public sealed class AddClientIDToOpenIDConnectProviderTests(TestServer server)
{
    [Fact]
    public async Task One_that_is_there_stays()
    {
        var arn = await SomeProvider.Add(server, ["one"]);

        await server.AsAdmin(new AddClientIDToOpenIDConnectProvider.Request(arn, "two"));
        await server.AsAdmin(new AddClientIDToOpenIDConnectProvider.Request(arn, "one"));

        Assert.Equal(["one", "two"], (await SomeProvider.Get(server, arn)).ClientIDList, StringComparer.Ordinal);
    }

    [Fact]
    public async Task There_are_a_hundred_at_most()
    {
        var arn = await SomeProvider.Add(server, [.. Enumerable.Range(0, 100).Select(n => $"client-{n}")]);

        await Refused.With(
            "LimitExceeded", 409, "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100",
            () => server.AsAdmin(new AddClientIDToOpenIDConnectProvider.Request(arn, "one-more")));

        Assert.Equal(100, (await SomeProvider.Get(server, arn)).ClientIDList.Count);
    }

    [Fact]
    public Task An_unknown_provider_is_named() => SomeProvider.Unknown(
        server, () => server.AsAdmin(new AddClientIDToOpenIDConnectProvider.Request(SomeProvider.Ghost(server), "one")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:AddClientIDToOpenIDConnectProvider", SomeProvider.Ghost(server), new AddClientIDToOpenIDConnectProvider.Request(SomeProvider.Ghost(server), "one"));
}
