using Countersign.Mfa;
using Countersign.Storage;
using Countersign.Sts;

namespace Countersign.Tests;

[Collection<SharedServer>]
public sealed class UnlockMFADeviceTests(TestServer server)
{
    [Fact]
    public async Task A_device_that_a_hundred_wrong_codes_have_disabled_takes_a_right_code_again()
    {
        var user = await server.AddUser(server.NewName());
        var phone = await server.AddDevice(user.UserName);
        await SpendAll(user, phone);
        var right = () => server.Run(
            new AsUser(user.UserName), new GetSessionToken.Request(SerialNumber: phone.Serial.Value, TokenCode: phone.CodeAt(server.Clock.GetUtcNow())));
        Assert.Contains("This device is disabled", (await Assert.ThrowsAsync<ApiError>(right)).Message, StringComparison.Ordinal);

        await server.AsAdmin(new UnlockMFADevice.Request(user.UserName, phone.Serial));

        await right();
    }

    [Fact]
    public async Task A_device_of_somebody_else_is_refused()
    {
        var alice = await server.AddUser(server.NewName());
        var bob = await server.AddUser(server.NewName());
        var phone = await server.AddDevice(alice.UserName);

        await Refused.With(
            "NoSuchEntity", 404, "MFA Device invalid for user.", () => server.AsAdmin(new UnlockMFADevice.Request(bob.UserName, phone.Serial)));
    }

    [Fact]
    public Task It_needs_the_policy_of_a_resync_and_tells_nobody_else_whether_the_user_exists() => Refused.WithoutPolicy(
        server, "iam:ResyncMFADevice", server.UserArn("ghost"),
        new UnlockMFADevice.Request("ghost", SerialNumber.Parse("arn:aws:iam::123456789012:mfa/ghost")));

    private async Task SpendAll(User user, PhoneApp phone) => await server.Database.Write(
        async store =>
        {
            var device = await store.MfaDevices.Find(user.AccountId, phone.Serial.Value);
            await store.AttemptCounters.Fail(user.AccountId, Attempt.OfDevice(device!.DeviceId), server.Clock.GetUtcNow(), Attempt.LockedAt);
            return Nothing.Value;
        },
        TestContext.Current.CancellationToken);
}
