using Countersign.Identity.OidcProviders;

namespace Countersign.Tests.Identity.OidcProviders;

[Collection<SharedServer>]
public sealed class ListOpenIDConnectProvidersTests(TestServer server)
{
    [Fact]
    public async Task All_are_listed_in_the_order_of_their_names()
    {
        var (one, two) = (await SomeProvider.Add(server), await SomeProvider.Add(server));

        var listed = (await server.AsAdmin(new ListOpenIDConnectProviders.Request())).OpenIDConnectProviderList.Select(entry => entry.Arn).ToList();

        Assert.Contains(one, listed, StringComparer.Ordinal);
        Assert.Contains(two, listed, StringComparer.Ordinal);
        Assert.Equal(listed.Order(StringComparer.Ordinal), listed, StringComparer.Ordinal);
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(server, "iam:ListOpenIDConnectProviders", "*", new ListOpenIDConnectProviders.Request());
}
