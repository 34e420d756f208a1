using Countersign.Mfa.Tokens;

namespace Countersign.Tests;

[Collection<SharedServer>]
public sealed class FindTokenTests(TestServer server)
{
    [Theory]
    [InlineData("GALT70000001", "galt 7000 0001")]
    [InlineData("GALT70000002", " GALT-7000-0002 ")]
    [InlineData("AB-7000-0003", "ab-7000-0003")]
    [InlineData("000107246382", "107246382")]
    public async Task People_type_it_as_they_like(string serial, string typed)
    {
        await server.Put(new Fob(serial));

        Assert.Equal(serial, (await Find(await User(), typed)).SerialNumber.Value);
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
            "EntityAlreadyExists", 409, $"The token {theirs.Serial} is in use. An administrator can take it from whoever has it.", () => Find(other, theirs.Serial));
        await Refused.With("EntityAlreadyExists", 409, $"The token {theirs.Serial} is assigned to {owner} already.", () => Find(owner, theirs.Serial));
        await Refused.With(
            "InvalidInput", 400, $"The token {lost.Serial} is reported lost. An administrator can make it available again in the token inventory.", () => Find(other, lost.Serial));
        await Refused.With(
            "InvalidInput", 400, $"The token {disabled.Serial} is disabled. An administrator can make it available again in the token inventory.", () => Find(other, disabled.Serial));
        await Refused.With(
            "InvalidInput", 400, $"The token {expired.Serial} is outside the dates in its maker's file. Use another one.", () => Find(other, expired.Serial));
        await Refused.With(
            "NoSuchEntity", 404,
            "No token with the serial number NOWHERE99 is in the inventory. Check the number on its back; if it is right, an administrator has to import the token first.",
            () => Find(other, "nowhere99"));
        await Refused.With(
            "ValidationError", 400, "Type the serial number as it is printed on the token: letters and digits.", () => Find(other, "  "));
    }

    [Fact]
    public Task Who_may_not_assign_a_device_finds_none() => Refused.WithoutPolicy(
        server, "iam:EnableMFADevice", server.UserArn("whoever"), new FindToken.Request("whoever", "GALT10000001"));

    private async Task<string> User() => (await server.AddUser(server.NewName())).UserName;

    private Task<FindToken.Response> Find(string userName, string typed) => server.AsAdmin(new FindToken.Request(userName, typed));
}
