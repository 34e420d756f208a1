using Countersign.Mfa;
using Countersign.SignIn;

namespace Countersign.Tests;

public sealed class UpdateMfaSettingsTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Model = "2fc0579f-8113-47ea-b116-bb5a8db9202a";
    private const string OtherModel = "00000000-0000-0000-0000-000000000001";

    [Fact]
    public async Task What_is_set_is_told_back_with_models_once_and_in_order()
    {
        var from = DateTimeOffset.Parse("2027-01-01T00:00:00.4Z", null);

        await Set(new MfaDemands(from, true, true, [Model.ToUpperInvariant(), OtherModel, Model]));

        var demands = await server.AsAdmin(new GetMfaSettings.Request());
        Assert.Equal((DateTimeOffset.Parse("2027-01-01T00:00:00Z", null), true, true), (demands.RequiredFrom, demands.PasswordlessSignIn, demands.AttestationRequired));
        Assert.Equal([OtherModel, Model], demands.AllowedAaguids, StringComparer.Ordinal);
        await Set(new MfaDemands(null, false, false, []));
    }

    [Fact]
    public async Task A_session_without_MFA_ends_when_it_is_switched_on_also_its_own()
    {
        var session = await SignedIn();

        await session.Run(new UpdateMfaSettings.Request(new MfaDemands(server.Clock.GetUtcNow(), false, false, []), new MfaDemands(null, false, false, [])));

        Assert.Equal("SessionExpired", (await Refused.By(session.Who)).Code);
        await Set(new MfaDemands(null, false, false, []));
    }

    [Fact]
    public async Task Who_has_no_device_is_told_before_the_day_and_who_has_one_is_not()
    {
        var from = DateTimeOffset.Parse("2027-06-01T00:00:00Z", null);
        await Set(new MfaDemands(from, false, false, []));
        var without = await SignedIn();
        var with = await server.AddUser(server.NewName());
        await server.AddDevice(with.UserName);

        Assert.Equal(from, (await without.Who()).MfaRequiredFrom);
        Assert.Null((await server.Run(await AsConsole.Open(server, with.UserName), new GetSession.Request())).MfaRequiredFrom);
        await Set(new MfaDemands(null, false, false, []));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2fc0579f811347eab116bb5a8db9202a")]
    [InlineData("{2fc0579f-8113-47ea-b116-bb5a8db9202a}")]
    [InlineData("yubikey")]
    public async Task A_model_is_a_UUID_and_nothing_else(string aaguid)
    {
        var error = await Refused.By(() => Set(new MfaDemands(null, false, false, [aaguid])));

        Assert.Equal(("ValidationError", "AllowedAaguids"), (error.Code, error.Member));
    }

    [Fact]
    public Task More_than_a_hundred_models_are_refused() => Refused.With(
        "ValidationError", 400, "At most 100 models can be allowed.",
        () => Set(new MfaDemands(null, false, false, [.. Enumerable.Range(0, 101).Select(i => $"00000000-0000-0000-0000-{i:D12}")])));

    [Fact]
    public async Task Nobody_overwrites_what_somebody_else_has_changed_since()
    {
        var seen = await server.AsAdmin(new GetMfaSettings.Request());
        await Set(seen with { PasswordlessSignIn = true });

        await Refused.With(
            "ConcurrentModification", 409, "Somebody else has changed the settings meanwhile. Look at them again, then save.",
            () => server.AsAdmin(new UpdateMfaSettings.Request(seen with { AttestationRequired = true }, seen)));

        Assert.False((await server.AsAdmin(new GetMfaSettings.Request())).AttestationRequired);
        await Set(new MfaDemands(null, false, false, []));
    }

    [Fact]
    public async Task The_audit_log_says_what_was_and_what_is()
    {
        await Set(new MfaDemands(DateTimeOffset.Parse("2028-02-29T00:00:00Z", null), false, true, [Model]));

        await using var connection = await server.OpenDatabase();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT record FROM audit_events WHERE action = 'countersign:UpdateMfaSettings' AND outcome = 'Success' ORDER BY event_seq DESC LIMIT 1";
        var record = (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;

        Assert.Contains("\"before\":\"MFA required: no; passwordless sign-in: no; attestation required: no; allowed models: any\"", record, StringComparison.Ordinal);
        Assert.Contains($"\"after\":\"MFA required: from 2028-02-29T00:00:00Z; passwordless sign-in: no; attestation required: yes; allowed models: {Model}\"", record, StringComparison.Ordinal);
        await Set(new MfaDemands(null, false, false, []));
    }

    [Fact]
    public async Task In_the_console_it_asks_for_a_proof_that_is_fresh()
    {
        var session = await SignedIn();
        server.Clock.Advance(Authoriser.FreshProofLifetime + TimeSpan.FromSeconds(1));
        var nothing = new MfaDemands(null, false, false, []);

        Assert.Equal("FreshProofNeeded", (await Refused.By(() => session.Run(new UpdateMfaSettings.Request(nothing, nothing)))).Code);
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "countersign:UpdateMfaSettings", "*", new UpdateMfaSettings.Request(new MfaDemands(null, true, true, []), new MfaDemands(null, false, false, [])));

    private async Task Set(MfaDemands demands) =>
        await server.AsAdmin(new UpdateMfaSettings.Request(demands, await server.AsAdmin(new GetMfaSettings.Request())));

    /// <summary>An administrator without a device, signed in.</summary>
    private async Task<Browser> SignedIn()
    {
        var boss = await server.AddUser(server.NewName("boss"));
        await server.AsAdmin(new Countersign.Identity.AttachUserPolicy.Request(boss.UserName, Arn.OfBuiltInPolicy("AdministratorAccess")));
        await server.AsAdmin(new Countersign.Identity.CreateLoginProfile.Request(boss.UserName, Identity.Passwords.First));
        var browser = new Browser(server);
        await browser.Password(boss.UserName, Identity.Passwords.First);
        return browser;
    }
}
