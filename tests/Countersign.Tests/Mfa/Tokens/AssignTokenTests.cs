using Countersign.Mfa.Tokens;

namespace Countersign.Tests;

[Collection<SharedServer>]
public sealed class AssignTokenTests(TestServer server)
{
    [Theory]
    [InlineData("GALT70000001", "galt 7000 0001")]
    [InlineData("GALT70000002", " GALT-7000-0002 ")]
    [InlineData("AB-7000-0003", "ab-7000-0003")]
    [InlineData("000107246382", "107246382")]
    public async Task People_type_it_as_they_like(string serial, string typed)
    {
        var fob = await server.Put(new Fob(serial));

        Assert.Equal(serial, (await Assign(await User(), fob, typed)).SerialNumber.Value);
    }

    [Fact]
    public async Task Why_it_cannot_be_assigned_is_said_plainly_and_not_whose_it_is()
    {
        var (owner, other) = (await User(), await User());
        var (theirs, lost, disabled, expired) = (await server.Put(), await server.Put(), await server.Put(), await server.Put());
        await server.Assign(owner, theirs);
        await server.AsAdmin(new UpdateToken.Request(SerialNumber.Parse(lost.Serial), "lost"));
        await server.AsAdmin(new UpdateToken.Request(SerialNumber.Parse(disabled.Serial), "disabled"));
        await server.Database.Write(
            async store =>
            {
                var device = (await store.MfaDevices.Find(server.Admin.AccountId, expired.Serial))!;
                await store.MfaDevices.Remove(device.DeviceId);
                return await store.MfaDevices.Add(device with { ValidUntil = server.Clock.GetUtcNow() }, expired.Seed);
            },
            TestContext.Current.CancellationToken);

        await Refused.With(
            "EntityAlreadyExists", 409, $"The token {theirs.Serial} is in use. An administrator can take it from whoever has it.", () => Assign(other, theirs, theirs.Serial));
        await Refused.With("EntityAlreadyExists", 409, $"The token {theirs.Serial} is assigned to {owner} already.", () => Assign(owner, theirs, theirs.Serial));
        await Refused.With(
            "InvalidInput", 400, $"The token {lost.Serial} is reported lost. An administrator can make it available again in the token inventory.", () => Assign(other, lost, lost.Serial));
        await Refused.With(
            "InvalidInput", 400, $"The token {disabled.Serial} is disabled. An administrator can make it available again in the token inventory.", () => Assign(other, disabled, disabled.Serial));
        await Refused.With(
            "InvalidInput", 400, $"The token {expired.Serial} is outside the dates in its maker's file. Use another one.", () => Assign(other, expired, expired.Serial));
        await Refused.With(
            "NoSuchEntity", 404,
            "No token with the serial number NOWHERE99 is in the inventory. Check the number on its back; if it is right, an administrator has to import the token first.",
            () => Assign(other, lost, "nowhere99"));
        await Refused.With(
            "ValidationError", 400, "Type the serial number as it is printed on the token: letters and digits.", () => Assign(other, lost, "  "));
    }

    [Fact]
    public async Task It_has_the_name_its_user_gave_it_until_it_goes_back()
    {
        var (user, fob) = (await User(), await server.Put());
        await server.AddDevice(user);
        await server.AsAdmin(new Countersign.Mfa.RenameMFADevice.Request(
            user, (await server.AsAdmin(new Countersign.Mfa.ListMFADevices.Request(user))).MFADevices[0].SerialNumber, "phone"));
        await Refused.With("EntityAlreadyExists", 409, "There is a device named phone already. Choose another name.", () => Assign(user, fob, fob.Serial, "phone"));

        await Assign(user, fob, fob.Serial, "keyring");
        Assert.Equal("keyring", (await server.Token(fob.Serial)).Name);

        await server.AsAdmin(new Countersign.Mfa.DeactivateMFADevice.Request(SerialNumber.Parse(fob.Serial), user));
        Assert.Equal(fob.Serial, (await server.Token(fob.Serial)).Name);
    }

    [Fact]
    public async Task Only_wrong_codes_are_counted()
    {
        var (user, fob) = (await User(), await server.Put());
        for (var i = 0; i < 2 * Attempt.FreeTries; i++)
            Assert.Equal("NoSuchEntity", (await Refused.By(() => Assign(user, fob, "NOWHERE99"))).Code);
        var wrong = fob with { Seed = new byte[20] };
        for (var i = 0; i < Attempt.FreeTries; i++)
            Assert.Equal("InvalidAuthenticationCode", (await Refused.By(() => Assign(user, wrong, fob.Serial))).Code);

        Assert.NotNull((await Refused.By(() => Assign(user, fob, fob.Serial))).RetryAfter);
    }

    [Fact]
    public Task Who_may_not_assign_a_device_finds_none() => Refused.WithoutPolicy(
        server, "iam:EnableMFADevice", server.UserArn("whoever"), new AssignToken.Request("whoever", "GALT10000001", "fob", default, default));

    private async Task<string> User() => (await server.AddUser(server.NewName())).UserName;

    private Task<AssignToken.Response> Assign(string userName, Fob fob, string typed, string deviceName = "fob")
    {
        var now = server.Clock.GetUtcNow();
        return server.AsAdmin(new AssignToken.Request(userName, typed, deviceName, fob.At(now), fob.At(now, 1)));
    }
}
