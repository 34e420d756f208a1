using Countersign.Mfa;
using Countersign.Storage;

namespace Countersign.Tests;

[Collection<SharedServer>]
public sealed class TagMFADeviceTests(TestServer server)
{
    [Fact]
    public async Task A_key_that_is_there_in_another_case_gets_the_new_key_and_value()
    {
        var serial = await NewDevice(new Tag("Team", "ops"));

        await server.AsAdmin(new TagMFADevice.Request(serial, [new Tag("team", "dev"), new Tag("a", "")]));

        Assert.Equal([new Tag("a", ""), new Tag("team", "dev")], (await server.AsAdmin(new ListMFADeviceTags.Request(serial))).Tags);
    }

    [Fact]
    public async Task More_than_fifty_are_refused_and_none_of_the_new_ones_is_kept()
    {
        var serial = await NewDevice([.. Enumerable.Range(0, 49).Select(n => new Tag($"k{n}", "v"))]);

        await Refused.With(
            "LimitExceeded", 409, "Cannot exceed quota for TagsPerResource: 50",
            () => server.AsAdmin(new TagMFADevice.Request(serial, [new Tag("x", "1"), new Tag("y", "2")])));

        await server.AsAdmin(new TagMFADevice.Request(serial, [new Tag("x", "1"), new Tag("K0", "w")]));
        Assert.Equal(50, (await server.AsAdmin(new ListMFADeviceTags.Request(serial))).Tags.Count);
    }

    [Fact]
    public async Task Two_keys_that_differ_only_in_case_are_refused()
    {
        var serial = await NewDevice();

        await Refused.With(
            "InvalidInput", 400, "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
            () => server.AsAdmin(new TagMFADevice.Request(serial, [new Tag("a", "1"), new Tag("A", "2")])));
    }

    [Fact]
    public Task An_unknown_device_is_named() => Refused.With(
        "NoSuchEntity", 404, $"VirtualMFADevice with serial number {Ghost} doesn't exist.",
        () => server.AsAdmin(new TagMFADevice.Request(Ghost, [new Tag("a", "1")])));

    [Fact]
    public async Task A_device_that_somebodys_wizard_is_setting_up_does_not_exist_for_others()
    {
        var serial = Arn.OfVirtualDevice(server.Admin.AccountId, "/", server.NewName("wizard"));
        await server.Database.Write(
            store => store.MfaDevices.Add(
                new MfaDevice
                {
                    DeviceId = UniqueId.OfEntity("MFAD"),
                    AccountId = server.Admin.AccountId,
                    SerialNumber = serial,
                    Name = "wizard",
                    Kind = "virtual",
                    NextStep = 0,
                    DriftSteps = 0,
                    RecentOffsets = 0,
                    CreatedAt = server.Clock.GetUtcNow(),
                    ExpiresAt = server.Clock.GetUtcNow() + Enrolments.Lifetime,
                    WizardSession = [1, 2, 3],
                },
                new byte[VirtualDevice.SecretBytes]),
            TestContext.Current.CancellationToken);

        await Refused.With(
            "NoSuchEntity", 404, $"VirtualMFADevice with serial number {serial} doesn't exist.",
            () => server.AsAdmin(new TagMFADevice.Request(SerialNumber.Parse(serial), [new Tag("a", "1")])));
    }

    [Fact]
    public Task It_needs_a_policy() =>
        Refused.WithoutPolicy(server, "iam:TagMFADevice", Ghost.Value, new TagMFADevice.Request(Ghost, [new Tag("a", "1")]));

    [Theory]
    [InlineData("aws:RequestTag/team", "team", "ops", true)]
    [InlineData("aws:RequestTag/team", "team", "dev", false)]
    [InlineData("aws:ResourceTag/team", "other", "x", true)]
    [InlineData("aws:TagKeys", "ops", "x", true)]
    [InlineData("aws:TagKeys", "dev", "x", false)]
    public async Task A_policy_can_look_at_the_tags_that_are_there_and_that_come(string key, string tag, string value, bool allowed)
    {
        var serial = await NewDevice(new Tag("team", "ops"));
        var user = await server.AddUser(server.NewName(), """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:TagMFADevice","Resource":"*","Condition":{"ForAnyValue:StringEquals":{"KEY":"ops"}}}}
            """.Replace("KEY", key, StringComparison.Ordinal));

        var act = () => server.Run(new AsUser(user.UserName), new TagMFADevice.Request(serial, [new Tag(tag, value)]));

        if (allowed)
            await act();
        else
            Assert.Equal("AccessDenied", (await Assert.ThrowsAsync<ApiError>(act)).Code);
    }

    private SerialNumber Ghost => SerialNumber.Parse(Arn.OfVirtualDevice(server.Admin.AccountId, "/", "ghost"));

    private async Task<SerialNumber> NewDevice(params Tag[] tags) =>
        (await server.AsAdmin(new CreateVirtualMFADevice.Request(server.NewName("phone"), Tags: tags))).VirtualMFADevice.SerialNumber;
}
