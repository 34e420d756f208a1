using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class AttachUserPolicyTests(TestServer server)
{
    private static readonly string ReadOnly = Arn.OfBuiltInPolicy("IAMReadOnlyAccess");

    [Fact]
    public async Task What_it_allows_is_allowed_at_once()
    {
        var user = await server.AddUser(server.NewName());
        var ask = () => server.Run(new AsUser(user.UserName), new ListUsers.Request());
        Assert.Equal("AccessDenied", (await Assert.ThrowsAsync<ApiError>(ask)).Code);

        await server.AsAdmin(new AttachUserPolicy.Request(user.UserName, ReadOnly));
        await server.AsAdmin(new AttachUserPolicy.Request(user.UserName, ReadOnly));

        await ask();
    }

    [Theory]
    [InlineData("IAMReadOnlyAccess-and-more-letters")]
    [InlineData("arn:aws:iam::aws:user/IAMReadOnlyAccess")]
    [InlineData("arn:aws:iam::aws:policy/")]
    [InlineData("arn:aws:s3::aws:policy/IAMReadOnlyAccess")]
    public async Task What_is_no_policy_arn_is_refused(string arn)
    {
        var name = (await server.AddUser(server.NewName())).UserName;

        await Refused.With(
            "ValidationError", 400, "Invalid ARN:  Could not be parsed!", () => server.AsAdmin(new AttachUserPolicy.Request(name, arn)));
    }

    [Fact]
    public async Task An_unknown_policy_is_named()
    {
        var name = (await server.AddUser(server.NewName())).UserName;

        await Refused.With(
            "NoSuchEntity", 404, "Policy arn:aws:iam::111111111111:policy/NAME does not exist or is not attachable.",
            () => server.AsAdmin(new AttachUserPolicy.Request(name, "arn:aws:iam::111111111111:policy/NAME")));
    }

    [Fact]
    public Task An_unknown_user_is_named() => Refused.With(
        "NoSuchEntity", 404, "The user with name ghost cannot be found.",
        () => server.AsAdmin(new AttachUserPolicy.Request("ghost", ReadOnly)));

    [Fact]
    public async Task An_eleventh_policy_is_refused()
    {
        var user = await server.AddUser(server.NewName());
        await server.Database.Write(
            async store =>
            {
                for (var i = 0; i < Quotas.AttachedPolicies; i++)
                    await store.PolicyAttachments.Add(user.AccountId, user.UserId, $"arn:aws:iam::aws:policy/x{i}", server.Clock.GetUtcNow());
                return Nothing.Value;
            },
            TestContext.Current.CancellationToken);

        await Refused.With(
            "LimitExceeded", 409, "Cannot exceed quota for PoliciesPerUser: 10",
            () => server.AsAdmin(new AttachUserPolicy.Request(user.UserName, ReadOnly)));
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:AttachUserPolicy", server.UserArn("ghost"), new AttachUserPolicy.Request("ghost", ReadOnly));

    [Fact]
    public async Task A_policy_can_say_which_policies_may_be_attached()
    {
        var boss = await server.AddUser(server.NewName(), """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:AttachUserPolicy","Resource":"*","Condition":{"ArnEquals":{"iam:PolicyARN":"arn:aws:iam::aws:policy/IAMReadOnlyAccess"}}}}
            """);

        await server.Run(new AsUser(boss.UserName), new AttachUserPolicy.Request(boss.UserName, ReadOnly));

        var error = await Assert.ThrowsAsync<ApiError>(
            () => server.Run(new AsUser(boss.UserName), new AttachUserPolicy.Request(boss.UserName, Arn.OfBuiltInPolicy("AdministratorAccess"))));
        Assert.Equal("AccessDenied", error.Code);
    }
}
