using Countersign.Identity;

namespace Countersign.Tests.Identity;

public sealed class GetUserCredentialsTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Everything_that_a_user_can_prove_identity_with_is_told_and_no_secret()
    {
        var name = server.NewName();
        await server.AsAdmin(new CreateUser.Request(name));
        await server.AsAdmin(new CreateLoginProfile.Request(name, Passwords.First, PasswordResetRequired: true));
        var key = (await server.AsAdmin(new CreateAccessKey.Request(name))).AccessKey;
        var phone = await server.AddDevice(name);
        await server.AsAdmin(new AttachUserPolicy.Request(name, Arn.OfBuiltInPolicy("IAMReadOnlyAccess")));

        var told = await server.AsAdmin(new GetUserCredentials.Request(name));

        Assert.Equal((name, true, false), (told.UserName, told.PasswordResetRequired, told.IsSelf));
        Assert.Equal((phone.Serial, false), (Assert.Single(told.Devices).SerialNumber, told.Devices[0].IsDisabled));
        Assert.Equal((key.AccessKeyId, true), (Assert.Single(told.AccessKeys).AccessKeyId, told.AccessKeys[0].IsActive));
        Assert.Equal("IAMReadOnlyAccess", Assert.Single(told.AttachedPolicies));
        Assert.DoesNotContain(key.SecretAccessKey, System.Text.Json.JsonSerializer.Serialize(told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_name_it_is_the_caller()
    {
        var user = await server.AddUser(
            server.NewName(), """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"countersign:*","Resource":"*"}}""");

        var told = await server.Run(new AsUser(user.UserName), new GetUserCredentials.Request());

        Assert.Equal((user.UserName, true, null), (told.UserName, told.IsSelf, told.PasswordChanged));
    }

    [Fact]
    public async Task The_last_device_of_the_last_administrator_is_known()
    {
        var (boss, deputy) = (await Administrator(), await Administrator());
        async Task<bool> IsLast(string name) => (await server.AsAdmin(new GetUserCredentials.Request(name))).IsLastDeviceOfLastAdministrator;
        Assert.False(await IsLast(boss));

        await server.AddDevice(boss);
        Assert.True(await IsLast(boss));

        await server.AddDevice(boss);
        Assert.False(await IsLast(boss));    // not his last

        var one = await server.AddDevice(deputy);
        Assert.False(await IsLast(deputy));    // another administrator has one
        await server.AsAdmin(new Countersign.Mfa.ResetMfa.Request(boss));
        Assert.True(await IsLast(deputy));

        await server.AsAdmin(new DetachUserPolicy.Request(deputy, Arn.OfBuiltInPolicy("AdministratorAccess")));
        Assert.False(await IsLast(deputy));
        await server.AsAdmin(new Countersign.Mfa.DeactivateMFADevice.Request(one.Serial, deputy));
    }

    [Fact]
    public async Task Administrators_through_a_group_count_as_administrators()
    {
        var group = server.NewName("bosses");
        await server.AsAdmin(new CreateGroup.Request(group));
        await server.AsAdmin(new AttachGroupPolicy.Request(group, Arn.OfBuiltInPolicy("AdministratorAccess")));
        var boss = (await server.AddUser(server.NewName("boss"))).UserName;
        var one = await server.AddDevice(boss);
        async Task<bool> IsLast(string name) => (await server.AsAdmin(new GetUserCredentials.Request(name))).IsLastDeviceOfLastAdministrator;
        Assert.False(await IsLast(boss));    // no administrator yet

        await server.AsAdmin(new AddUserToGroup.Request(group, boss));
        Assert.True(await IsLast(boss));

        var deputy = await Administrator();
        var other = await server.AddDevice(deputy);
        Assert.False(await IsLast(boss));
        Assert.False(await IsLast(deputy));    // the boss has one, through the group

        await server.AsAdmin(new Countersign.Mfa.DeactivateMFADevice.Request(one.Serial, boss));
        await server.AsAdmin(new Countersign.Mfa.DeactivateMFADevice.Request(other.Serial, deputy));
        await server.AsAdmin(new DetachUserPolicy.Request(deputy, Arn.OfBuiltInPolicy("AdministratorAccess")));
    }

    [Fact]
    public async Task Whether_sign_in_requires_MFA_is_told_for_the_page_that_removes_a_device()
    {
        async Task<bool> IsRequired() => (await server.AsAdmin(new GetUserCredentials.Request("admin"))).IsMfaRequired;
        Assert.False(await IsRequired());

        await Require(server.Clock.GetUtcNow());
        Assert.True(await IsRequired());

        await Require(null);
        Assert.False(await IsRequired());

        Task Require(DateTimeOffset? from) => server.Database.Write(async store =>
        {
            await store.Accounts.SetMfaSettings(server.Admin.AccountId, new Countersign.Storage.MfaSettings { RequiredFrom = from });
            return Nothing.Value;
        });
    }

    private async Task<string> Administrator()
    {
        var user = await server.AddUser(server.NewName("boss"));
        await server.AsAdmin(new AttachUserPolicy.Request(user.UserName, Arn.OfBuiltInPolicy("AdministratorAccess")));
        return user.UserName;
    }

    [Fact]
    public Task An_unknown_user_is_named() => Refused.With(
        "NoSuchEntity", 404, "The user with name ghost cannot be found.", () => server.AsAdmin(new GetUserCredentials.Request("ghost")));

    [Fact]
    public Task It_needs_a_policy_and_tells_nobody_else_whether_the_user_exists() => Refused.WithoutPolicy(
        server, "countersign:GetUserCredentials", server.UserArn("ghost"), new GetUserCredentials.Request("ghost"));
}
