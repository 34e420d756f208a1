using Countersign.Identity;
using Countersign.Mfa;

namespace Countersign.Tests.Identity;

/// <summary>The built-in policies about MFA, by the pipeline: what a stolen access key can and cannot do.</summary>
public sealed class ForceMfaTests(TestServer server) : IClassFixture<TestServer>
{
    private DateTimeOffset Now => server.Clock.GetUtcNow();

    [Fact]
    public async Task Beside_all_rights_a_key_can_only_set_up_the_first_device()
    {
        var user = await Restricted();

        Assert.Equal("AccessDenied", await CodeOf(() => server.Run(new AsUser(user), new ListUsers.Request())));
        await server.Run(new AsUser(user), new CreateVirtualMFADevice.Request(server.NewName("phone")));
    }

    [Fact]
    public async Task Once_there_is_a_device_a_key_cannot_add_another_and_a_session_with_MFA_can()
    {
        var user = await Restricted();
        var phone = await server.AddDevice(user);
        var spare = new PhoneApp((await server.AsAdmin(new CreateVirtualMFADevice.Request(server.NewName("spare")))).VirtualMFADevice);
        var enable = new EnableMFADevice.Request(user, spare.Serial, spare.CodeAt(Now), spare.CodeAt(Now + PhoneApp.Step));
        var key = new AsUser(user);

        Assert.Equal("AccessDenied", await CodeOf(() => server.Run(key, new CreateVirtualMFADevice.Request(server.NewName("mine")))));
        Assert.Equal("AccessDenied", await CodeOf(() => server.Run(key, enable)));
        Assert.Equal("AccessDenied", await CodeOf(() => server.Run(key, new DeactivateMFADevice.Request(phone.Serial, user))));
        await server.Run(new AsSession(user, Now), enable);
    }

    [Fact]
    public async Task Self_management_lets_no_key_take_the_MFA_away_or_touch_another_user()
    {
        var alice = (await server.AddUser(server.NewName("alice"))).UserName;
        var bob = (await server.AddUser(server.NewName("bob"))).UserName;
        await server.AsAdmin(new AttachUserPolicy.Request(alice, Arn.OfBuiltInPolicy(ManagedPolicies.SelfManagement)));
        var phone = await server.AddDevice(alice);
        var bobs = await server.AddDevice(bob);
        var key = new AsUser(alice);

        Assert.Equal("AccessDenied", await CodeOf(() => server.Run(key, new DeactivateMFADevice.Request(phone.Serial, alice))));
        Assert.Equal("AccessDenied", await CodeOf(() => server.Run(key, new CreateAccessKey.Request(alice))));
        foreach (IProof proof in new IProof[] { key, new AsSession(alice, Now) })
        {
            Assert.Equal("AccessDenied", await CodeOf(() => server.Run(proof, new DeactivateMFADevice.Request(bobs.Serial, bob))));
            Assert.Equal("AccessDenied", await CodeOf(() => server.Run(proof, new GetUserCredentials.Request(bob))));
        }

        await server.Run(new AsSession(alice, Now), new DeactivateMFADevice.Request(phone.Serial, alice));
    }

    private async Task<string> Restricted()
    {
        var user = (await server.AddUser(server.NewName(), Documents.AllowAll)).UserName;
        await server.AsAdmin(new AttachUserPolicy.Request(user, Arn.OfBuiltInPolicy("ForceMFA")));
        return user;
    }

    private static async Task<string?> CodeOf(Func<Task> act) => (await Assert.ThrowsAsync<ApiError>(act)).Code;
}
