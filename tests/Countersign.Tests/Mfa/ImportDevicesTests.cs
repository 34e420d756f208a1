using Countersign.Identity;
using Countersign.Mfa;
using Countersign.Otp;
using Countersign.Otp.Exports;
using Countersign.SignIn;
using Countersign.Tests.Identity;

namespace Countersign.Tests;

public sealed class ImportDevicesTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly byte[] Seed = "12345678901234567890"u8.ToArray();
    private static readonly OathParameters EightByTheMinute = new(OathHash.Sha256, 8, TimeSpan.FromSeconds(60));

    [Fact]
    public async Task A_user_signs_in_with_the_app_that_was_brought_along()
    {
        var user = await UserWithPassword();
        var browser = new Browser(server);

        var done = await Import(apply: true, Row(user, Seed, EightByTheMinute));

        Assert.Equal([("Old-server", null)], done.Fates.Select(fate => (fate.DeviceName, fate.Refusal)));
        Assert.Equal(SignInStep.SecondFactor, await browser.Password(user, Passwords.First));
        Assert.Equal(SignInStep.Done, await browser.Code(Totp.Compute(Seed, EightByTheMinute, server.Clock.GetUtcNow())));
    }

    [Fact]
    public async Task A_dry_run_tells_all_and_stores_nothing()
    {
        var user = await UserWithPassword();

        var done = await Import(apply: false, Row(user, Seed));

        Assert.Equal((user, "Old-server", false), (done.Fates[0].UserName, done.Fates[0].DeviceName, done.IsStored));
        Assert.Empty(await Devices(user));
    }

    [Fact]
    public async Task Done_twice_it_changes_nothing_the_second_time()
    {
        var user = await UserWithPassword();
        await Import(apply: true, Row(user, Seed));

        var again = await Import(apply: true, Row(user, Seed));

        Assert.Equal((user, null, null), (again.Fates[0].UserName, again.Fates[0].DeviceName, again.Fates[0].Refusal));
        Assert.False(again.IsStored);
        Assert.Single(await Devices(user));
    }

    [Fact]
    public async Task One_refused_row_keeps_all_out_unless_it_is_to_be_left_out()
    {
        var user = await UserWithPassword();
        ExportRow[] rows = [Row(user, Seed), Row("stranger@example.com", [.. Seed, 1])];

        var refused = await Import(apply: true, rows);
        Assert.Equal(
            "there is no user for \"stranger@example.com\": name one with --map \"stranger@example.com=USER\"", refused.Fates[1].Refusal);
        Assert.Empty(await Devices(user));

        Assert.True((await Run(new ImportDevices.Request(rows, Nobody, Apply: true, SkipRefused: true))).IsStored);
        Assert.Single(await Devices(user));
    }

    [Fact]
    public async Task An_account_is_found_by_map_by_name_and_by_the_part_before_the_at_sign()
    {
        var user = await UserWithPassword();
        ExportRow[] rows = [Row($"{user}@example.com", Seed), Row("A. Person", [.. Seed, 1])];

        var done = await Run(new ImportDevices.Request(
            rows, new Dictionary<string, string>(StringComparer.Ordinal) { ["A. Person"] = user }, Apply: true));

        Assert.Equal([(user, "Old-server"), (user, "Old-server-2")], done.Fates.Select(fate => (fate.UserName, fate.DeviceName)));
    }

    [Fact]
    public async Task No_user_gets_more_devices_than_the_limit()
    {
        var user = await UserWithPassword();

        var done = await Import(apply: true, [.. Enumerable.Range(0, 9).Select(i => Row(user, [.. Seed, (byte)i]))]);

        Assert.Equal($"{user} would have more than 8 devices", Assert.Single(done.Fates, fate => fate.Refusal is not null).Refusal);
    }

    [Fact]
    public async Task A_session_begun_with_the_password_alone_ends()
    {
        var user = await UserWithPassword();
        var browser = new Browser(server);
        await browser.Password(user, Passwords.First);

        await Import(apply: true, Row(user, Seed));

        Assert.Equal("SessionExpired", (await Refused.By(browser.Who)).Code);
    }

    [Fact]
    public Task It_needs_a_permission() => Refused.WithoutPolicy(
        server, "countersign:ImportDevices", "*", new ImportDevices.Request([], Nobody, Apply: true));

    private static IReadOnlyDictionary<string, string> Nobody => new Dictionary<string, string>(StringComparer.Ordinal);

    private static ExportRow Row(string account, byte[] seed, OathParameters? parameters = null) => new("line 1", account, new ExportedAccount(
        "Old server", account, seed, OathTokenParameters.Of(OathKind.Totp, parameters ?? OathParameters.Default), 0), null);

    private Task<ImportDevices.Response> Import(bool apply, params ExportRow[] rows) => Run(new ImportDevices.Request(rows, Nobody, apply));

    private Task<ImportDevices.Response> Run(ImportDevices.Request request) => server.Run(new AsLocalOperator(), request);

    private async Task<IReadOnlyList<ListMFADevices.MFADevice>> Devices(string user) =>
        (await server.AsAdmin(new ListMFADevices.Request(user))).MFADevices;

    private async Task<string> UserWithPassword()
    {
        var user = await server.AddUser(server.NewName("anna"));
        await server.AsAdmin(new CreateLoginProfile.Request(user.UserName, Passwords.First));
        return user.UserName;
    }
}
