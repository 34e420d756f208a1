using Countersign.Identity;
using Countersign.Mfa;
using Countersign.Tests.Identity;

namespace Countersign.Tests;

public sealed class ListUsersWithoutMfaTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task It_is_who_can_sign_in_and_has_no_device_page_by_page()
    {
        await server.AddUser("without-password");
        foreach (var name in new[] { "carol", "Bob", "dave", "with-device" })
        {
            await server.AddUser(name);
            await server.AsAdmin(new CreateLoginProfile.Request(name, Passwords.First));
        }

        await server.AddDevice("with-device");

        var first = await server.AsAdmin(new ListUsersWithoutMfa.Request(MaxItems: 3));
        Assert.Equal(["admin", "Bob", "carol"], first.UserNames, StringComparer.Ordinal);
        Assert.Equal(4, first.Total);

        var second = await server.AsAdmin(new ListUsersWithoutMfa.Request(first.Marker));
        Assert.Equal(["dave"], second.UserNames, StringComparer.Ordinal);
        Assert.Equal((4, null), (second.Total, second.Marker));
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(server, "iam:ListUsers", "*", new ListUsersWithoutMfa.Request());
}
