using Countersign.Identity;
using Countersign.Mfa;
using Countersign.ServiceModel;

namespace Countersign.Tests.Identity;

public sealed class GetAccountSummaryTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task It_counts_what_is_there()
    {
        var before = await Summary();
        var name = (await server.AddUser(server.NewName())).UserName;
        await server.AddDevice(name);
        await server.AsAdmin(new CreateVirtualMFADevice.Request(server.NewName("phone")));

        var after = await Summary();

        Assert.Equal((before["Users"] + 1, 5000), (after["Users"], after["UsersQuota"]));
        Assert.Equal((before["MFADevices"] + 2, before["MFADevicesInUse"] + 1), (after["MFADevices"], after["MFADevicesInUse"]));
    }

    [Fact]
    public async Task The_root_user_has_nothing_to_sign_in_with()
    {
        var summary = await Summary();

        Assert.Equal(
            (0, 0, 0), (summary["AccountMFAEnabled"], summary["AccountAccessKeysPresent"], summary["AccountPasswordPresent"]));
        Assert.Equal(
            (2, 10, 2048), (summary["AccessKeysPerUserQuota"], summary["AttachedPoliciesPerUserQuota"], summary["UserPolicySizeQuota"]));
    }

    [Fact]
    public async Task Groups_roles_and_policies_are_counted_beside_their_quotas()
    {
        var before = await Summary();
        var (user, group) = ((await server.AddUser(server.NewName())).UserName, await server.NewGroup());
        await server.AsAdmin(new CreateRole.Request(server.NewName("role"), """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"ec2.amazonaws.com"}}}
            """));
        var (attached, bounding) = (await server.NewPolicy(Documents.AllowAll), await server.NewPolicy(Documents.AllowAll));
        await server.NewPolicy(Documents.AllowAll);    // used by nobody
        await server.AsAdmin(new AttachGroupPolicy.Request(group, attached));
        await server.AsAdmin(new AttachUserPolicy.Request(user, attached));
        await server.AsAdmin(new PutUserPermissionsBoundary.Request(user, bounding));

        var after = await Summary();

        Assert.Equal(
            (before["Groups"] + 1, before["Roles"] + 1, before["Policies"] + 3, before["PolicyVersionsInUse"] + 2),
            (after["Groups"], after["Roles"], after["Policies"], after["PolicyVersionsInUse"]));
        Assert.Equal(
            (300, 10, 5120, 10), (after["GroupsQuota"], after["GroupsPerUserQuota"], after["GroupPolicySizeQuota"], after["AttachedPoliciesPerGroupQuota"]));
        Assert.Equal(
            (1000, 10_240, 2048, 10),
            (after["RolesQuota"], after["RolePolicySizeQuota"], after["AssumeRolePolicySizeQuota"], after["AttachedPoliciesPerRoleQuota"]));
        Assert.Equal(
            (1500, 6144, 5, 10_000),
            (after["PoliciesQuota"], after["PolicySizeQuota"], after["VersionsPerPolicyQuota"], after["PolicyVersionsInUseQuota"]));
    }

    [Fact]
    public async Task It_has_the_names_that_AWS_has() => Assert.Subset(
        AwsOperation.Find("iam:GetAccountSummary")!.Output!.Find("SummaryMap")!.Shape.Key!.Enum.ToHashSet(StringComparer.Ordinal),
        (await Summary()).Keys.ToHashSet(StringComparer.Ordinal));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(server, "iam:GetAccountSummary", "*", new GetAccountSummary.Request());

    private async Task<IReadOnlyDictionary<string, int>> Summary() =>
        (await server.AsAdmin(new GetAccountSummary.Request())).SummaryMap;
}
