using Countersign.Identity;
using Countersign.Mfa;
using Countersign.SignIn;
using Countersign.Tests.SignIn;

namespace Countersign.Tests;

public sealed class CreateBypassCodeTests(TestServer server) : IClassFixture<TestServer>
{
    private const string NotRight = "That code was not right, has been used, or is over. Each works once.";

    [Fact]
    public async Task It_signs_in_once_beside_the_users_own_codes()
    {
        var alice = await RecoveringUser.Make(server);
        var made = await server.AsAdmin(new CreateBypassCode.Request(alice.Name, 2));

        var session = await (await alice.SignedIn(made.Code)).Who();
        Assert.Equal((RecoveryCodeKind.Bypass, 10), (session.SignedInBy, session.RecoveryCodesLeft));

        var again = await alice.Pending();
        await Refused.With("InvalidAuthenticationCode", 403, NotRight, () => again.Recovery(made.Code));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(24)]
    public async Task It_is_over_after_its_hours(int hours)
    {
        var alice = await RecoveringUser.Make(server);
        var made = await server.AsAdmin(new CreateBypassCode.Request(alice.Name, hours));
        Assert.Equal(server.Clock.GetUtcNow().AddHours(hours), made.ExpiresAt);
        Assert.Equal(made.ExpiresAt, (await server.AsAdmin(new GetUserCredentials.Request(alice.Name))).Recovery.BypassUntil);

        server.Clock.Advance(TimeSpan.FromHours(hours));

        var browser = await alice.Pending();
        await Refused.With("InvalidAuthenticationCode", 403, NotRight, () => browser.Recovery(made.Code));
        Assert.Null((await server.AsAdmin(new GetUserCredentials.Request(alice.Name))).Recovery.BypassUntil);
    }

    [Fact]
    public async Task A_new_one_replaces_the_one_before()
    {
        var alice = await RecoveringUser.Make(server);
        var first = await server.AsAdmin(new CreateBypassCode.Request(alice.Name, 1));
        var second = await server.AsAdmin(new CreateBypassCode.Request(alice.Name, 1));

        var browser = await alice.Pending();
        await Refused.With("InvalidAuthenticationCode", 403, NotRight, () => browser.Recovery(first.Code));
        Assert.Equal(SignInStep.Done, await browser.Recovery(second.Code));
    }

    [Fact]
    public async Task What_has_run_out_is_swept()
    {
        var alice = await RecoveringUser.Make(server);
        await server.AsAdmin(new CreateBypassCode.Request(alice.Name, 1));
        var user = (await server.Stored(store => store.Users.Find(server.Admin.AccountId, alice.Name)))!;
        var then = server.Clock.GetUtcNow();
        server.Clock.Advance(TimeSpan.FromHours(2));

        await server.Database.Write(
            async store =>
            {
                await store.RecoveryCodes.Sweep(server.Clock.GetUtcNow());
                return Nothing.Value;
            },
            TestContext.Current.CancellationToken);

        Assert.Empty(await server.Stored(store => store.RecoveryCodes.Usable(user.UserId, RecoveryCodeKind.Bypass, then)));
        Assert.Equal(10, await alice.Left());
    }

    [Fact]
    public async Task Nobody_makes_one_for_oneself()
    {
        var alice = await RecoveringUser.Make(server);
        var session = await AsConsole.Open(server, alice.Name, server.Clock.GetUtcNow());

        await Refused.With(
            "AccessDenied", 403, "A one-time code is for somebody else. For yourself, create recovery codes.",
            () => server.Run(session, new CreateBypassCode.Request(alice.Name.ToUpperInvariant(), 1)));
    }

    [Fact]
    public async Task The_operator_on_the_server_may_make_one_for_anybody()
    {
        var alice = await RecoveringUser.Make(server);
        var made = await server.Run(new AsLocalOperator(), new CreateBypassCode.Request(alice.Name, 1));

        await alice.SignedIn(made.Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(25)]
    [InlineData(int.MinValue)]
    public async Task Hours_outside_a_day_are_refused(int hours)
    {
        var alice = await RecoveringUser.Make(server);

        await Refused.With(
            "ValidationError", 400, "A one-time code is good for 1 to 24 hours.",
            () => server.AsAdmin(new CreateBypassCode.Request(alice.Name, hours)));
    }

    [Fact]
    public async Task For_somebody_without_a_device_there_is_nothing_to_do()
    {
        var user = await server.AddUser(server.NewName());

        await Refused.With(
            "InvalidInput", 400,
            $"{user.UserName} has no MFA device, so sign-in asks for none: there is nothing that a one-time code could stand in for.",
            () => server.AsAdmin(new CreateBypassCode.Request(user.UserName, 1)));
    }

    [Fact]
    public async Task In_the_console_it_asks_for_a_proof_that_is_fresh()
    {
        var alice = await RecoveringUser.Make(server);
        var session = await AsConsole.Open(server, "admin");
        server.Clock.Advance(Authoriser.FreshProofLifetime + TimeSpan.FromSeconds(1));

        Assert.Equal("FreshProofNeeded", (await Refused.By(() => server.Run(session, new CreateBypassCode.Request(alice.Name, 1)))).Code);
    }

    [Fact]
    public async Task An_unknown_user_is_named() => await Refused.With(
        "NoSuchEntity", 404, "The user with name ghost cannot be found.", () => server.AsAdmin(new CreateBypassCode.Request("ghost", 1)));

    [Fact]
    public Task It_needs_a_policy_and_tells_nobody_else_whether_the_user_exists() => Refused.WithoutPolicy(
        server, "iam:DeactivateMFADevice", server.UserArn("ghost"), new CreateBypassCode.Request("ghost", 1));
}
