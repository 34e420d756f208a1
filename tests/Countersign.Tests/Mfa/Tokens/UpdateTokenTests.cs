using Countersign.Mfa.Tokens;

namespace Countersign.Tests;

[Collection<SharedServer>]
public sealed class UpdateTokenTests(TestServer server)
{
    [Theory]
    [InlineData("lost", "is reported lost")]
    [InlineData("disabled", "is disabled")]
    public async Task A_token_that_is_lost_or_disabled_is_refused_until_it_is_available_again(string status, string words)
    {
        var (user, fob) = ((await server.AddUser(server.NewName())).UserName, await server.Put());

        await Set(fob, status);
        var refusal = await Refused.By(() => server.Assign(user, fob));
        Assert.Contains($"The token {fob.Serial} {words}.", refusal.Message, StringComparison.Ordinal);

        await Set(fob, "available");
        await server.Assign(user, fob);
        Assert.Equal(user, (await server.Token(fob.Serial)).UserName);
    }

    [Fact]
    public async Task One_that_is_somebodys_is_taken_from_its_user_first()
    {
        var (user, fob) = ((await server.AddUser(server.NewName())).UserName, await server.Put());
        await server.Assign(user, fob);

        await Refused.With("DeleteConflict", 409, $"The token {fob.Serial} is somebody's. Take it from its user first.", () => Set(fob, "lost"));

        await server.AsAdmin(new Countersign.Mfa.DeactivateMFADevice.Request(SerialNumber.Parse(fob.Serial), user));
        await Set(fob, "lost");
        Assert.Equal("lost", (await server.Token(fob.Serial)).Status);
    }

    [Fact]
    public async Task An_unknown_token_or_status_is_refused()
    {
        var fob = await server.Put();
        await Refused.With("ValidationError", 400, "A token is available, lost or disabled.", () => Set(fob, "eaten"));
        await Refused.With("NoSuchEntity", 404, "There is no token NOWHERE-00 in the inventory.", () => Set(new Fob("NOWHERE-00"), "lost"));
    }

    [Fact]
    public async Task In_the_console_the_proof_must_be_fresh()
    {
        var fob = await server.Put();
        var session = await AsConsole.Open(server, "admin");
        server.Clock.Advance(TimeSpan.FromMinutes(16));

        Assert.Equal("FreshProofNeeded", (await Refused.By(() => server.Run(session, new UpdateToken.Request(SerialNumber.Parse(fob.Serial), "lost")))).Code);
    }

    [Fact]
    public Task Who_may_not_changes_nothing() => Refused.WithoutPolicy(
        server, "countersign:UpdateToken", $"arn:aws:iam::{server.Admin.AccountId}:mfa/GALT10000001",
        new UpdateToken.Request(SerialNumber.Parse("GALT10000001"), "lost"));

    private Task Set(Fob fob, string status) => server.AsAdmin(new UpdateToken.Request(SerialNumber.Parse(fob.Serial), status));
}
