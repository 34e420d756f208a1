using Countersign.Identity;

namespace Countersign.Tests.Identity;

public sealed class DeleteAccountAliasTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Nobody_signs_in_with_it_any_more_and_it_is_free_for_others()
    {
        var name = (await server.AddUser(server.NewName())).UserName;
        await server.AsAdmin(new CreateLoginProfile.Request(name, Passwords.First));
        await server.AsAdmin(new CreateAccountAlias.Request("acme"));

        await server.AsAdmin(new DeleteAccountAlias.Request("acme"));

        await Refused.With(
            "SignInRefused", 403, "Account, user name or password is not right.",
            () => new Browser(server).Password(name, Passwords.First, "acme"));
        Assert.Empty((await server.AsAdmin(new ListAccountAliases.Request())).AccountAliases);
        await server.NewAccount("acme");
    }

    [Fact]
    public async Task An_alias_that_is_not_the_accounts_is_named_and_the_right_one_stays()
    {
        await server.NewAccount("globex");
        await server.AsAdmin(new CreateAccountAlias.Request("hooli"));

        await Refused.With(
            "NoSuchEntity", 404, "The account alias globex cannot be found.", () => server.AsAdmin(new DeleteAccountAlias.Request("globex")));

        Assert.Equal(["hooli"], (await server.AsAdmin(new ListAccountAliases.Request())).AccountAliases);
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:DeleteAccountAlias", "*", new DeleteAccountAlias.Request("acme"));
}
