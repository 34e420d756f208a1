using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class DeleteGroupTests(TestServer server)
{
    [Fact]
    public async Task A_group_with_nothing_left_is_gone_and_the_name_is_free_for_another()
    {
        var name = await server.NewGroup();
        var before = (await server.AsAdmin(new GetGroup.Request(name))).Group;

        await server.AsAdmin(new DeleteGroup.Request(name));

        var after = (await server.AsAdmin(new CreateGroup.Request(name))).Group;
        Assert.NotEqual(before.GroupId, after.GroupId, StringComparer.Ordinal);
    }

    [Fact]
    public async Task What_must_be_done_first_is_named_one_thing_after_the_other()
    {
        var group = await server.NewGroup(Documents.AllowAll);
        var member = await server.AddUser(server.NewName());
        await server.AsAdmin(new AddUserToGroup.Request(group, member.UserName));
        await server.AsAdmin(new AttachGroupPolicy.Request(group, Arn.OfBuiltInPolicy("IAMReadOnlyAccess")));

        await RefusedWith(group, "Cannot delete entity, must remove users from group first.");
        await server.AsAdmin(new RemoveUserFromGroup.Request(group, member.UserName));
        await RefusedWith(group, "Cannot delete entity, must detach all policies first.");
        await server.AsAdmin(new DetachGroupPolicy.Request(group, Arn.OfBuiltInPolicy("IAMReadOnlyAccess")));
        await RefusedWith(group, "Cannot delete entity, must delete policies first.");
        await server.AsAdmin(new DeleteGroupPolicy.Request(group, "test-0"));

        await server.AsAdmin(new DeleteGroup.Request(group));
    }

    [Fact]
    public Task An_unknown_group_is_named() => Refused.With(
        "NoSuchEntity", 404, "The group with name ghost cannot be found.", () => server.AsAdmin(new DeleteGroup.Request("ghost")));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:DeleteGroup", server.GroupArn("ghost"), new DeleteGroup.Request("ghost"));

    private Task RefusedWith(string name, string message) =>
        Refused.With("DeleteConflict", 409, message, () => server.AsAdmin(new DeleteGroup.Request(name)));
}
