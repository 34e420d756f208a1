using Countersign.Mfa;

namespace Countersign.Tests;

[Collection<SharedServer>]
public sealed class ResetMfaTests(TestServer server)
{
    [Fact]
    public async Task Every_device_goes_for_good_and_sessions_end()
    {
        var user = await server.AddUser(server.NewName());
        var first = await server.AddDevice(user.UserName);
        var second = await server.AddDevice(user.UserName);
        var session = await AsConsole.Open(server, user.UserName);

        var answer = await server.AsAdmin(new ResetMfa.Request(user.UserName));

        Assert.Equal(
            new[] { first.Serial.Value, second.Serial.Value }.Order(StringComparer.Ordinal), answer.Removed.Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
        Assert.Empty((await server.AsAdmin(new ListMFADevices.Request(user.UserName))).MFADevices);
        Assert.Null(await server.Stored(store => store.MfaDevices.Find(server.Admin.AccountId, first.Serial.Value)));
        Assert.Null(await server.Stored(store => store.ConsoleSessions.Find(session.Session.SessionHash)));
    }

    [Fact]
    public async Task Wrong_codes_of_before_no_longer_count()
    {
        var user = await server.AddUser(server.NewName());
        await server.AddDevice(user.UserName);
        await server.Database.Write(
            async store =>
            {
                await store.AttemptCounters.Fail(user.AccountId, Attempt.OfUser(user.UserId), server.Clock.GetUtcNow(), 1);
                return Nothing.Value;
            },
            TestContext.Current.CancellationToken);

        await server.AsAdmin(new ResetMfa.Request(user.UserName));

        Assert.Null(await server.Stored(store => store.AttemptCounters.Find(user.AccountId, Attempt.OfUser(user.UserId))));
    }

    [Fact]
    public async Task Who_may_only_deactivate_may_not_delete_the_devices_with_it()
    {
        var user = await server.AddUser(server.NewName());
        var phone = await server.AddDevice(user.UserName);
        var helper = await server.AddUser(
            server.NewName(), """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:DeactivateMFADevice","Resource":"*"}}""");

        var error = await Assert.ThrowsAsync<ApiError>(() => server.Run(new AsUser(helper.UserName), new ResetMfa.Request(user.UserName)));

        Assert.Equal("AccessDenied", error.Code);
        Assert.Contains("iam:DeleteVirtualMFADevice on resource: " + phone.Serial.Value, error.Message, StringComparison.Ordinal);
        Assert.Single((await server.AsAdmin(new ListMFADevices.Request(user.UserName))).MFADevices);
    }

    [Fact]
    public Task An_unknown_user_is_named() => Refused.With(
        "NoSuchEntity", 404, "The user with name ghost cannot be found.", () => server.AsAdmin(new ResetMfa.Request("ghost")));

    [Fact]
    public Task It_needs_a_policy_and_tells_nobody_else_whether_the_user_exists() =>
        Refused.WithoutPolicy(server, "iam:DeactivateMFADevice", server.UserArn("ghost"), new ResetMfa.Request("ghost"));
}
