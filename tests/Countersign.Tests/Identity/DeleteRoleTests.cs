using Countersign.Identity;
using Countersign.Query;
using Countersign.Storage;
using Countersign.Sts;
using Countersign.Tests.Sts;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class DeleteRoleTests(TestServer server)
{
    [Fact]
    public async Task A_role_with_nothing_left_is_gone_with_its_tags_and_the_name_is_free()
    {
        var role = await SomeRole.Add(server, tags: new Tag("a", "1"));

        await server.AsAdmin(new DeleteRole.Request(role.RoleName));

        await Refused.With(
            "NoSuchEntity", 404, $"The role with name {role.RoleName} cannot be found.", () => server.AsAdmin(new GetRole.Request(role.RoleName)));
        Assert.Empty(await server.Stored(store => store.Tags.Of(role.RoleId)));
        var after = (await server.AsAdmin(new CreateRole.Request(role.RoleName, SomeRole.Trust(Arn.OfRoot(server.Admin.AccountId))))).Role;
        Assert.NotEqual(role.RoleId, after.RoleId, StringComparer.Ordinal);
    }

    [Fact]
    public async Task What_must_go_first_is_named_one_thing_after_the_other()
    {
        var (name, profile) = ((await SomeRole.Add(server)).RoleName, server.NewName("profile"));
        await server.AsAdmin(new AttachRolePolicy.Request(name, Arn.OfBuiltInPolicy("IAMReadOnlyAccess")));
        await server.AsAdmin(new PutRolePolicy.Request(name, "p", Documents.AllowAll));
        await server.AsAdmin(new CreateInstanceProfile.Request(profile));
        await server.AsAdmin(new AddRoleToInstanceProfile.Request(profile, name));

        await RefusedWith(name, "Cannot delete entity, must detach all policies first.");
        await server.AsAdmin(new DetachRolePolicy.Request(name, Arn.OfBuiltInPolicy("IAMReadOnlyAccess")));
        await RefusedWith(name, "Cannot delete entity, must delete policies first.");
        await server.AsAdmin(new DeleteRolePolicy.Request(name, "p"));
        await RefusedWith(name, "Cannot delete entity, must remove roles from instance profile first.");
        await server.AsAdmin(new RemoveRoleFromInstanceProfile.Request(profile, name));

        await server.AsAdmin(new DeleteRole.Request(name));
    }

    [Fact]
    public async Task Its_sessions_end_at_once_and_no_namesake_gets_them()
    {
        var user = await server.AddUser(server.NewName());
        var role = await SomeRole.Add(server, SomeRole.Trust(user.Arn));
        var session = (await server.Run(new AsUser(user.UserName), new AssumeRole.Request(role.Arn, "session"))).Credentials;
        Assert.Equal(Arn.OfRoleSession(server.Admin.AccountId, role.RoleName, "session"), await Call(session));

        await server.AsAdmin(new DeleteRole.Request(role.RoleName));
        await server.AsAdmin(new CreateRole.Request(role.RoleName, SomeRole.Trust(user.Arn)));

        await Refused.With("InvalidClientTokenId", 403, "The security token included in the request is invalid.", () => Call(session));
    }

    [Fact]
    public Task An_unknown_role_is_named() => Refused.With(
        "NoSuchEntity", 404, "The role with name ghost cannot be found.", () => server.AsAdmin(new DeleteRole.Request("ghost")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:DeleteRole", SomeRole.ArnOf(server, "ghost"), new DeleteRole.Request("ghost"));

    private Task RefusedWith(string name, string message) =>
        Refused.With("DeleteConflict", 409, message, () => server.AsAdmin(new DeleteRole.Request(name)));

    // GetCallerIdentity, signed as a client would.
    private async Task<string> Call(Credentials session) => (await server.Run(
        new SignatureProof(SignedCalls.Of(session, server.Clock.GetUtcNow()), server.Service<SigningKeyCache>(), server.Service<KnownKeys>(), server.Service<LastUsed>()),
        new GetCallerIdentity.Request())).Arn;
}
