using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class PutRolePolicyTests(TestServer server)
{
    [Fact]
    public async Task A_policy_written_over_another_replaces_it_at_once()
    {
        var name = (await SomeRole.Add(server)).RoleName;
        var ask = () => server.Run(new InRole(name), new ListUsers.Request());
        await SomeRole.Denied(ask);
        await server.AsAdmin(new PutRolePolicy.Request(name, "p", Documents.Allow("iam:ListUsers")));
        await ask();

        await server.AsAdmin(new PutRolePolicy.Request(name, "p", Documents.Allow("iam:GetUser")));

        await SomeRole.Denied(ask);
    }

    [Theory]
    [InlineData("{", "Syntax errors in policy.")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Resource":"*"}}""", "Policy statement must contain actions.")]
    public async Task A_document_that_is_no_policy_is_refused_in_AWSs_words(string document, string message)
    {
        var name = (await SomeRole.Add(server)).RoleName;

        await Refused.With("MalformedPolicyDocument", 400, message, () => server.AsAdmin(new PutRolePolicy.Request(name, "p", document)));
    }

    [Fact]
    public async Task All_policies_of_a_role_together_have_10240_characters_and_white_space_is_free()
    {
        var name = (await SomeRole.Add(server)).RoleName;
        await server.AsAdmin(new PutRolePolicy.Request(name, "a", Documents.OfLength(10_000)));

        await Refused.With(
            "LimitExceeded", 409, $"Maximum policy size of 10240 bytes exceeded for role {name}",
            () => server.AsAdmin(new PutRolePolicy.Request(name, "b", Documents.OfLength(241))));
        await server.AsAdmin(new PutRolePolicy.Request(name, "b", Documents.OfLength(240) + new string(' ', 500)));
        await server.AsAdmin(new PutRolePolicy.Request(name, "a", Documents.OfLength(10_000)));
    }

    [Fact]
    public Task An_unknown_role_is_named() => Refused.With(
        "NoSuchEntity", 404, "The role with name ghost cannot be found.", () => server.AsAdmin(new PutRolePolicy.Request("ghost", "p", Documents.AllowAll)));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:PutRolePolicy", SomeRole.ArnOf(server, "ghost"), new PutRolePolicy.Request("ghost", "p", Documents.AllowAll));
}
