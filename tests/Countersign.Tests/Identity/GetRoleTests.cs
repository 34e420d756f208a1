using Countersign.Identity;
using Countersign.Query;
using Countersign.Storage;
using Countersign.Sts;
using Countersign.Tests.Sts;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class GetRoleTests(TestServer server)
{
    [Fact]
    public async Task A_role_that_nobody_used_says_so()
    {
        var role = await SomeRole.Add(server);

        Assert.Equal(new RoleLastUsed(null, null), (await server.AsAdmin(new GetRole.Request(role.RoleName.ToUpperInvariant()))).Role.RoleLastUsed);
    }

    [Fact]
    public async Task What_its_sessions_do_is_seen_at_most_once_a_minute()
    {
        var user = await server.AddUser(server.NewName());
        var role = await SomeRole.Add(server, SomeRole.Trust(user.Arn));
        var session = (await server.Run(new AsUser(user.UserName), new AssumeRole.Request(role.Arn, "session"))).Credentials;
        var first = server.Clock.GetUtcNow();

        Assert.Equal(new RoleLastUsed(first, "us-east-1"), await AfterCall(session, role));
        server.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(new RoleLastUsed(first, "us-east-1"), await AfterCall(session, role));
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new RoleLastUsed(server.Clock.GetUtcNow(), "us-east-1"), await AfterCall(session, role));
    }

    [Fact]
    public async Task A_refusal_tells_no_path()
    {
        var role = await SomeRole.Add(server, path: "/team/");

        await Refused.WithoutPolicy(server, "iam:GetRole", SomeRole.ArnOf(server, role.RoleName), new GetRole.Request(role.RoleName));
    }

    [Fact]
    public async Task A_policy_on_the_path_is_enough()
    {
        var role = await SomeRole.Add(server, path: "/team/");
        var user = await server.AddUser(server.NewName(), Documents.Allow("iam:GetRole", "arn:aws:iam::*:role/team/*"));

        await server.Run(new AsUser(user.UserName), new GetRole.Request(role.RoleName));

        await SomeRole.Denied(() => server.Run(new AsUser(user.UserName), new GetRole.Request("ghost")));
    }

    [Fact]
    public Task An_unknown_role_is_named() => Refused.With(
        "NoSuchEntity", 404, "The role with name ghost cannot be found.", () => server.AsAdmin(new GetRole.Request("ghost")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:GetRole", SomeRole.ArnOf(server, "ghost"), new GetRole.Request("ghost"));

    // The session signs a call as a client would; then all stamps are written.
    private async Task<RoleLastUsed?> AfterCall(Credentials session, IamRole role)
    {
        await server.Run(
            new SignatureProof(SignedCalls.Of(session, server.Clock.GetUtcNow()), server.Service<SigningKeyCache>(), server.Service<KnownKeys>(), server.Service<LastUsed>()),
            new GetCallerIdentity.Request());
        await server.Service<WriteBehind>().Flush();
        return (await server.AsAdmin(new GetRole.Request(role.RoleName))).Role.RoleLastUsed;
    }
}
