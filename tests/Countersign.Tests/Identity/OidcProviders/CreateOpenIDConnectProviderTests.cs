using Countersign.Identity.OidcProviders;

namespace Countersign.Tests.Identity.OidcProviders;

public sealed class CreateOpenIDConnectProviderTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task It_is_known_by_its_url_and_shows_what_it_was_made_with()
    {
        var url = SomeProvider.NewUrl(server);

        var made = await server.AsAdmin(new CreateOpenIDConnectProvider.Request(url, ["b", "a", "b"], [SomeProvider.Thumbprint], [new Tag("team", "ops")]));

        Assert.Equal(Arn.OfOidcProvider(server.Admin.AccountId, url["https://".Length..]), made.OpenIDConnectProviderArn);
        Assert.Equal([new Tag("team", "ops")], made.Tags!);
        var shown = await SomeProvider.Get(server, made.OpenIDConnectProviderArn);
        Assert.Equal((url["https://".Length..], server.Clock.GetUtcNow()), (shown.Url, shown.CreateDate));
        Assert.Equal(["a", "b"], shown.ClientIDList, StringComparer.Ordinal);
        Assert.Equal([SomeProvider.Thumbprint], shown.ThumbprintList, StringComparer.Ordinal);
        Assert.Equal([new Tag("team", "ops")], shown.Tags!);
    }

    [Fact]
    public async Task Thumbprints_and_audiences_may_be_left_out()
    {
        var shown = await SomeProvider.Get(server, await SomeProvider.Add(server));

        Assert.Empty(shown.ClientIDList);
        Assert.Empty(shown.ThumbprintList);
        Assert.Null(shown.Tags);
    }

    [Theory]
    [InlineData("https://idp.example.com")]
    [InlineData("https://idp.example.com/")]
    [InlineData("https://oidc.eks.eu-west-1.example.com/id/0123456789ABCDEF")]
    public async Task A_url_may_have_a_path(string url)
    {
        var arn = (await server.AsAdmin(new CreateOpenIDConnectProvider.Request(url))).OpenIDConnectProviderArn;
        await server.AsAdmin(new DeleteOpenIDConnectProvider.Request(arn));
    }

    [Theory]
    [InlineData("http://idp.example.com")]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://localhost:8080")]
    [InlineData("https://idp.example.com:8443")]
    [InlineData("https://idp.example.com:443")]
    [InlineData("https://idp.example.com/?a=b")]
    [InlineData("https://idp.example.com/#a")]
    [InlineData("https://user@idp.example.com")]
    [InlineData("https://IDP.example.com")]
    [InlineData("https://idp.example.com/a/../b")]
    [InlineData("https://idp.example.com/*")]
    [InlineData("https://idp.example.com/a b")]
    [InlineData("https://aws")]
    [InlineData("https://sts/path")]
    [InlineData("https:idp.example.com")]
    [InlineData("mailto:a@example.com")]
    [InlineData("idp.example.com")]
    [InlineData("x")]
    public async Task A_url_that_is_no_issuers_is_refused(string url) =>
        Assert.Equal("InvalidInput", (await Refused.By(() => server.AsAdmin(new CreateOpenIDConnectProvider.Request(url)))).Code);

    [Fact]
    public async Task An_issuer_on_this_machine_needs_a_setting()
    {
        var local = new TestServer { More = { ["AllowHttpIssuersOnThisMachine"] = "true" } };
        await local.InitializeAsync();
        try
        {
            var made = await local.AsAdmin(new CreateOpenIDConnectProvider.Request("http://127.0.0.1:8080/realm"));

            Assert.Equal(Arn.OfOidcProvider(local.Admin.AccountId, "127.0.0.1:8080/realm"), made.OpenIDConnectProviderArn);
            foreach (var url in new[] { "http://192.0.2.1:8080", "http://localhost.example.com", "http://user@localhost:8080", "http://localhost:8080/*" })
                Assert.Equal("InvalidInput", (await Refused.By(() => local.AsAdmin(new CreateOpenIDConnectProvider.Request(url)))).Code);
        }
        finally
        {
            await local.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_same_url_twice_is_refused()
    {
        var url = SomeProvider.NewUrl(server);
        await server.AsAdmin(new CreateOpenIDConnectProvider.Request(url));

        await Refused.With(
            "EntityAlreadyExists", 409, $"Provider with url {url} already exists.", () => server.AsAdmin(new CreateOpenIDConnectProvider.Request(url)));
    }

    [Fact]
    public async Task More_than_a_hundred_audiences_five_thumbprints_or_a_hundred_providers_are_refused()
    {
        await Refused.With(
            "LimitExceeded", 409, "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100",
            () => SomeProvider.Add(server, [.. Enumerable.Range(0, 101).Select(n => $"client-{n}")]));
        await Refused.With(
            "InvalidInput", 400, "A provider has 5 thumbprints at most.",
            () => server.AsAdmin(new CreateOpenIDConnectProvider.Request(SomeProvider.NewUrl(server), null, [.. Enumerable.Repeat(SomeProvider.Thumbprint, 6)])));
        await Refused.With(
            "InvalidInput", 400, "A thumbprint has 40 hexadecimal digits: the SHA-1 of a certificate.",
            () => server.AsAdmin(new CreateOpenIDConnectProvider.Request(SomeProvider.NewUrl(server), null, [new string('x', 40)])));

        var full = new TestServer();
        await full.InitializeAsync();
        try
        {
            for (var i = 0; i < 100; i++)
                await SomeProvider.Add(full);
            await Refused.With("LimitExceeded", 409, "Cannot exceed quota for OpenIdConnectProvidersPerAccount: 100", () => SomeProvider.Add(full));
            Assert.Equal(100, (await full.AsAdmin(new Countersign.Identity.GetAccountSummary.Request())).SummaryMap["Providers"]);
        }
        finally
        {
            await full.DisposeAsync();
        }
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:CreateOpenIDConnectProvider", SomeProvider.Ghost(server), new CreateOpenIDConnectProvider.Request("https://ghost.example.com"));
}
