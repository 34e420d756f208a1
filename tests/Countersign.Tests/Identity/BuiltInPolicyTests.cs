using Countersign.Identity;
using Countersign.Mfa;

namespace Countersign.Tests.Identity;

/// <summary>What the policies that come with the server let people do.</summary>
[Collection<SharedServer>]
public sealed class BuiltInPolicyTests(TestServer server)
{
    [Theory]
    [InlineData("ReadOnlyAccess")]
    [InlineData("SecurityAudit")]
    public async Task It_shows_what_there_is_and_changes_nothing(string policy)
    {
        var user = await server.AddUser(server.NewName());
        await server.AsAdmin(new AttachUserPolicy.Request(user.UserName, Arn.OfBuiltInPolicy(policy)));
        Task Run<T>(Countersign.IRequest<T> request) => server.Run(new AsUser(user.UserName), request);

        await Run(new ListUsers.Request());
        await Run(new GetPolicyVersion.Request(Arn.OfBuiltInPolicy(policy), "v1"));
        await Run(new ListEntitiesForPolicy.Request(Arn.OfBuiltInPolicy(policy)));
        await Run(new SimulatePrincipalPolicy.Request(user.Arn, ["iam:ListUsers"]));
        await Run(new ListUsersWithoutMfa.Request());

        Assert.Equal("AccessDenied", (await Refused.By(() => Run(new CreateUser.Request(server.NewName())))).Code);
        Assert.Equal("AccessDenied", (await Refused.By(() => Run(new CreatePolicy.Request(server.NewName("policy"), Documents.AllowAll)))).Code);
        Assert.Equal("AccessDenied", (await Refused.By(() => Run(new DetachUserPolicy.Request(user.UserName, Arn.OfBuiltInPolicy(policy))))).Code);
    }

    [Fact]
    public void Each_says_what_it_is_for() => Assert.All(server.Service<ManagedPolicies>().All, policy => Assert.NotEmpty(policy.Description!));
}
