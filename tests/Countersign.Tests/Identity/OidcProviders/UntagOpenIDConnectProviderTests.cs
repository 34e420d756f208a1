using Countersign.Identity.OidcProviders;

namespace Countersign.Tests.Identity.OidcProviders;

[Collection<SharedServer>]
public sealed class UntagOpenIDConnectProviderTests(TestServer server)
{
    [Fact]
    public async Task Keys_are_found_in_any_case_and_those_that_are_not_there_passed_over()
    {
        var arn = await SomeProvider.Add(server, null, new Tag("Team", "ops"), new Tag("a", "1"));

        await server.AsAdmin(new UntagOpenIDConnectProvider.Request(arn, ["team", "ghost"]));

        Assert.Equal([new Tag("a", "1")], (await SomeProvider.Get(server, arn)).Tags!);
    }

    [Fact]
    public Task An_unknown_provider_is_named() => SomeProvider.Unknown(
        server, () => server.AsAdmin(new UntagOpenIDConnectProvider.Request(SomeProvider.Ghost(server), ["a"])));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:UntagOpenIDConnectProvider", SomeProvider.Ghost(server), new UntagOpenIDConnectProvider.Request(SomeProvider.Ghost(server), ["a"]));
}
