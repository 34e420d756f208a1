using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class GetUserPolicyTests(TestServer server)
{
    [Fact]
    public async Task The_document_comes_back_as_it_was_given_percent_encoded()
    {
        var name = (await server.AddUser(server.NewName())).UserName;
        var document = Documents.Allow("iam:*", "arn:aws:iam::*:user/a+b") + " \n";
        await server.AsAdmin(new PutUserPolicy.Request(name, "p", document));

        var answer = await server.AsAdmin(new GetUserPolicy.Request(name, "p"));

        Assert.Equal((name, "p", document), (answer.UserName, answer.PolicyName, Uri.UnescapeDataString(answer.PolicyDocument)));
        Assert.Matches("^[A-Za-z0-9._~%-]+$", answer.PolicyDocument);
        Assert.EndsWith("a%2Bb%22%7D%7D%20%0A", answer.PolicyDocument, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_policy_is_named()
    {
        var name = (await server.AddUser(server.NewName())).UserName;

        await Refused.With(
            "NoSuchEntity", 404, "The user policy with name p cannot be found.", () => server.AsAdmin(new GetUserPolicy.Request(name, "p")));
    }

    [Fact]
    public Task It_needs_a_policy() =>
        Refused.WithoutPolicy(server, "iam:GetUserPolicy", server.UserArn("ghost"), new GetUserPolicy.Request("ghost", "p"));
}
