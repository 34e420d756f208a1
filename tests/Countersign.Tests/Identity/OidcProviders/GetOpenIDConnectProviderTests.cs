using Countersign.Identity.OidcProviders;

namespace Countersign.Tests.Identity.OidcProviders;

[Collection<SharedServer>]
public sealed class GetOpenIDConnectProviderTests(TestServer server)
{
    [Fact]
    public async Task Its_url_is_shown_without_the_scheme()
    {
        var arn = await SomeProvider.Add(server);

        Assert.EndsWith("oidc-provider/" + (await SomeProvider.Get(server, arn)).Url, arn, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_accounts_is_unknown()
    {
        var arn = (await SomeProvider.Add(server)).Replace(server.Admin.AccountId, "999999999999", StringComparison.Ordinal);

        await Refused.With("NoSuchEntity", 404, $"OpenIDConnect Provider not found for arn {arn}", () => SomeProvider.Get(server, arn));
    }

    [Fact]
    public Task An_unknown_provider_is_named() => SomeProvider.Unknown(
        server, () => server.AsAdmin(new GetOpenIDConnectProvider.Request(SomeProvider.Ghost(server))));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:GetOpenIDConnectProvider", SomeProvider.Ghost(server), new GetOpenIDConnectProvider.Request(SomeProvider.Ghost(server)));
}
