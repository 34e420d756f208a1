using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class DetachUserPolicyTests(TestServer server)
{
    private static readonly string ReadOnly = Arn.OfBuiltInPolicy("IAMReadOnlyAccess");

    [Fact]
    public async Task What_it_allowed_is_denied_at_once()
    {
        var user = await server.AddUser(server.NewName());
        await server.AsAdmin(new AttachUserPolicy.Request(user.UserName, ReadOnly));
        await server.Run(new AsUser(user.UserName), new ListUsers.Request());

        await server.AsAdmin(new DetachUserPolicy.Request(user.UserName, ReadOnly));

        var error = await Assert.ThrowsAsync<ApiError>(() => server.Run(new AsUser(user.UserName), new ListUsers.Request()));
        Assert.Equal("AccessDenied", error.Code);
    }

    [Fact]
    public async Task A_policy_that_the_user_does_not_have_is_named()
    {
        var name = (await server.AddUser(server.NewName())).UserName;

        await Refused.With(
            "NoSuchEntity", 404, $"Policy {ReadOnly} was not found.", () => server.AsAdmin(new DetachUserPolicy.Request(name, ReadOnly)));
    }

    [Fact]
    public Task What_is_no_policy_arn_is_refused() => Refused.With(
        "ValidationError", 400, "Invalid ARN:  Could not be parsed!",
        () => server.AsAdmin(new DetachUserPolicy.Request("ghost", "IAMReadOnlyAccess-and-more-letters")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:DetachUserPolicy", server.UserArn("ghost"), new DetachUserPolicy.Request("ghost", ReadOnly));
}
