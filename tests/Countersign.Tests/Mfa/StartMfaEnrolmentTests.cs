using Countersign.Mfa;

namespace Countersign.Tests;

[Collection<SharedServer>]
public sealed class StartMfaEnrolmentTests(TestServer server)
{
    [Fact]
    public async Task Two_users_may_each_have_a_phone()
    {
        var alice = await Somebody();
        var bob = await Somebody();

        var first = await server.Run(alice, new StartMfaEnrolment.Request(alice.Name, "phone"));
        var second = await server.Run(bob, new StartMfaEnrolment.Request(bob.Name, "phone"));

        Assert.Equal(Arn.OfVirtualDevice(server.Admin.AccountId, $"/{alice.Name}/", "phone"), first.SerialNumber.Value);
        Assert.NotEqual(first.SerialNumber, second.SerialNumber);
    }

    [Fact]
    public async Task Beginning_anew_under_the_same_name_makes_another_seed()
    {
        var alice = await Somebody();

        var serial = (await server.Run(alice, new StartMfaEnrolment.Request(alice.Name, "phone"))).SerialNumber;
        var before = (await server.Run(alice, new ShowMfaEnrolment.Request(alice.Name, serial))).Base32Key;
        await server.Run(alice, new StartMfaEnrolment.Request(alice.Name, "phone"));

        Assert.NotEqual(before, (await server.Run(alice, new ShowMfaEnrolment.Request(alice.Name, serial))).Base32Key, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_device_that_is_set_up_keeps_its_name()
    {
        var alice = await Somebody();
        var serial = (await server.Run(alice, new StartMfaEnrolment.Request(alice.Name, "phone"))).SerialNumber;
        var key = (await server.Run(alice, new ShowMfaEnrolment.Request(alice.Name, serial))).Base32Key;
        var phone = new PhoneApp(new VirtualMFADevice(serial, System.Text.Encoding.ASCII.GetBytes(key)));
        var now = server.Clock.GetUtcNow();
        await server.Run(alice, new EnableMFADevice.Request(alice.Name, serial, phone.CodeAt(now), phone.CodeAt(now + PhoneApp.Step)));
        var again = await AsConsole.Open(server, alice.Name, mfaAt: now);

        await Refused.With(
            "EntityAlreadyExists", 409, "There is a device named phone already. Choose another name.",
            () => server.Run(again, new StartMfaEnrolment.Request(alice.Name, "phone")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("my phone")]
    [InlineData("phone/1")]
    public async Task A_name_that_is_none_is_refused_with_what_it_may_have(string name)
    {
        var alice = await Somebody();

        await Refused.With(
            "ValidationError", 400, "A device name has 1 to 128 letters, digits and + = , . @ _ - (no spaces).",
            () => server.Run(alice, new StartMfaEnrolment.Request(alice.Name, name)));
    }

    [Fact]
    public async Task Only_a_browser_can_begin()
    {
        var alice = await Somebody();

        Assert.Equal("SessionExpired", (await Assert.ThrowsAsync<ApiError>(
            () => server.Run(new AsUser(alice.Name), new StartMfaEnrolment.Request(alice.Name, "phone")))).Code);
    }

    [Fact]
    public Task It_needs_the_policies_of_making_and_enabling_a_device() => Refused.WithoutPolicy(
        server, "iam:CreateVirtualMFADevice", Arn.OfVirtualDevice(server.Admin.AccountId, "/ghost/", "phone"),
        new StartMfaEnrolment.Request("ghost", "phone"));

    private async Task<AsConsole> Somebody()
    {
        var user = await server.AddUser(server.NewName(), """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:*","Resource":"*"}}""");
        return await AsConsole.Open(server, user.UserName);
    }
}
