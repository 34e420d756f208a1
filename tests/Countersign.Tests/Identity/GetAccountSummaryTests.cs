using Countersign.Identity;
using Countersign.Mfa;

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
            (2, 10, 2048), (summary["AccessKeysPerUserQuota"], summary["AttachedPoliciesQuota"], summary["UserPolicySizeQuota"]));
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(server, "iam:GetAccountSummary", "*", new GetAccountSummary.Request());

    private async Task<IReadOnlyDictionary<string, int>> Summary() =>
        (await server.AsAdmin(new GetAccountSummary.Request())).SummaryMap;
}
