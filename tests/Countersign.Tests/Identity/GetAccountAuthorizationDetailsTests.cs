using Countersign.Identity;

namespace Countersign.Tests.Identity;

public sealed class GetAccountAuthorizationDetailsTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Trust = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole"}}""";

    [Fact]
    public async Task Everything_is_told_with_what_ties_it_together()
    {
        var policy = await server.AddPolicy(Documents.Allow("iam:GetUser"));
        await server.AsAdmin(new CreatePolicyVersion.Request(policy, Documents.AllowAll));
        var made = (await server.AsAdmin(new CreateUser.Request(server.NewName(), "/team/", policy, [new Tag("a", "1")]))).User;
        var group = await server.AddGroup(Documents.AllowAll, "/", (await server.Stored(store => store.Users.FindById(made.UserId)))!);
        await server.AsAdmin(new AttachUserPolicy.Request(made.UserName, policy));
        await server.AsAdmin(new PutUserPolicy.Request(made.UserName, "own", Documents.Allow("iam:GetGroup")));
        var role = (await server.AsAdmin(new CreateRole.Request(server.NewName("role"), Trust))).Role;
        await server.Attach(role.RoleId, Arn.OfBuiltInPolicy("ReadOnlyAccess"));
        var profile = server.NewName("profile");
        await server.AsAdmin(new CreateInstanceProfile.Request(profile));
        await server.AsAdmin(new AddRoleToInstanceProfile.Request(profile, role.RoleName));

        var all = await server.AsAdmin(new GetAccountAuthorizationDetails.Request(MaxItems: 1000));

        var user = Assert.Single(all.UserDetailList, one => one.UserId == made.UserId);
        Assert.Equal((made.Arn, "/team/", policy), (user.Arn, user.Path, user.PermissionsBoundary!.PermissionsBoundaryArn));
        Assert.Equal([group.GroupName], user.GroupList, StringComparer.Ordinal);
        Assert.Equal([new PolicyNameAndArn(policy[(policy.LastIndexOf('/') + 1)..], policy)], user.AttachedManagedPolicies);
        Assert.Equal([new PolicyDetail("own", Uri.EscapeDataString(Documents.Allow("iam:GetGroup")))], user.UserPolicyList);
        Assert.Equal([new Tag("a", "1")], user.Tags);
        Assert.Equal("inline", Assert.Single(Assert.Single(all.GroupDetailList, one => one.GroupId == group.GroupId).GroupPolicyList).PolicyName);
        var ofRole = Assert.Single(all.RoleDetailList, one => one.RoleId == role.RoleId);
        Assert.Equal(Trust, Uri.UnescapeDataString(ofRole.AssumeRolePolicyDocument));
        Assert.Equal("ReadOnlyAccess", Assert.Single(ofRole.AttachedManagedPolicies).PolicyName);
        Assert.Equal(profile, Assert.Single(ofRole.InstanceProfileList).InstanceProfileName);
        var own = Assert.Single(all.Policies, one => one.Arn == policy);
        Assert.Equal(("v1", 1, 1), (own.DefaultVersionId, own.AttachmentCount, own.PermissionsBoundaryUsageCount));
        Assert.Equal(
            [("v2", false, Documents.AllowAll), ("v1", true, Documents.Allow("iam:GetUser"))],
            own.PolicyVersionList.Select(version => (version.VersionId, version.IsDefaultVersion, Uri.UnescapeDataString(version.Document!))));
        Assert.False(all.IsTruncated);
    }

    [Fact]
    public async Task Pages_go_over_all_lists_in_one_order()
    {
        await server.AddGroup();
        await server.AsAdmin(new CreateRole.Request(server.NewName("role"), Trust));
        await server.AddPolicy();
        var whole = await server.AsAdmin(new GetAccountAuthorizationDetails.Request(MaxItems: 1000));

        var (arns, marker) = (new List<string>(), (string?)null);
        do
        {
            var page = await server.AsAdmin(new GetAccountAuthorizationDetails.Request(MaxItems: 2, Marker: marker));
            Assert.InRange(Arns(page).Count, 1, 2);
            arns.AddRange(Arns(page));
            marker = page.Marker;
        }
        while (marker is not null);

        Assert.Equal(Arns(whole), arns, StringComparer.Ordinal);
        Assert.True(arns.Count > 10);
    }

    [Fact]
    public async Task A_filter_leaves_the_kinds_it_names()
    {
        await server.AddGroup();
        await server.AddPolicy();

        var found = await server.AsAdmin(new GetAccountAuthorizationDetails.Request([EntityType.Group, EntityType.AWSManagedPolicy], 1000));

        Assert.Empty(found.UserDetailList);
        Assert.Empty(found.RoleDetailList);
        Assert.NotEmpty(found.GroupDetailList);
        Assert.Equal(server.Service<ManagedPolicies>().All.Select(policy => policy.Arn), found.Policies.Select(policy => policy.Arn), StringComparer.Ordinal);
    }

    [Fact]
    public Task A_marker_of_another_list_is_refused() => Refused.With(
        "ValidationError", 400, "Invalid Marker. Use the Marker of the answer before, unchanged, with the same parameters.",
        () => server.AsAdmin(new GetAccountAuthorizationDetails.Request(Marker: "YWRtaW4")));

    [Fact]
    public Task It_needs_a_policy() =>
        Refused.WithoutPolicy(server, "iam:GetAccountAuthorizationDetails", "*", new GetAccountAuthorizationDetails.Request());

    private static List<string> Arns(GetAccountAuthorizationDetails.Response all) =>
    [
        .. all.UserDetailList.Select(one => one.Arn), .. all.GroupDetailList.Select(one => one.Arn), .. all.RoleDetailList.Select(one => one.Arn),
        .. all.Policies.Select(one => one.Arn),
    ];
}
