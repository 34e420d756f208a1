using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class PutUserPolicyTests(TestServer server)
{
    [Fact]
    public async Task A_policy_written_over_another_replaces_it_at_once()
    {
        var user = await server.AddUser(server.NewName());
        await server.AsAdmin(new PutUserPolicy.Request(user.UserName, "p", Documents.Allow("iam:ListUsers")));
        await server.Run(new AsUser(user.UserName), new ListUsers.Request());

        await server.AsAdmin(new PutUserPolicy.Request(user.UserName, "p", Documents.Allow("iam:GetUser")));

        var error = await Assert.ThrowsAsync<ApiError>(() => server.Run(new AsUser(user.UserName), new ListUsers.Request()));
        Assert.Equal("AccessDenied", error.Code);
    }

    [Theory]
    [InlineData("{", "Syntax errors in policy.")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Resource":"*"}}""", "Policy statement must contain actions.")]
    public async Task A_document_that_is_no_policy_is_refused_in_AWSs_words(string document, string message)
    {
        var name = (await server.AddUser(server.NewName())).UserName;

        await Refused.With(
            "MalformedPolicyDocument", 400, message, () => server.AsAdmin(new PutUserPolicy.Request(name, "p", document)));
    }

    [Fact]
    public async Task All_policies_of_a_user_together_have_2048_characters_and_white_space_is_free()
    {
        var name = (await server.AddUser(server.NewName())).UserName;
        await server.AsAdmin(new PutUserPolicy.Request(name, "a", Documents.OfLength(1000)));

        await Refused.With(
            "LimitExceeded", 409, $"Maximum policy size of 2048 bytes exceeded for user {name}",
            () => server.AsAdmin(new PutUserPolicy.Request(name, "b", Documents.OfLength(1049))));
        await server.AsAdmin(new PutUserPolicy.Request(name, "b", Documents.OfLength(1048) + new string(' ', 500)));
        await server.AsAdmin(new PutUserPolicy.Request(name, "a", Documents.OfLength(1000)));
    }

    [Fact]
    public Task An_unknown_user_is_named() => Refused.With(
        "NoSuchEntity", 404, "The user with name ghost cannot be found.",
        () => server.AsAdmin(new PutUserPolicy.Request("ghost", "p", Documents.AllowAll)));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:PutUserPolicy", server.UserArn("ghost"), new PutUserPolicy.Request("ghost", "p", Documents.AllowAll));
}
