using Countersign.Mfa.Tokens;

namespace Countersign.Tests;

public sealed class ListTokensTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Tokens_come_in_pages_in_the_order_of_their_serial_numbers()
    {
        await server.AsAdmin(Drawer.Import(Drawer.File([.. Enumerable.Range(0, 7).Select(i => new Fob($"PAGE{6 - i}00000").Line)])));

        var seen = new List<string>();
        string? marker = null;
        do
        {
            var page = await server.AsAdmin(new ListTokens.Request("page", Marker: marker, MaxItems: 3));
            seen.AddRange(page.Tokens.Select(token => token.SerialNumber.Value));
            marker = page.Marker;
        }
        while (marker is not null);

        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"PAGE{i}00000"), seen, StringComparer.Ordinal);
    }

    [Fact]
    public async Task They_are_found_by_state_and_told_with_whose_they_are()
    {
        var user = (await server.AddUser(server.NewName())).UserName;
        var (free, theirs, lost, disabled) = (new Fob("STATE00001"), new Fob("STATE00002"), new Fob("STATE00003"), new Fob("STATE00004"));
        await server.AsAdmin(Drawer.Import(Drawer.File(free.Line, theirs.Line, lost.Line, disabled.Line)));
        await server.Assign(user, theirs);
        await server.AsAdmin(new UpdateToken.Request(SerialNumber.Parse(lost.Serial), "lost"));
        await server.AsAdmin(new UpdateToken.Request(SerialNumber.Parse(disabled.Serial), "disabled"));

        foreach (var (state, fob) in new[] { ("available", free), ("assigned", theirs), ("lost", lost), ("disabled", disabled) })
            Assert.Equal(fob.Serial, Assert.Single((await server.AsAdmin(new ListTokens.Request("STATE", state))).Tokens).SerialNumber.Value);
        var all = await server.AsAdmin(new ListTokens.Request("STATE"));
        Assert.Equal([null, user, null, null], all.Tokens.Select(token => token.UserName), StringComparer.Ordinal);
        Assert.True(all is { Total: >= 4, AssignedTotal: 1, AvailableTotal: >= 1 });
        await Refused.With("ValidationError", 400, "Choose assigned, available, lost or disabled.", () => server.AsAdmin(new ListTokens.Request(State: "eaten")));
    }

    [Fact]
    public async Task Authenticator_apps_are_no_tokens()
    {
        var phone = await server.AsAdmin(new Countersign.Mfa.CreateVirtualMFADevice.Request(server.NewName("phone")));

        Assert.DoesNotContain((await server.AsAdmin(new ListTokens.Request(MaxItems: 1000))).Tokens, token => token.SerialNumber == phone.VirtualMFADevice.SerialNumber);
    }

    [Fact]
    public Task Who_may_not_sees_no_list() => Refused.WithoutPolicy(server, "countersign:ListTokens", "*", new ListTokens.Request());
}
