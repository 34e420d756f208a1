using Countersign.Identity;
using Countersign.Mfa;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class DeleteUserTests(TestServer server)
{
    [Fact]
    public async Task A_user_with_nothing_left_is_gone_and_the_name_is_free_for_somebody_else()
    {
        var name = server.NewName();
        var before = (await server.AsAdmin(new CreateUser.Request(name, Tags: [new Tag("a", "1")]))).User;

        await server.AsAdmin(new DeleteUser.Request(name));

        var after = (await server.AsAdmin(new CreateUser.Request(name))).User;
        Assert.NotEqual(before.UserId, after.UserId, StringComparer.Ordinal);
        Assert.Empty(await server.Stored(store => store.Tags.Of(before.UserId)));
    }

    [Fact]
    public async Task What_must_go_first_is_named_one_thing_after_the_other()
    {
        var name = server.NewName();
        await server.AsAdmin(new CreateUser.Request(name));
        await server.AsAdmin(new CreateLoginProfile.Request(name, Passwords.First));
        var key = (await server.AsAdmin(new CreateAccessKey.Request(name))).AccessKey;
        var phone = await server.AddDevice(name);
        await server.AsAdmin(new AttachUserPolicy.Request(name, Arn.OfBuiltInPolicy("IAMReadOnlyAccess")));
        await server.AsAdmin(new PutUserPolicy.Request(name, "p", Documents.AllowAll));
        var group = await server.NewGroup();
        await server.AsAdmin(new AddUserToGroup.Request(group, name));

        await RefusedWith(name, "Cannot delete entity, must delete login profile first.");
        await server.AsAdmin(new DeleteLoginProfile.Request(name));
        await RefusedWith(name, "Cannot delete entity, must delete access keys first.");
        await server.AsAdmin(new DeleteAccessKey.Request(key.AccessKeyId, name));
        await RefusedWith(name, "Cannot delete entity, must delete MFA device first.");
        await server.AsAdmin(new DeactivateMFADevice.Request(phone.Serial, name));
        await RefusedWith(name, "Cannot delete entity, must detach all policies first.");
        await server.AsAdmin(new DetachUserPolicy.Request(name, Arn.OfBuiltInPolicy("IAMReadOnlyAccess")));
        await RefusedWith(name, "Cannot delete entity, must delete policies first.");
        await server.AsAdmin(new DeleteUserPolicy.Request(name, "p"));
        await RefusedWith(name, "Cannot delete entity, must remove users from group first.");
        await server.AsAdmin(new RemoveUserFromGroup.Request(group, name));

        await server.AsAdmin(new DeleteUser.Request(name));
    }

    [Fact]
    public Task An_unknown_user_is_named() => Refused.With(
        "NoSuchEntity", 404, "The user with name ghost cannot be found.", () => server.AsAdmin(new DeleteUser.Request("ghost")));

    [Fact]
    public Task It_needs_a_policy_and_tells_nobody_else_whether_the_user_exists() =>
        Refused.WithoutPolicy(server, "iam:DeleteUser", server.UserArn("ghost"), new DeleteUser.Request("ghost"));

    private Task RefusedWith(string name, string message) =>
        Refused.With("DeleteConflict", 409, message, () => server.AsAdmin(new DeleteUser.Request(name)));
}
