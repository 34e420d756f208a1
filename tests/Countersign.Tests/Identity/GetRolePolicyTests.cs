using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class GetRolePolicyTests(TestServer server)
{
    [Fact]
    public async Task The_document_comes_back_as_it_was_given_percent_encoded()
    {
        var name = (await SomeRole.Add(server)).RoleName;
        var document = Documents.Allow("iam:*", "arn:aws:iam::*:user/a+b") + " \n";
        await server.AsAdmin(new PutRolePolicy.Request(name, "p", document));

        var answer = await server.AsAdmin(new GetRolePolicy.Request(name.ToUpperInvariant(), "p"));

        Assert.Equal((name, "p", document), (answer.RoleName, answer.PolicyName, Uri.UnescapeDataString(answer.PolicyDocument)));
        Assert.Matches("^[A-Za-z0-9._~%-]+$", answer.PolicyDocument);
    }

    [Fact]
    public async Task An_unknown_policy_is_named()
    {
        var name = (await SomeRole.Add(server)).RoleName;

        await Refused.With(
            "NoSuchEntity", 404, "The role policy with name p cannot be found.", () => server.AsAdmin(new GetRolePolicy.Request(name, "p")));
    }

    [Fact]
    public Task An_unknown_role_is_named() => Refused.With(
        "NoSuchEntity", 404, "The role with name ghost cannot be found.", () => server.AsAdmin(new GetRolePolicy.Request("ghost", "p")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:GetRolePolicy", SomeRole.ArnOf(server, "ghost"), new GetRolePolicy.Request("ghost", "p"));
}
