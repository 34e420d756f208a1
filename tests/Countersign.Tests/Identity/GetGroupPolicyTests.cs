using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class GetGroupPolicyTests(TestServer server)
{
    [Fact]
    public async Task The_document_comes_back_as_it_was_given_percent_encoded()
    {
        var document = Documents.Allow("iam:*", "arn:aws:iam::*:user/a+b") + " \n";
        var group = await server.NewGroup(document);

        var answer = await server.AsAdmin(new GetGroupPolicy.Request(group.ToUpperInvariant(), "test-0"));

        Assert.Equal((group, "test-0", document), (answer.GroupName, answer.PolicyName, Uri.UnescapeDataString(answer.PolicyDocument)));
        Assert.EndsWith("a%2Bb%22%7D%7D%20%0A", answer.PolicyDocument, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_policy_is_named()
    {
        var group = await server.NewGroup();

        await Refused.With(
            "NoSuchEntity", 404, "The group policy with name p cannot be found.", () => server.AsAdmin(new GetGroupPolicy.Request(group, "p")));
    }

    [Fact]
    public Task An_unknown_group_is_named() => Refused.With(
        "NoSuchEntity", 404, "The group with name ghost cannot be found.", () => server.AsAdmin(new GetGroupPolicy.Request("ghost", "p")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:GetGroupPolicy", server.GroupArn("ghost"), new GetGroupPolicy.Request("ghost", "p"));
}
