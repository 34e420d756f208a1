using Countersign.Mfa;

namespace Countersign.Tests;

[Collection<SharedServer>]
public sealed class ListMFADevicesTests(TestServer server)
{
    [Fact]
    public async Task A_users_devices_come_page_by_page_in_the_order_of_their_serial_numbers()
    {
        var user = await server.AddUser(server.NewName());
        var stem = server.NewName("list");
        foreach (var name in new[] { "c", "a", "b" })
            await server.AddDevice(user.UserName, stem + name);

        var first = await server.AsAdmin(new ListMFADevices.Request(user.UserName, MaxItems: 2));
        var second = await server.AsAdmin(new ListMFADevices.Request(user.UserName, first.Marker, MaxItems: 2));

        Assert.Equal([true, false], [first.IsTruncated, second.IsTruncated]);
        Assert.Null(second.Marker);
        Assert.Equal(
            [Serial(stem + "a"), Serial(stem + "b"), Serial(stem + "c")],
            first.MFADevices.Concat(second.MFADevices).Select(device => device.SerialNumber.Value),
            StringComparer.Ordinal);
    }

    [Fact]
    public async Task Without_a_name_it_is_the_callers_own_and_a_device_of_nobody_is_not_among_them()
    {
        var user = await server.AddUser(server.NewName(), """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:*","Resource":"*"}}""");
        var phone = await server.AddDevice(user.UserName);
        await server.AsAdmin(new CreateVirtualMFADevice.Request(server.NewName("spare")));

        var device = Assert.Single((await server.Run(new AsUser(user.UserName), new ListMFADevices.Request())).MFADevices);

        Assert.Equal((user.UserName, phone.Serial), (device.UserName, device.SerialNumber));
    }

    [Fact]
    public Task An_unknown_user_is_named() => Refused.With(
        "NoSuchEntity", 404, "The user with name ghost cannot be found.", () => server.AsAdmin(new ListMFADevices.Request("ghost")));

    [Fact]
    public Task It_needs_a_policy_and_tells_nobody_else_whether_the_user_exists() =>
        Refused.WithoutPolicy(server, "iam:ListMFADevices", server.UserArn("ghost"), new ListMFADevices.Request("ghost"));

    private string Serial(string name) => Arn.OfVirtualDevice(server.Admin.AccountId, "/", name);
}
