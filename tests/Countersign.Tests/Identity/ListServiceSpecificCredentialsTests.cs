using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class ListServiceSpecificCredentialsTests(TestServer server)
{
    [Fact]
    public async Task A_user_has_none_and_somebody_who_is_not_there_is_not_found()
    {
        var user = await server.AddUser(server.NewName());

        var listed = await server.AsAdmin(new ListServiceSpecificCredentials.Request(user.UserName));

        Assert.Empty(listed.ServiceSpecificCredentials);
        Assert.False(listed.IsTruncated);
        await Refused.With("NoSuchEntity", 404, "The user with name nobody-here cannot be found.", () => server.AsAdmin(new ListServiceSpecificCredentials.Request("nobody-here")));
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(server, ListServiceSpecificCredentials.Action, server.UserArn("somebody"), new ListServiceSpecificCredentials.Request("somebody"));
}
