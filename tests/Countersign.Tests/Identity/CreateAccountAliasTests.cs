using Countersign.Identity;
using Countersign.SignIn;

namespace Countersign.Tests.Identity;

public sealed class CreateAccountAliasTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task One_signs_in_with_the_alias_as_with_the_number_and_a_second_one_takes_its_place()
    {
        var name = (await server.AddUser(server.NewName())).UserName;
        await server.AsAdmin(new CreateLoginProfile.Request(name, Passwords.First));

        await server.AsAdmin(new CreateAccountAlias.Request("acme"));
        Assert.Equal(SignInStep.Done, await new Browser(server).Password(name, Passwords.First, "acme"));

        await server.AsAdmin(new CreateAccountAlias.Request("acme-two"));
        Assert.Equal(["acme-two"], (await server.AsAdmin(new ListAccountAliases.Request())).AccountAliases);
        Assert.Equal(SignInStep.Done, await new Browser(server).Password(name, Passwords.First, "acme-two"));
        Assert.Equal(SignInStep.Done, await new Browser(server).Password(name, Passwords.First));
        await Refused.With(
            "SignInRefused", 403, "Account, user name or password is not right.",
            () => new Browser(server).Password(name, Passwords.First, "acme"));
    }

    [Fact]
    public async Task An_alias_is_one_accounts_only()
    {
        await server.NewAccount("globex");
        await server.AsAdmin(new CreateAccountAlias.Request("hooli"));

        foreach (var alias in new[] { "globex", "hooli" })
        {
            await Refused.With(
                "EntityAlreadyExists", 409, $"The account alias {alias} already exists.",
                () => server.AsAdmin(new CreateAccountAlias.Request(alias)));
        }
    }

    [Theory]
    [InlineData("123456789012")]
    [InlineData("1234-5678-9012")]
    public Task What_sign_in_would_read_as_an_accounts_number_is_taken(string alias) => Refused.With(
        "EntityAlreadyExists", 409, $"The account alias {alias} already exists.", () => server.AsAdmin(new CreateAccountAlias.Request(alias)));

    [Theory]
    [InlineData("Acme"), InlineData("-acme"), InlineData("acme-"), InlineData("ac--me"), InlineData("ac me")]
    public async Task Other_signs_are_refused(string alias)
    {
        var error = await Refused.By(() => server.AsAdmin(new CreateAccountAlias.Request(alias)));

        Assert.Equal(("ValidationError", 400), (error.Code, error.Status));
        Assert.StartsWith("1 validation error detected: Value at 'accountAlias' failed to satisfy constraint:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:CreateAccountAlias", "*", new CreateAccountAlias.Request("acme"));
}
