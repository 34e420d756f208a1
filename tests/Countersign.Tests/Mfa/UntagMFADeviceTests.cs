using Countersign.Mfa;

namespace Countersign.Tests;

[Collection<SharedServer>]
public sealed class UntagMFADeviceTests(TestServer server)
{
    [Fact]
    public async Task Keys_are_found_in_any_case_and_unknown_ones_passed_over()
    {
        var serial = (await server.AsAdmin(new CreateVirtualMFADevice.Request(
            server.NewName("phone"), Tags: [new Tag("Team", "ops"), new Tag("keep", "1")]))).VirtualMFADevice.SerialNumber;

        await server.AsAdmin(new UntagMFADevice.Request(serial, ["TEAM", "nothing"]));

        Assert.Equal([new Tag("keep", "1")], (await server.AsAdmin(new ListMFADeviceTags.Request(serial))).Tags);
    }

    [Fact]
    public Task An_unknown_device_is_named() => Refused.With(
        "NoSuchEntity", 404, $"VirtualMFADevice with serial number {Ghost} doesn't exist.",
        () => server.AsAdmin(new UntagMFADevice.Request(Ghost, ["a"])));

    [Fact]
    public Task It_needs_a_policy() =>
        Refused.WithoutPolicy(server, "iam:UntagMFADevice", Ghost.Value, new UntagMFADevice.Request(Ghost, ["a"]));

    private SerialNumber Ghost => SerialNumber.Parse(Arn.OfVirtualDevice(server.Admin.AccountId, "/", "ghost"));
}
