using Countersign.Mfa;

namespace Countersign.Tests;

/// <summary>Counts all devices of the account, so it has a server of its own.</summary>
public sealed class ListVirtualMFADevicesTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A21_a_page_that_is_just_full_is_the_last_one()
    {
        var made = await FourDevices();

        var page = await server.AsAdmin(new ListVirtualMFADevices.Request(MaxItems: made));

        Assert.Equal((made, false, null), (page.VirtualMFADevices.Count, page.IsTruncated, page.Marker));
    }

    [Fact]
    public async Task A_page_that_is_cut_leads_to_the_rest()
    {
        var made = await FourDevices();

        var first = await server.AsAdmin(new ListVirtualMFADevices.Request(MaxItems: made - 1));
        var second = await server.AsAdmin(new ListVirtualMFADevices.Request(Marker: first.Marker, MaxItems: made - 1));

        Assert.True(first.IsTruncated);
        Assert.False(second.IsTruncated);
        Assert.Equal(made, first.VirtualMFADevices.Concat(second.VirtualMFADevices).Select(device => device.SerialNumber).Distinct().Count());
    }

    [Fact]
    public async Task Assigned_devices_name_their_user_and_none_shows_its_seed()
    {
        var user = await server.AddUser(server.NewName());
        var phone = await server.AddDevice(user.UserName);
        var spare = (await server.AsAdmin(new CreateVirtualMFADevice.Request(server.NewName("spare")))).VirtualMFADevice.SerialNumber;

        var assigned = (await server.AsAdmin(new ListVirtualMFADevices.Request("Assigned"))).VirtualMFADevices;
        var free = (await server.AsAdmin(new ListVirtualMFADevices.Request("Unassigned"))).VirtualMFADevices;

        Assert.Equal(user.UserName, assigned.Single(device => device.SerialNumber == phone.Serial).User!.UserName);
        Assert.DoesNotContain(assigned, device => device.SerialNumber == spare);
        Assert.Contains(free, device => device.SerialNumber == spare && device.User is null);
        Assert.DoesNotContain(free, device => device.SerialNumber == phone.Serial);
        Assert.All(assigned.Concat(free), device => Assert.True(device.Base32StringSeed is null && device.QRCodePNG is null));
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(server, "iam:ListVirtualMFADevices", "*", new ListVirtualMFADevices.Request());

    private async Task<int> FourDevices()
    {
        for (var i = 0; i < 4; i++)
            await server.AsAdmin(new CreateVirtualMFADevice.Request(server.NewName("phone")));
        return (await server.AsAdmin(new ListVirtualMFADevices.Request())).VirtualMFADevices.Count;
    }
}
