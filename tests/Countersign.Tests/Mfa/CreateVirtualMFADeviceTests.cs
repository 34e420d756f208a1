using Countersign.Mfa;

namespace Countersign.Tests;

[Collection<SharedServer>]
public sealed class CreateVirtualMFADeviceTests(TestServer server)
{
    [Fact]
    public async Task A_device_is_answered_with_its_seed_of_160_bits_and_its_picture()
    {
        var name = server.NewName("phone");

        var made = (await server.AsAdmin(new CreateVirtualMFADevice.Request(name, "/ops/"))).VirtualMFADevice;

        Assert.Equal(Arn.OfVirtualDevice(server.Admin.AccountId, "/ops/", name), made.SerialNumber.Value);
        Assert.Equal(20, Countersign.Otp.Base32.Decode(new PhoneApp(made).Base32Key).Length);
        Assert.Equal("PNG"u8, made.QRCodePNG!.Value.Span[1..4]);
        Assert.Null(made.User);
    }

    [Fact]
    public async Task Two_devices_never_share_a_seed()
    {
        var first = new PhoneApp((await server.AsAdmin(new CreateVirtualMFADevice.Request(server.NewName("phone")))).VirtualMFADevice);
        var second = new PhoneApp((await server.AsAdmin(new CreateVirtualMFADevice.Request(server.NewName("phone")))).VirtualMFADevice);

        Assert.NotEqual(first.Base32Key, second.Base32Key, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_name_is_taken_once_at_the_same_path_and_free_at_another()
    {
        var name = server.NewName("phone");
        await server.AsAdmin(new CreateVirtualMFADevice.Request(name));

        await Refused.With(
            "EntityAlreadyExists", 409, "MFADevice entity at the same path and name already exists.",
            () => server.AsAdmin(new CreateVirtualMFADevice.Request(name)));
        await server.AsAdmin(new CreateVirtualMFADevice.Request(name, "/other/"));
    }

    [Fact]
    public async Task Tags_that_differ_only_in_case_are_refused_and_nothing_is_made()
    {
        var name = server.NewName("phone");

        await Refused.With(
            "InvalidInput", 400, "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
            () => server.AsAdmin(new CreateVirtualMFADevice.Request(name, Tags: [new Tag("a", "1"), new Tag("A", "2")])));
        Assert.Null(await server.Stored(store => store.MfaDevices.Find(
            server.Admin.AccountId, Arn.OfVirtualDevice(server.Admin.AccountId, "/", name))));
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:CreateVirtualMFADevice", Arn.OfVirtualDevice(server.Admin.AccountId, "/", "phone"), new CreateVirtualMFADevice.Request("phone"));
}
