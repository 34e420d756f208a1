using Countersign.Mfa;

namespace Countersign.Tests;

[Collection<SharedServer>]
public sealed class ListMFADeviceTagsTests(TestServer server)
{
    [Fact]
    public async Task Tags_come_in_the_order_of_their_keys_page_by_page()
    {
        var serial = (await server.AsAdmin(new CreateVirtualMFADevice.Request(
            server.NewName("phone"), Tags: [new Tag("c", "3"), new Tag("a", "1"), new Tag("B", "2")]))).VirtualMFADevice.SerialNumber;

        var first = await server.AsAdmin(new ListMFADeviceTags.Request(serial, MaxItems: 2));
        var second = await server.AsAdmin(new ListMFADeviceTags.Request(serial, first.Marker, 2));

        Assert.Equal([new Tag("a", "1"), new Tag("B", "2")], first.Tags);
        Assert.Equal([new Tag("c", "3")], second.Tags);
        Assert.Equal((true, false, true), (first.IsTruncated, second.IsTruncated, second.Marker is null));
    }

    [Fact]
    public Task An_unknown_device_is_named() => Refused.With(
        "NoSuchEntity", 404, $"VirtualMFADevice with serial number {Ghost} doesn't exist.",
        () => server.AsAdmin(new ListMFADeviceTags.Request(Ghost)));

    [Fact]
    public Task It_needs_a_policy() =>
        Refused.WithoutPolicy(server, "iam:ListMFADeviceTags", Ghost.Value, new ListMFADeviceTags.Request(Ghost));

    private SerialNumber Ghost => SerialNumber.Parse(Arn.OfVirtualDevice(server.Admin.AccountId, "/", "ghost"));
}
