using Countersign.Sts;
using Countersign.Tests.Identity;

namespace Countersign.Tests.Sts;

public sealed class GetCallerIdentityTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task It_is_never_denied_not_even_explicitly()
    {
        var user = await server.AddUser(server.NewName(), Documents.Allow("*").Replace("Allow", "Deny", StringComparison.Ordinal));

        foreach (IProof proof in new IProof[] { new AsUser(user.UserName), new AsSession(user.UserName, null) })
        {
            var answer = await server.Run(proof, new GetCallerIdentity.Request());
            Assert.Equal((user.UserId, user.AccountId, user.Arn), (answer.UserId, answer.Account, answer.Arn));
        }
    }
}

public sealed class GetAccessKeyInfoTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Long_term_and_temporary_keys_tell_their_account()
    {
        var session = await server.AsAdmin(new GetSessionToken.Request());

        foreach (var id in new[] { server.Admin.AccessKeyId, session.Credentials.AccessKeyId })
            Assert.Equal(server.Admin.AccountId, (await server.AsAdmin(new GetAccessKeyInfo.Request(id))).Account);
    }

    [Fact]
    public Task An_unknown_key_is_refused() => Refused.With(
        "AccessDenied", 403, "The access key AKIAIOSFODNN7EXAMPLE does not belong to an account here.",
        () => server.AsAdmin(new GetAccessKeyInfo.Request("AKIAIOSFODNN7EXAMPLE")));

    [Fact]
    public Task It_needs_permission() => Refused.WithoutPolicy(
        server, "sts:GetAccessKeyInfo", "*", new GetAccessKeyInfo.Request("AKIAIOSFODNN7EXAMPLE"));
}
