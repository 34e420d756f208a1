using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class GetContextKeysForCustomPolicyTests(TestServer server)
{
    [Fact]
    public async Task Keys_of_conditions_and_variables_are_told_once()
    {
        const string One = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:*","Resource":"arn:aws:iam::*:user/${aws:username}","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}}""";
        const string Two = """{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:*","Resource":"*","Condition":{"Bool":{"AWS:multifactorauthpresent":"false"},"NumericLessThan":{"aws:MultiFactorAuthAge":"3600"}}}}""";

        var keys = (await server.AsAdmin(new GetContextKeysForCustomPolicy.Request([One, Two]))).ContextKeyNames;

        Assert.Equal(["aws:username", "aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge"], keys, StringComparer.Ordinal);
    }

    [Fact]
    public Task A_policy_that_is_none_is_refused() => Refused.With(
        "InvalidInput", 400, "PolicyInputList: Syntax errors in policy.", () => server.AsAdmin(new GetContextKeysForCustomPolicy.Request(["{}"])));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:GetContextKeysForCustomPolicy", "*", new GetContextKeysForCustomPolicy.Request([Documents.AllowAll]));
}

[Collection<SharedServer>]
public sealed class GetContextKeysForPrincipalPolicyTests(TestServer server)
{
    [Fact]
    public async Task Keys_come_from_the_user_its_groups_its_boundary_and_the_question()
    {
        static string On(string key) =>
            """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"KEY":"x"}}}}""".Replace("KEY", key, StringComparison.Ordinal);
        var made = (await server.AsAdmin(new CreateUser.Request(server.NewName(), PermissionsBoundary: await server.AddPolicy(On("aws:boundary"))))).User;
        await server.AsAdmin(new PutUserPolicy.Request(made.UserName, "own", On("aws:own")));
        await server.AddGroup(On("aws:group"), "/", (await server.Stored(store => store.Users.FindById(made.UserId)))!);

        var keys = (await server.AsAdmin(new GetContextKeysForPrincipalPolicy.Request(made.Arn, [On("aws:question")]))).ContextKeyNames;

        Assert.Equal(["aws:own", "aws:group", "aws:boundary", "aws:question"], keys, StringComparer.Ordinal);
    }

    [Fact]
    public Task An_unknown_user_is_named() => Refused.With(
        "NoSuchEntity", 404, "The user with name ghost cannot be found.",
        () => server.AsAdmin(new GetContextKeysForPrincipalPolicy.Request(server.UserArn("ghost"))));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:GetContextKeysForPrincipalPolicy", server.UserArn("ghost"), new GetContextKeysForPrincipalPolicy.Request(server.UserArn("ghost")));
}
