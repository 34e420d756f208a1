using Countersign.Mfa.Tokens;

namespace Countersign.Tests;

[Collection<SharedServer>]
public sealed class DeleteTokenTests(TestServer server)
{
    [Fact]
    public async Task A_token_that_is_nobodys_is_gone_and_its_file_brings_it_back()
    {
        var fob = await server.Put();

        await Delete(fob);

        await Refused.By(() => server.Token(fob.Serial));
        Assert.Equal(1, (await server.AsAdmin(Drawer.Import(Drawer.File(fob.Line)))).Imported);
    }

    [Fact]
    public async Task One_that_is_somebodys_stays()
    {
        var (user, fob) = ((await server.AddUser(server.NewName())).UserName, await server.Put());
        await server.Assign(user, fob);

        await Refused.With("DeleteConflict", 409, $"The token {fob.Serial} is somebody's. Take it from its user first.", () => Delete(fob));

        Assert.Equal(user, (await server.Token(fob.Serial)).UserName);
    }

    [Fact]
    public async Task An_authenticator_app_is_not_deleted_this_way()
    {
        var phone = (await server.AsAdmin(new Countersign.Mfa.CreateVirtualMFADevice.Request(server.NewName("phone")))).VirtualMFADevice.SerialNumber;

        await Refused.With("NoSuchEntity", 404, $"There is no token {phone} in the inventory.", () => server.AsAdmin(new DeleteToken.Request(phone)));
    }

    [Fact]
    public async Task In_the_console_the_proof_must_be_fresh()
    {
        var fob = await server.Put();
        var session = await AsConsole.Open(server, "admin");
        server.Clock.Advance(TimeSpan.FromMinutes(16));

        Assert.Equal("FreshProofNeeded", (await Refused.By(() => server.Run(session, new DeleteToken.Request(SerialNumber.Parse(fob.Serial))))).Code);
    }

    [Fact]
    public Task Who_may_not_deletes_nothing() => Refused.WithoutPolicy(
        server, "countersign:DeleteToken", $"arn:aws:iam::{server.Admin.AccountId}:mfa/GALT10000001", new DeleteToken.Request(SerialNumber.Parse("GALT10000001")));

    private Task Delete(Fob fob) => server.AsAdmin(new DeleteToken.Request(SerialNumber.Parse(fob.Serial)));
}
