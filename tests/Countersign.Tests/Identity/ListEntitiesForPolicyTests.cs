using Countersign.Identity;
using Countersign.Storage;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class ListEntitiesForPolicyTests(TestServer server)
{
    private const string Trust = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole"}}""";

    [Fact]
    public async Task It_tells_who_has_it_and_whom_it_bounds()
    {
        var (arn, user, group, role, bounded) = await Setup();

        var all = await server.AsAdmin(new ListEntitiesForPolicy.Request(arn));

        Assert.Equal([(group.GroupName, group.GroupId)], all.PolicyGroups.Select(one => (one.GroupName, one.GroupId)));
        Assert.Equal([(role.RoleName, role.RoleId)], all.PolicyRoles.Select(one => (one.RoleName, one.RoleId)));
        Assert.Equal(
            new[] { (user.UserName, user.UserId), (bounded.UserName, bounded.UserId) }.OrderBy(one => one.UserId, StringComparer.Ordinal),
            all.PolicyUsers.Select(one => (one.UserName, one.UserId)));
        Assert.False(all.IsTruncated);
    }

    [Theory]
    [InlineData(EntityType.User, 0, 2, 0)]
    [InlineData(EntityType.Group, 1, 0, 0)]
    [InlineData(EntityType.Role, 0, 0, 1)]
    [InlineData(EntityType.AWSManagedPolicy, 0, 0, 0)]
    public async Task A_kind_can_be_asked_for_alone(EntityType kind, int groups, int users, int roles)
    {
        var arn = (await Setup()).Arn;

        Assert.Equal((groups, users, roles), await Counts(new ListEntitiesForPolicy.Request(arn, kind)));
    }

    [Fact]
    public async Task A_use_and_a_path_can_be_asked_for_alone()
    {
        var arn = (await Setup()).Arn;

        Assert.Equal((1, 1, 1), await Counts(new ListEntitiesForPolicy.Request(arn, PolicyUsageFilter: PolicyUsage.PermissionsPolicy)));
        Assert.Equal((0, 1, 0), await Counts(new ListEntitiesForPolicy.Request(arn, PolicyUsageFilter: PolicyUsage.PermissionsBoundary)));
        Assert.Equal((1, 0, 1), await Counts(new ListEntitiesForPolicy.Request(arn, PathPrefix: "/team/")));
    }

    [Fact]
    public async Task Pages_have_everybody_once()
    {
        var arn = (await Setup()).Arn;

        var names = new List<string>();
        string? marker = null;
        do
        {
            var page = await server.AsAdmin(new ListEntitiesForPolicy.Request(arn, Marker: marker, MaxItems: 1));
            names.Add(page.PolicyGroups.Select(one => one.GroupName).Concat(page.PolicyUsers.Select(one => one.UserName)).Concat(page.PolicyRoles.Select(one => one.RoleName)).Single());
            marker = page.Marker;
        }
        while (marker is not null);

        Assert.Equal(4, names.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(4, names.Count);
    }

    [Fact]
    public Task An_unknown_policy_is_named() => OwnPolicies.RefusedUnknown(server, arn => new ListEntitiesForPolicy.Request(arn));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:ListEntitiesForPolicy", "arn:aws:iam::aws:policy/ForceMFA", new ListEntitiesForPolicy.Request("arn:aws:iam::aws:policy/ForceMFA"));

    private async Task<(string Arn, User User, Group Group, IamRole Role, IamUser Bounded)> Setup()
    {
        var arn = await server.AddPolicy();
        var user = await server.AddUser(server.NewName());
        var group = await server.AddGroup(path: "/team/");
        var role = (await server.AsAdmin(new CreateRole.Request(server.NewName("role"), Trust, "/team/"))).Role;
        foreach (var id in new[] { user.UserId, group.GroupId, role.RoleId })
            await server.Attach(id, arn);
        var bounded = (await server.AsAdmin(new CreateUser.Request(server.NewName(), PermissionsBoundary: arn))).User;
        return (arn, user, group, role, bounded);
    }

    private async Task<(int Groups, int Users, int Roles)> Counts(ListEntitiesForPolicy.Request request)
    {
        var all = await server.AsAdmin(request);
        return (all.PolicyGroups.Count, all.PolicyUsers.Count, all.PolicyRoles.Count);
    }
}
