using Countersign.Identity;
using Countersign.Sts;
using Countersign.Tests.Sts;

namespace Countersign.Tests.Identity;

public sealed class CreateAccountTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task It_stands_beside_the_first_one_with_an_administrator_of_its_own()
    {
        var made = await server.Run(new AsLocalOperator(), new CreateAccount.Request("210987654321", "second"));

        var admin = new AsSigned(server, new Credentials(made.AccessKeyId, made.SecretAccessKey, "", DateTimeOffset.MaxValue));
        Assert.Equal("arn:aws:iam::210987654321:user/admin", (await server.Run(admin, new GetCallerIdentity.Request())).Arn);
        Assert.Equal("admin", Assert.Single((await server.Run(admin, new ListUsers.Request())).Users).UserName);
        await server.Run(admin, new CreateUser.Request("only-there"));
        await Refused.With("NoSuchEntity", 404, "The user with name only-there cannot be found.", () => server.AsAdmin(new GetUser.Request("only-there")));
    }

    [Fact]
    public async Task What_is_taken_or_no_account_id_is_refused_and_nothing_is_made()
    {
        var made = await server.Run(new AsLocalOperator(), new CreateAccount.Request(Alias: "taken"));
        Assert.Matches("^[1-9][0-9]{11}$", made.AccountId);

        await Refused.With(
            "EntityAlreadyExists", 409, $"There is an account {made.AccountId} already.", () => server.Run(new AsLocalOperator(), new CreateAccount.Request(made.AccountId)));
        await Refused.With(
            "EntityAlreadyExists", 409, "The account alias taken already exists.", () => server.Run(new AsLocalOperator(), new CreateAccount.Request(Alias: "taken")));
        await Refused.With(
            "ValidationError", 400, "'12' is no account ID. An account ID has 12 digits.", () => server.Run(new AsLocalOperator(), new CreateAccount.Request("12")));
        foreach (var alias in new[] { "No-", "210987654322" })
            Assert.Equal("ValidationError", (await Refused.By(() => server.Run(new AsLocalOperator(), new CreateAccount.Request(Alias: alias)))).Code);
    }

    [Fact]
    public Task Nobody_but_the_operator_makes_one() => Refused.With(
        "AccessDenied", 403, "Accounts are made at the command line on the server: countersign accounts create.", () => server.AsAdmin(new CreateAccount.Request()));
}
