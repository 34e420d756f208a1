using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class GetPolicyTests(TestServer server)
{
    [Fact]
    public async Task A_policy_tells_what_it_is_for_and_how_many_have_it()
    {
        var arn = Arn.OfBuiltInPolicy("IAMUserChangePassword");
        var before = (await server.AsAdmin(new GetPolicy.Request(arn))).Policy.AttachmentCount;
        await server.AsAdmin(new AttachUserPolicy.Request((await server.AddUser(server.NewName())).UserName, arn));

        var policy = (await server.AsAdmin(new GetPolicy.Request(arn))).Policy;

        Assert.Equal(("IAMUserChangePassword", "/", "v1", true), (policy.PolicyName, policy.Path, policy.DefaultVersionId, policy.IsAttachable));
        Assert.Equal("One's own password.", policy.Description);
        Assert.Matches("^ANPA[A-Z2-7]{17}$", policy.PolicyId);
        Assert.Equal(before + 1, policy.AttachmentCount);
    }

    [Fact]
    public Task An_unknown_policy_is_named() => Refused.With(
        "NoSuchEntity", 404, "Policy arn:aws:iam::111111111111:policy/NAME was not found.",
        () => server.AsAdmin(new GetPolicy.Request("arn:aws:iam::111111111111:policy/NAME")));

    [Fact]
    public Task What_is_no_arn_is_refused() => Refused.With(
        "ValidationError", 400, "Invalid ARN:  Could not be parsed!",
        () => server.AsAdmin(new GetPolicy.Request("IAMUserChangePassword")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:GetPolicy", Arn.OfBuiltInPolicy("ForceMFA"), new GetPolicy.Request(Arn.OfBuiltInPolicy("ForceMFA")));
}
