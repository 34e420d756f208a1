using Countersign.Identity.OidcProviders;

namespace Countersign.Tests.Identity.OidcProviders;

[Collection<SharedServer>]
public sealed class UpdateOpenIDConnectProviderThumbprintTests(TestServer server)
{
    [Fact]
    public async Task The_new_ones_take_the_place_of_all_that_were_there()
    {
        var arn = await SomeProvider.Add(server);
        await server.AsAdmin(new UpdateOpenIDConnectProviderThumbprint.Request(arn, [SomeProvider.Thumbprint, new string('B', 40)]));
        await server.AsAdmin(new UpdateOpenIDConnectProviderThumbprint.Request(arn, [new string('c', 40)]));

        Assert.Equal([new string('c', 40)], (await SomeProvider.Get(server, arn)).ThumbprintList, StringComparer.Ordinal);
        Assert.Equal("InvalidInput", (await Refused.By(() => server.AsAdmin(new UpdateOpenIDConnectProviderThumbprint.Request(arn, [new string('x', 40)])))).Code);
    }

    [Fact]
    public Task An_unknown_provider_is_named() => SomeProvider.Unknown(
        server, () => server.AsAdmin(new UpdateOpenIDConnectProviderThumbprint.Request(SomeProvider.Ghost(server), [SomeProvider.Thumbprint])));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:UpdateOpenIDConnectProviderThumbprint", SomeProvider.Ghost(server), new UpdateOpenIDConnectProviderThumbprint.Request(SomeProvider.Ghost(server), [SomeProvider.Thumbprint]));
}
