using Countersign.Identity.OidcProviders;

namespace Countersign.Tests.Identity.OidcProviders;

[Collection<SharedServer>]
public sealed class DeleteOpenIDConnectProviderTests(TestServer server)
{
    [Fact]
    public async Task It_is_gone_with_its_audiences_and_tags_and_can_be_made_again()
    {
        var url = SomeProvider.NewUrl(server);
        var arn = (await server.AsAdmin(new CreateOpenIDConnectProvider.Request(url, ["one"], Tags: [new Tag("a", "1")]))).OpenIDConnectProviderArn;

        await server.AsAdmin(new DeleteOpenIDConnectProvider.Request(arn));

        Assert.Equal("NoSuchEntity", (await Refused.By(() => SomeProvider.Get(server, arn))).Code);
        await server.AsAdmin(new CreateOpenIDConnectProvider.Request(url));
        var again = await SomeProvider.Get(server, arn);
        Assert.Empty(again.ClientIDList);
        Assert.Null(again.Tags);
    }

    [Fact]
    public Task One_that_is_not_there_is_no_fault() => server.AsAdmin(new DeleteOpenIDConnectProvider.Request(SomeProvider.Ghost(server)));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:DeleteOpenIDConnectProvider", SomeProvider.Ghost(server), new DeleteOpenIDConnectProvider.Request(SomeProvider.Ghost(server)));
}
