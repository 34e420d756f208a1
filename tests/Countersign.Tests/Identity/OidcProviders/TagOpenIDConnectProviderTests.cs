using Countersign.Identity.OidcProviders;

namespace Countersign.Tests.Identity.OidcProviders;

[Collection<SharedServer>]
public sealed class TagOpenIDConnectProviderTests(TestServer server) : TaggingTests(server, TagOpenIDConnectProvider.Action)
{
    [Fact]
    public Task An_unknown_provider_is_named() =>
        SomeProvider.Unknown(Server, () => Server.AsAdmin(Add(SomeProvider.Ghost(Server), new Tag("a", "1"))));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        Server, "iam:TagOpenIDConnectProvider", SomeProvider.Ghost(Server), Add(SomeProvider.Ghost(Server), new Tag("a", "1")));

    protected override Task<string> New(params Tag[] tags) => SomeProvider.Add(Server, null, tags);

    protected override IRequest<Nothing> Add(string name, params Tag[] tags) => new TagOpenIDConnectProvider.Request(name, tags);

    protected override async Task<IReadOnlyList<Tag>> Listed(string name) => (await Server.AsAdmin(new ListOpenIDConnectProviderTags.Request(name))).Tags;

    protected override async Task<IReadOnlyList<Tag>> Told(string name) => (await SomeProvider.Get(Server, name)).Tags!;
}
