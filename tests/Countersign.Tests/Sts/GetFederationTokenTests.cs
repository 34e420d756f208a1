using Countersign.Identity;
using Countersign.Storage;
using Countersign.Sts;
using Countersign.Tests.Identity;

namespace Countersign.Tests.Sts;

public sealed class GetFederationTokenTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_user_answers_for_somebody_who_may_not_call_IAM()
    {
        var user = await server.AddUser(server.NewName(), Documents.AllowAll);

        var answer = await Get(user, new GetFederationToken.Request("carol", Documents.AllowAll));

        Assert.Equal(($"{user.AccountId}:carol", $"arn:aws:sts::{user.AccountId}:federated-user/carol"), (answer.FederatedUser.FederatedUserId, answer.FederatedUser.Arn));
        Assert.Equal(server.Clock.GetUtcNow().AddHours(12), answer.Credentials.Expiration);
        var session = new AsSigned(server, answer.Credentials);
        var who = await server.Run(session, new GetCallerIdentity.Request());
        Assert.Equal((answer.FederatedUser.FederatedUserId, answer.FederatedUser.Arn), (who.UserId, who.Arn));
        await Refused.With("InvalidClientTokenId", 403, "The security token included in the request is invalid", () => server.Run(session, new ListUsers.Request()));
        await Refused.With("AccessDenied", 403, "Cannot call GetSessionToken with session credentials", () => server.Run(session, new GetSessionToken.Request()));
        await Refused.With(
            "AccessDenied", 403, "Cannot call AssumeRole with session credentials",
            () => server.Run(session, new AssumeRole.Request($"arn:aws:iam::{user.AccountId}:role/any", "work")));
    }

    [Fact]
    public async Task It_needs_a_policy_and_a_second_one_for_tags()
    {
        await Refused.WithoutPolicy(
            server, "sts:GetFederationToken", $"arn:aws:sts::{server.Admin.AccountId}:federated-user/carol", new GetFederationToken.Request("carol"));
        var user = await server.AddUser(server.NewName(), Documents.Allow("sts:GetFederationToken"));
        await Get(user, new GetFederationToken.Request("carol"));
        Assert.Contains(
            "sts:TagSession", (await Refused.By(() => Get(user, new GetFederationToken.Request("carol", Tags: [new Tag("team", "blue")])))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_cannot_answer_for_anybody_and_faults_of_the_policy_are_named()
    {
        var user = await server.AddUser(server.NewName(), Documents.AllowAll);
        var session = (await server.Run(new AsUser(user.UserName), new GetSessionToken.Request())).Credentials;

        await Refused.With(
            "AccessDenied", 403, "Cannot call GetFederationToken with session credentials", () => server.Run(new AsSigned(server, session), new GetFederationToken.Request("carol")));
        Assert.Equal("MalformedPolicyDocument", (await Refused.By(() => Get(user, new GetFederationToken.Request("carol", "{}")))).Code);
    }

    [Fact]
    public async Task It_dies_with_the_user()
    {
        var user = await server.AddUser(server.NewName(), Documents.Allow("sts:GetFederationToken"));
        var session = new AsSigned(server, (await Get(user, new GetFederationToken.Request("carol"))).Credentials);
        await server.AsAdmin(new DeleteUserPolicy.Request(user.UserName, "test-0"));
        await server.AsAdmin(new DeleteUser.Request(user.UserName));

        Assert.Equal("InvalidClientTokenId", (await Refused.By(() => server.Run(session, new GetCallerIdentity.Request()))).Code);
    }

    private Task<GetFederationToken.Response> Get(User user, GetFederationToken.Request request) => server.Run(new AsUser(user.UserName), request);
}
