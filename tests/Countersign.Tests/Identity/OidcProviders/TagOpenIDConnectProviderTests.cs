using Countersign.Identity.OidcProviders;

namespace Countersign.Tests.Identity.OidcProviders;

[Collection<SharedServer>]
public sealed class TagOpenIDConnectProviderTests(TestServer server)
{
    [Fact]
    public async Task A_key_that_is_there_in_another_case_gets_the_new_key_and_value()
    {
        var arn = await SomeProvider.Add(server, null, new Tag("Team", "ops"));

        await server.AsAdmin(new TagOpenIDConnectProvider.Request(arn, [new Tag("team", "dev"), new Tag("a", "")]));

        Assert.Equal([new Tag("a", ""), new Tag("team", "dev")], (await SomeProvider.Get(server, arn)).Tags!);
    }

    [Theory]
    [InlineData("aws:RequestTag/team", "team", "ops", true)]
    [InlineData("aws:RequestTag/team", "team", "dev", false)]
    [InlineData("aws:ResourceTag/team", "other", "x", true)]
    [InlineData("iam:ResourceTag/team", "other", "x", true)]
    [InlineData("aws:TagKeys", "ops", "x", true)]
    [InlineData("aws:TagKeys", "dev", "x", false)]
    public async Task A_policy_can_look_at_the_tags_that_are_there_and_that_come(string key, string tag, string value, bool allowed)
    {
        var arn = await SomeProvider.Add(server, null, new Tag("team", "ops"));
        var user = await server.AddUser(server.NewName(), """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:TagOpenIDConnectProvider","Resource":"*","Condition":{"ForAnyValue:StringEquals":{"KEY":"ops"}}}}
            """.Replace("KEY", key, StringComparison.Ordinal));

        var act = () => server.Run(new AsUser(user.UserName), new TagOpenIDConnectProvider.Request(arn, [new Tag(tag, value)]));

        if (allowed)
            await act();
        else
            await SomeRole.Denied(act);
    }

    [Fact]
    public Task An_unknown_provider_is_named() => SomeProvider.Unknown(
        server, () => server.AsAdmin(new TagOpenIDConnectProvider.Request(SomeProvider.Ghost(server), [new Tag("a", "1")])));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:TagOpenIDConnectProvider", SomeProvider.Ghost(server), new TagOpenIDConnectProvider.Request(SomeProvider.Ghost(server), [new Tag("a", "1")]));
}
