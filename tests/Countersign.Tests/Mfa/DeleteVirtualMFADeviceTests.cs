using Countersign.Mfa;

namespace Countersign.Tests;

[Collection<SharedServer>]
public sealed class DeleteVirtualMFADeviceTests(TestServer server)
{
    [Fact]
    public async Task A_device_that_is_nobodys_goes_and_its_name_is_free_with_another_seed()
    {
        var name = server.NewName("phone");
        var before = new PhoneApp((await server.AsAdmin(new CreateVirtualMFADevice.Request(name, Tags: [new Tag("a", "1")]))).VirtualMFADevice);

        await server.AsAdmin(new DeleteVirtualMFADevice.Request(before.Serial));

        var after = new PhoneApp((await server.AsAdmin(new CreateVirtualMFADevice.Request(name))).VirtualMFADevice);
        Assert.NotEqual(before.Base32Key, after.Base32Key, StringComparer.Ordinal);
        Assert.Empty((await server.AsAdmin(new ListMFADeviceTags.Request(after.Serial))).Tags);
    }

    [Fact]
    public async Task A07_while_somebody_has_it_it_stays()
    {
        var user = await server.AddUser(server.NewName());
        var phone = await server.AddDevice(user.UserName);

        await Refused.With(
            "DeleteConflict", 409, "MFA VirtualDevice in use. Must deactivate first.",
            () => server.AsAdmin(new DeleteVirtualMFADevice.Request(phone.Serial)));
        Assert.Single((await server.AsAdmin(new ListMFADevices.Request(user.UserName))).MFADevices);
    }

    [Fact]
    public Task An_unknown_device_is_named() => Refused.With(
        "NoSuchEntity", 404, $"VirtualMFADevice with serial number {Ghost} doesn't exist.",
        () => server.AsAdmin(new DeleteVirtualMFADevice.Request(Ghost)));

    [Fact]
    public Task It_needs_a_policy() =>
        Refused.WithoutPolicy(server, "iam:DeleteVirtualMFADevice", Ghost.Value, new DeleteVirtualMFADevice.Request(Ghost));

    private SerialNumber Ghost => SerialNumber.Parse(Arn.OfVirtualDevice(server.Admin.AccountId, "/", "ghost"));
}
