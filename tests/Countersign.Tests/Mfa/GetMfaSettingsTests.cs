using Countersign.Mfa;

namespace Countersign.Tests;

[Collection<SharedServer>]
public sealed class GetMfaSettingsTests(TestServer server)
{
    [Fact]
    public async Task At_first_nothing_is_demanded()
    {
        var demands = await server.AsAdmin(new GetMfaSettings.Request());

        Assert.Equal((null, false, false), (demands.RequiredFrom, demands.PasswordlessSignIn, demands.AttestationRequired));
        Assert.Empty(demands.AllowedAaguids);
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(server, "countersign:GetMfaSettings", "*", new GetMfaSettings.Request());
}
