using Countersign.Identity.OidcProviders;

namespace Countersign.Tests.Identity.OidcProviders;

[Collection<SharedServer>]
public sealed class RemoveClientIDFromOpenIDConnectProviderTests(TestServer server)
{
    [Fact]
    public async Task One_that_is_not_there_is_no_fault()
    {
        var arn = await SomeProvider.Add(server, ["one", "two"]);

        await server.AsAdmin(new RemoveClientIDFromOpenIDConnectProvider.Request(arn, "two"));
        await server.AsAdmin(new RemoveClientIDFromOpenIDConnectProvider.Request(arn, "two"));

        Assert.Equal(["one"], (await SomeProvider.Get(server, arn)).ClientIDList, StringComparer.Ordinal);
    }

    [Fact]
    public Task An_unknown_provider_is_named() => SomeProvider.Unknown(
        server, () => server.AsAdmin(new RemoveClientIDFromOpenIDConnectProvider.Request(SomeProvider.Ghost(server), "one")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:RemoveClientIDFromOpenIDConnectProvider", SomeProvider.Ghost(server), new RemoveClientIDFromOpenIDConnectProvider.Request(SomeProvider.Ghost(server), "one"));
}
