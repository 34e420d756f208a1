using Countersign.Mfa.Tokens;

namespace Countersign.Tests;

[Collection<SharedServer>]
public sealed class GetTokenTests(TestServer server)
{
    [Fact]
    public async Task A_token_is_told_with_what_its_file_said()
    {
        var serial = server.NewSerial();
        await server.AsAdmin(Drawer.Import(Drawer.Whole(
            $"serial,secret,encoding,digits,manufacturer,model,user\n{serial},{Convert.ToHexString(new byte[20])},hex,6,Feitian,c200,alice\n")));

        var token = await server.Token(serial);

        Assert.Equal(
            ("Hardware token", "6 digits by time", "Feitian", "c200", "alice", null),
            (token.Kind, token.Description, token.Manufacturer, token.Model, token.IntendedFor, token.UserName));
    }

    [Fact]
    public async Task An_authenticator_app_is_no_token()
    {
        var phone = (await server.AsAdmin(new Countersign.Mfa.CreateVirtualMFADevice.Request(server.NewName("phone")))).VirtualMFADevice.SerialNumber;

        await Refused.With("NoSuchEntity", 404, $"There is no token {phone} in the inventory.", () => server.Token(phone.Value));
    }

    [Fact]
    public Task Who_may_not_is_not_told_whether_there_is_one() => Refused.WithoutPolicy(
        server, "countersign:GetToken", $"arn:aws:iam::{server.Admin.AccountId}:mfa/GALT10000001", new GetToken.Request(SerialNumber.Parse("GALT10000001")));
}
