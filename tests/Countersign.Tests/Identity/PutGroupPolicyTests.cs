using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class PutGroupPolicyTests(TestServer server)
{
    [Fact]
    public async Task A_policy_written_over_another_replaces_it_for_all_members_at_once()
    {
        var (group, name) = (await server.NewGroup(), (await server.AddUser(server.NewName())).UserName);
        await server.AsAdmin(new AddUserToGroup.Request(group, name));
        await server.AsAdmin(new PutGroupPolicy.Request(group, "p", Documents.Allow("iam:ListUsers")));
        Assert.True(await server.May(name, new ListUsers.Request()));

        await server.AsAdmin(new PutGroupPolicy.Request(group, "p", Documents.Allow("iam:ListGroups")));

        Assert.False(await server.May(name, new ListUsers.Request()));
        Assert.True(await server.May(name, new ListGroups.Request()));
    }

    [Theory]
    [InlineData("{", "Syntax errors in policy.")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Resource":"*"}}""", "Policy statement must contain actions.")]
    public async Task A_document_that_is_no_policy_is_refused_in_AWSs_words(string document, string message)
    {
        var group = await server.NewGroup();

        await Refused.With(
            "MalformedPolicyDocument", 400, message, () => server.AsAdmin(new PutGroupPolicy.Request(group, "p", document)));
    }

    [Fact]
    public async Task All_policies_of_a_group_together_have_5120_characters_and_white_space_is_free()
    {
        var group = await server.NewGroup();
        await server.AsAdmin(new PutGroupPolicy.Request(group, "a", Documents.OfLength(3000)));

        await Refused.With(
            "LimitExceeded", 409, $"Maximum policy size of 5120 bytes exceeded for group {group}",
            () => server.AsAdmin(new PutGroupPolicy.Request(group, "b", Documents.OfLength(2121))));
        await server.AsAdmin(new PutGroupPolicy.Request(group, "b", Documents.OfLength(2120) + new string(' ', 500)));
        await server.AsAdmin(new PutGroupPolicy.Request(group, "a", Documents.OfLength(3000)));
    }

    [Fact]
    public Task An_unknown_group_is_named() => Refused.With(
        "NoSuchEntity", 404, "The group with name ghost cannot be found.", () => server.AsAdmin(new PutGroupPolicy.Request("ghost", "p", Documents.AllowAll)));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:PutGroupPolicy", server.GroupArn("ghost"), new PutGroupPolicy.Request("ghost", "p", Documents.AllowAll));
}
