using Countersign.Mfa;

namespace Countersign.Tests;

[Collection<SharedServer>]
public sealed class GetMFADeviceTests(TestServer server)
{
    [Fact]
    public async Task A_users_device_is_told()
    {
        var user = await server.AddUser(server.NewName());
        var enabled = server.Clock.GetUtcNow();
        var phone = await server.AddDevice(user.UserName);

        var device = await server.AsAdmin(new GetMFADevice.Request(phone.Serial, user.UserName));

        Assert.Equal((phone.Serial, user.UserName, enabled), (device.SerialNumber, device.UserName, device.EnableDate));
    }

    [Fact]
    public async Task Somebody_elses_device_and_one_of_nobody_are_not_told()
    {
        var alice = await server.AddUser(server.NewName());
        var bob = await server.AddUser(server.NewName());
        var phone = await server.AddDevice(alice.UserName);
        var spare = (await server.AsAdmin(new CreateVirtualMFADevice.Request(server.NewName("spare")))).VirtualMFADevice.SerialNumber;

        foreach (var serial in new[] { phone.Serial, spare })
        {
            await Refused.With(
                "NoSuchEntity", 404, "MFA Device invalid for user.", () => server.AsAdmin(new GetMFADevice.Request(serial, bob.UserName)));
        }
    }

    [Fact]
    public Task It_needs_a_policy_and_tells_nobody_else_whether_the_user_exists() => Refused.WithoutPolicy(
        server, "iam:GetMFADevice", server.UserArn("ghost"),
        new GetMFADevice.Request(SerialNumber.Parse("arn:aws:iam::123456789012:mfa/ghost"), "ghost"));
}
