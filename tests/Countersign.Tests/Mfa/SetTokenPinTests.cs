using Countersign.Mfa;
using Countersign.Otp.SecurId;

namespace Countersign.Tests;

/// <summary>What a PIN does at sign-in is in <see cref="SecurIdDeviceTests"/>.</summary>
public sealed class SetTokenPinTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task An_authenticator_app_knows_no_PIN()
    {
        var user = await server.AddUser(server.NewName());
        var phone = await server.AddDevice(user.UserName);
        Assert.True(SecurIdPin.TryParse("4711", out var pin));

        await Refused.With(
            "NoSuchEntity", 404, "Only RSA SecurID tokens know a PIN.",
            () => server.AsAdmin(new SetTokenPin.Request(user.UserName, phone.Serial, PinStyle.Added, pin)));
    }

    [Fact]
    public async Task It_is_asked_for_as_a_resync_is()
    {
        var user = await server.AddUser(server.NewName());

        await Refused.WithoutPolicy(
            server, "iam:ResyncMFADevice", server.UserArn(user.UserName),
            new SetTokenPin.Request(user.UserName, SerialNumber.Parse("123456789"), PinStyle.None));
    }
}
