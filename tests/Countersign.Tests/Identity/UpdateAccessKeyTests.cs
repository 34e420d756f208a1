using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class UpdateAccessKeyTests(TestServer server)
{
    [Fact]
    public async Task A_key_is_switched_off_and_on()
    {
        var name = (await server.AddUser(server.NewName())).UserName;
        var id = (await server.AsAdmin(new CreateAccessKey.Request(name))).AccessKey.AccessKeyId;

        await server.AsAdmin(new UpdateAccessKey.Request(id, AccessKeyStatus.Inactive, name));
        Assert.False((await server.Stored(store => store.AccessKeys.Find(id)))!.IsActive);

        await server.AsAdmin(new UpdateAccessKey.Request(id, AccessKeyStatus.Active, name));
        Assert.True((await server.Stored(store => store.AccessKeys.Find(id)))!.IsActive);
    }

    [Fact]
    public async Task An_unknown_key_is_named()
    {
        var name = (await server.AddUser(server.NewName())).UserName;

        await Refused.With(
            "NoSuchEntity", 404, "The Access Key with id AKIAIOSFODNN7EXAMPLE cannot be found.",
            () => server.AsAdmin(new UpdateAccessKey.Request("AKIAIOSFODNN7EXAMPLE", AccessKeyStatus.Inactive, name)));
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:UpdateAccessKey", server.UserArn("ghost"),
        new UpdateAccessKey.Request("AKIAIOSFODNN7EXAMPLE", AccessKeyStatus.Inactive, "ghost"));
}
