using Countersign.Identity;
using Countersign.Mfa;

namespace Countersign.Tests;

public sealed class RenameMFADeviceTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_device_of_any_kind_gets_another_name_and_keeps_its_serial_number()
    {
        var (user, passkey) = await PasskeyUser.Enrolled(server);
        using var _ = user;
        var phone = await server.AddDevice(user.Name);

        await server.AsAdmin(new RenameMFADevice.Request(user.Name, passkey, "yubikey-5c"));
        await server.AsAdmin(new RenameMFADevice.Request(user.Name, phone.Serial, "pixel"));

        var devices = (await server.AsAdmin(new GetUserCredentials.Request(user.Name))).Devices;
        Assert.Equal(
            [("pixel", phone.Serial), ("yubikey-5c", passkey)],
            devices.Select(device => (device.Name, device.SerialNumber)).OrderBy(device => device.Name, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_name_that_is_none_or_another_devices_is_refused()
    {
        var (user, passkey) = await PasskeyUser.Enrolled(server);
        using var _ = user;
        await server.AddDevice(user.Name, $"{user.Name}-phone");

        await Refused.With(
            "ValidationError", 400, "A device name has 1 to 128 letters, digits and + = , . @ _ - (no spaces).",
            () => server.AsAdmin(new RenameMFADevice.Request(user.Name, passkey, "")));
        await Refused.With(
            "EntityAlreadyExists", 409, $"There is a device named {user.Name}-phone already. Choose another name.",
            () => server.AsAdmin(new RenameMFADevice.Request(user.Name, passkey, $"{user.Name}-phone")));
        await server.AsAdmin(new RenameMFADevice.Request(user.Name, passkey, "key"));    // its own is no other's
    }

    [Fact]
    public async Task Another_users_device_is_as_good_as_none()
    {
        var (user, passkey) = await PasskeyUser.Enrolled(server);
        using var _ = user;
        var other = await server.AddUser(server.NewName());

        await Refused.With(
            "NoSuchEntity", 404, "MFA Device invalid for user.", () => server.AsAdmin(new RenameMFADevice.Request(other.UserName, passkey, "mine")));
    }

    [Fact]
    public Task Who_may_not_is_told_so_before_anything_exists() => Refused.WithoutPolicy(
        server, "iam:EnableMFADevice", server.UserArn("whoever"),
        new RenameMFADevice.Request("whoever", SerialNumber.Parse("arn:aws:iam::1:mfa/x"), "name"));
}
