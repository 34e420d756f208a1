using Countersign.Identity.OidcProviders;

namespace Countersign.Tests.Identity.OidcProviders;

[Collection<SharedServer>]
public sealed class ListOpenIDConnectProviderTagsTests(TestServer server)
{
    [Fact]
    public async Task They_come_in_the_order_of_their_keys_a_page_at_a_time()
    {
        var arn = await SomeProvider.Add(server, null, new Tag("b", "2"), new Tag("C", "3"), new Tag("a", "1"));

        var first = await server.AsAdmin(new ListOpenIDConnectProviderTags.Request(arn, MaxItems: 2));
        var second = await server.AsAdmin(new ListOpenIDConnectProviderTags.Request(arn, first.Marker, 2));

        Assert.Equal([new Tag("a", "1"), new Tag("b", "2")], first.Tags);
        Assert.Equal([new Tag("C", "3")], second.Tags);
        Assert.Equal((true, false), (first.IsTruncated, second.IsTruncated));
    }

    [Fact]
    public Task An_unknown_provider_is_named() => SomeProvider.Unknown(
        server, () => server.AsAdmin(new ListOpenIDConnectProviderTags.Request(SomeProvider.Ghost(server))));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:ListOpenIDConnectProviderTags", SomeProvider.Ghost(server), new ListOpenIDConnectProviderTags.Request(SomeProvider.Ghost(server)));
}
