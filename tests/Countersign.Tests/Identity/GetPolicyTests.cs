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
    public async Task The_accounts_own_tells_its_version_in_force_tags_and_how_many_it_bounds()
    {
        var arn = (await server.AsAdmin(new CreatePolicy.Request(
            server.NewName("policy"), Documents.AllowAll, "/p/", "what for", [new Tag("Team", "red")]))).Policy.Arn;
        await server.AsAdmin(new CreatePolicyVersion.Request(arn, Documents.AllowAll, SetAsDefault: true));
        var name = server.NewName();
        await server.AsAdmin(new CreateUser.Request(name, PermissionsBoundary: arn));
        await server.AsAdmin(new AttachUserPolicy.Request(name, arn));

        var policy = (await server.AsAdmin(new GetPolicy.Request(arn))).Policy;

        Assert.Equal(("/p/", "v2", 1, 1, "what for"), (policy.Path, policy.DefaultVersionId, policy.AttachmentCount, policy.PermissionsBoundaryUsageCount, policy.Description));
        Assert.Equal([new Tag("Team", "red")], policy.Tags);
    }

    [Fact]
    public async Task A_policy_can_go_by_the_tags_of_a_policy()
    {
        var arn = await server.AddPolicy();
        var user = await server.AddUser(server.NewName(), """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:GetPolicy","Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/team":"red"}}}}
            """);
        var ask = () => server.Run(new AsUser(user.UserName), new GetPolicy.Request(arn));
        Assert.Equal("AccessDenied", (await Refused.By(ask)).Code);

        await server.AsAdmin(new TagPolicy.Request(arn, [new Tag("Team", "red")]));

        await ask();
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
