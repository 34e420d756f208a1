using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class DeletePolicyTests(TestServer server)
{
    [Fact]
    public async Task It_is_gone_and_its_name_is_free()
    {
        var name = server.NewName("policy");
        var before = (await server.AsAdmin(new CreatePolicy.Request(name, Documents.AllowAll, Tags: [new Tag("a", "1")]))).Policy;

        await server.AsAdmin(new DeletePolicy.Request(before.Arn));

        await Refused.With("NoSuchEntity", 404, $"Policy {before.Arn} was not found.", () => server.AsAdmin(new GetPolicy.Request(before.Arn)));
        Assert.Empty(await server.Stored(store => store.Tags.Of(before.PolicyId)));
        var after = (await server.AsAdmin(new CreatePolicy.Request(name, Documents.AllowAll))).Policy;
        Assert.NotEqual(before.PolicyId, after.PolicyId, StringComparer.Ordinal);
    }

    [Fact]
    public async Task One_that_somebody_has_stays()
    {
        var arn = await server.AddPolicy();
        var user = await server.AddUser(server.NewName());
        await server.AsAdmin(new AttachUserPolicy.Request(user.UserName, arn));

        await RefusedWith(arn, "Cannot delete a policy attached to entities.");

        await server.AsAdmin(new DetachUserPolicy.Request(user.UserName, arn));
        await server.AsAdmin(new DeletePolicy.Request(arn));
    }

    [Fact]
    public async Task One_that_bounds_somebody_stays()
    {
        var arn = await server.AddPolicy();
        await server.AsAdmin(new CreateUser.Request(server.NewName(), PermissionsBoundary: arn));

        await RefusedWith(arn, "Cannot delete a policy attached to entities.");
    }

    [Fact]
    public async Task Its_other_versions_go_first()
    {
        var arn = await server.AddPolicy();
        await server.AsAdmin(new CreatePolicyVersion.Request(arn, Documents.AllowAll, SetAsDefault: true));

        await RefusedWith(
            arn, "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.");

        await server.AsAdmin(new DeletePolicyVersion.Request(arn, "v1"));
        await server.AsAdmin(new DeletePolicy.Request(arn));
    }

    [Fact]
    public Task What_comes_with_the_server_stays() =>
        OwnPolicies.RefusedBuiltIn(server, "iam:DeletePolicy", arn => new DeletePolicy.Request(arn));

    [Fact]
    public Task An_unknown_policy_is_named() => OwnPolicies.RefusedUnknown(server, arn => new DeletePolicy.Request(arn));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:DeletePolicy", "arn:aws:iam::111111111111:policy/ghost", new DeletePolicy.Request("arn:aws:iam::111111111111:policy/ghost"));

    private Task RefusedWith(string arn, string message) =>
        Refused.With("DeleteConflict", 409, message, () => server.AsAdmin(new DeletePolicy.Request(arn)));
}
