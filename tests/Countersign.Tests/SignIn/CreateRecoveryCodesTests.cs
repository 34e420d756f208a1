using Countersign.Identity;
using Countersign.Mfa;
using Countersign.SignIn;

namespace Countersign.Tests.SignIn;

[Collection<SharedServer>]
public sealed class CreateRecoveryCodesTests(TestServer server)
{
    private const string NotRight = "That code was not right, has been used, or is over. Each works once.";

    [Fact]
    public async Task Ten_codes_of_eighty_bits_are_told_once()
    {
        var alice = await RecoveringUser.Make(server);

        Assert.Equal(10, alice.Codes.Select(code => code.Reveal()).Distinct(StringComparer.Ordinal).Count());
        Assert.All(alice.Codes, code => Assert.Matches("^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$", code.Reveal()));
        Assert.Equal(10, await alice.Left());
    }

    [Fact]
    public async Task New_ones_replace_those_of_before()
    {
        var alice = await RecoveringUser.Make(server);
        var session = await AsConsole.Open(server, alice.Name, server.Clock.GetUtcNow());
        var newer = (await server.Run(session, new CreateRecoveryCodes.Request())).Codes;

        var browser = await alice.Pending();
        await Refused.With("InvalidAuthenticationCode", 403, NotRight, () => browser.Recovery(alice.Codes[0]));
        Assert.Equal(SignInStep.Done, await browser.Recovery(newer[0]));
        Assert.Equal(9, await alice.Left());
    }

    [Fact]
    public async Task They_ask_for_a_proof_that_is_fresh_and_for_MFA_in_the_session()
    {
        var alice = await RecoveringUser.Make(server);
        var session = await AsConsole.Open(server, alice.Name, server.Clock.GetUtcNow());
        server.Clock.Advance(Authoriser.FreshProofLifetime + TimeSpan.FromSeconds(1));
        Assert.Equal("FreshProofNeeded", (await Refused.By(() => server.Run(session, new CreateRecoveryCodes.Request()))).Code);

        var withoutMfa = await AsConsole.Open(server, alice.Name);
        Assert.Equal("AccessDenied", (await Refused.By(() => server.Run(withoutMfa, new CreateRecoveryCodes.Request()))).Code);
        Assert.Equal("AccessDenied", (await Refused.By(() => server.Run(new AsUser(alice.Name), new CreateRecoveryCodes.Request()))).Code);
        Assert.Equal("ValidationError", (await Refused.By(() => server.Run(new AsLocalOperator(), new CreateRecoveryCodes.Request()))).Code);
    }

    [Fact]
    public async Task Without_a_device_there_is_nothing_that_they_could_stand_in_for()
    {
        var boss = await server.AddUser(server.NewName());
        await server.AsAdmin(new AttachUserPolicy.Request(boss.UserName, Arn.OfBuiltInPolicy(ManagedPolicies.Administrator)));

        await Refused.With(
            "InvalidInput", 400, "Assign an MFA device first: recovery codes stand in for one.",
            async () => await server.Run(await AsConsole.Open(server, boss.UserName), new CreateRecoveryCodes.Request()));
    }

    [Fact]
    public async Task They_end_with_the_last_device_and_not_before()
    {
        var alice = await RecoveringUser.Make(server);
        var second = await server.AddDevice(alice.Name);

        await server.AsAdmin(new DeactivateMFADevice.Request(second.Serial, alice.Name));
        Assert.Equal(10, await alice.Left());

        await server.AsAdmin(new DeactivateMFADevice.Request(alice.Phone.Serial, alice.Name));
        Assert.Null(await alice.Left());
    }

    [Fact]
    public async Task They_end_when_all_devices_are_taken_away()
    {
        var alice = await RecoveringUser.Make(server);

        await server.AsAdmin(new ResetMfa.Request(alice.Name));

        Assert.Null(await alice.Left());
    }

    [Fact]
    public async Task They_go_with_their_user()
    {
        var alice = await RecoveringUser.Make(server);
        await server.AsAdmin(new DetachUserPolicy.Request(alice.Name, Arn.OfBuiltInPolicy(ManagedPolicies.SelfManagement)));
        await server.AsAdmin(new DeleteLoginProfile.Request(alice.Name));
        await server.AsAdmin(new DeactivateMFADevice.Request(alice.Phone.Serial, alice.Name));

        await server.AsAdmin(new DeleteUser.Request(alice.Name));
    }

    [Fact]
    public async Task A_hash_that_is_copied_to_another_row_does_not_open()
    {
        var alice = await RecoveringUser.Make(server);
        var user = (await server.Stored(store => store.Users.Find(server.Admin.AccountId, alice.Name)))!;
        await using (var connection = await server.OpenDatabase())
        {
            await using var command = connection.CreateCommand();
            command.CommandText = """
                UPDATE recovery_codes SET hash_sealed = (SELECT hash_sealed FROM recovery_codes WHERE user_id = @user ORDER BY code_id LIMIT 1)
                WHERE user_id = @user
                """;
            command.Add("@user", user.UserId);
            Assert.Equal(10, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        }

        await Assert.ThrowsAsync<System.Security.Cryptography.AuthenticationTagMismatchException>(
            () => server.Stored(store => store.RecoveryCodes.Usable(user.UserId, RecoveryCodeKind.Own, server.Clock.GetUtcNow())));
    }

    [Fact]
    public async Task It_needs_a_policy()
    {
        var nobody = await server.AddUser(server.NewName("nobody"));

        await Refused.With(
            "AccessDenied", 403,
            $"User: {nobody.Arn} is not authorized to perform: countersign:CreateRecoveryCodes on resource: {nobody.Arn} because no identity-based policy allows the countersign:CreateRecoveryCodes action",
            () => server.Run(new AsUser(nobody.UserName), new CreateRecoveryCodes.Request()));
    }
}
