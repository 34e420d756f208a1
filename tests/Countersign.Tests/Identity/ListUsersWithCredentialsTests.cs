using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class ListUsersWithCredentialsTests(TestServer server)
{
    [Fact]
    public async Task Each_user_is_told_with_password_keys_and_kinds_of_device()
    {
        var stem = server.NewName("kinds");
        var now = server.Clock.GetUtcNow();
        await server.AsAdmin(new CreateUser.Request(stem + "-a"));
        await server.AsAdmin(new CreateLoginProfile.Request(stem + "-a", Passwords.First));
        await server.AsAdmin(new CreateAccessKey.Request(stem + "-a"));
        await server.AsAdmin(new CreateUser.Request(stem + "-b"));
        await server.AddDevice(stem + "-a");

        var rows = (await server.AsAdmin(new ListUsersWithCredentials.Request(stem))).Users;

        Assert.Equal([stem + "-a", stem + "-b"], rows.Select(row => row.UserName), StringComparer.Ordinal);
        Assert.Equal((true, now), (rows[0].HasPassword, rows[0].OldestActiveKey));
        Assert.Equal("virtual", Assert.Single(rows[0].MfaKinds));
        Assert.Equal((false, null), (rows[1].HasPassword, rows[1].OldestActiveKey));
        Assert.Empty(rows[1].MfaKinds);
    }

    [Fact]
    public async Task Users_without_a_device_can_be_looked_for()
    {
        var stem = server.NewName("without");
        await server.AsAdmin(new CreateUser.Request(stem + "-a"));
        await server.AsAdmin(new CreateUser.Request(stem + "-b"));
        await server.AddDevice(stem + "-a");

        var without = (await server.AsAdmin(new ListUsersWithCredentials.Request(stem, "none"))).Users;
        var with = (await server.AsAdmin(new ListUsersWithCredentials.Request(stem, "virtual"))).Users;

        Assert.Equal(stem + "-b", Assert.Single(without).UserName);
        Assert.Equal(stem + "-a", Assert.Single(with).UserName);
    }

    [Fact]
    public async Task A_page_that_is_cut_leads_to_the_rest()
    {
        var stem = server.NewName("pages");
        foreach (var end in new[] { "-a", "-b", "-c" })
            await server.AsAdmin(new CreateUser.Request(stem + end));

        var first = await server.AsAdmin(new ListUsersWithCredentials.Request(stem, MaxItems: 2));
        var second = await server.AsAdmin(new ListUsersWithCredentials.Request(stem, Marker: first.Marker, MaxItems: 2));

        Assert.Equal(2, first.Users.Count);
        Assert.Equal(stem + "-c", Assert.Single(second.Users).UserName);
        Assert.Null(second.Marker);
    }

    [Fact]
    public Task It_needs_the_policy_of_ListUsers() => Refused.WithoutPolicy(server, "iam:ListUsers", "*", new ListUsersWithCredentials.Request());
}
