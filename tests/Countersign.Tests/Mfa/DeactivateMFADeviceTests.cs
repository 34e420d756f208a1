using Countersign.Mfa;

namespace Countersign.Tests;

[Collection<SharedServer>]
public sealed class DeactivateMFADeviceTests(TestServer server)
{
    [Fact]
    public async Task The_device_is_nobodys_afterwards_and_what_it_has_spent_stays_spent()
    {
        var user = await server.AddUser(server.NewName());
        var start = server.Clock.GetUtcNow();
        var phone = await server.AddDevice(user.UserName);

        await server.AsAdmin(new DeactivateMFADevice.Request(phone.Serial, user.UserName));

        Assert.Empty((await server.AsAdmin(new ListMFADevices.Request(user.UserName))).MFADevices);
        Assert.Equal("InvalidAuthenticationCode", (await Assert.ThrowsAsync<ApiError>(() => server.AsAdmin(new EnableMFADevice.Request(
            user.UserName, phone.Serial, phone.CodeAt(start), phone.CodeAt(start + PhoneApp.Step))))).Code);
    }

    [Fact]
    public async Task It_ends_the_users_sessions_and_temporary_credentials()
    {
        var user = await server.AddUser(server.NewName());
        var phone = await server.AddDevice(user.UserName);
        var session = await AsConsole.Open(server, user.UserName);

        await server.AsAdmin(new DeactivateMFADevice.Request(phone.Serial, user.UserName));

        Assert.Null(await server.Stored(store => store.ConsoleSessions.Find(session.Session.SessionHash)));
        Assert.Equal(
            server.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
            (await server.Stored(store => store.Users.Find(server.Admin.AccountId, user.UserName)))!.NotBeforeMs);
    }

    [Fact]
    public async Task In_the_console_it_asks_for_a_fresh_proof()
    {
        var user = await server.AddUser(server.NewName(), Allow);
        var phone = await server.AddDevice(user.UserName);
        var session = await AsConsole.Open(server, user.UserName, mfaAt: server.Clock.GetUtcNow());
        server.Clock.Advance(Authoriser.FreshProofLifetime + TimeSpan.FromSeconds(1));

        var error = await Assert.ThrowsAsync<ApiError>(() => server.Run(session, new DeactivateMFADevice.Request(phone.Serial)));

        Assert.Equal("FreshProofNeeded", error.Code);
        Assert.Single((await server.AsAdmin(new ListMFADevices.Request(user.UserName))).MFADevices);
    }

    [Fact]
    public async Task Somebody_elses_device_is_refused()
    {
        var alice = await server.AddUser(server.NewName());
        var bob = await server.AddUser(server.NewName());
        var phone = await server.AddDevice(alice.UserName);

        await Refused.With(
            "NoSuchEntity", 404, "MFA Device invalid for user.",
            () => server.AsAdmin(new DeactivateMFADevice.Request(phone.Serial, bob.UserName)));
        Assert.Single((await server.AsAdmin(new ListMFADevices.Request(alice.UserName))).MFADevices);
    }

    [Fact]
    public Task It_needs_a_policy_and_tells_nobody_else_whether_the_user_exists() => Refused.WithoutPolicy(
        server, "iam:DeactivateMFADevice", server.UserArn("ghost"),
        new DeactivateMFADevice.Request(SerialNumber.Parse("arn:aws:iam::123456789012:mfa/ghost"), "ghost"));

    private const string Allow = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:*","Resource":"*"}}""";
}
