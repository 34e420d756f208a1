using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class DeleteAccessKeyTests(TestServer server)
{
    [Fact]
    public async Task A_deleted_key_is_gone()
    {
        var name = (await server.AddUser(server.NewName())).UserName;
        var id = (await server.AsAdmin(new CreateAccessKey.Request(name))).AccessKey.AccessKeyId;

        await server.AsAdmin(new DeleteAccessKey.Request(id, name));

        Assert.Null(await server.Stored(store => store.AccessKeys.Find(id)));
    }

    [Fact]
    public async Task Another_users_key_is_not_found()
    {
        var id = (await server.AsAdmin(new CreateAccessKey.Request((await server.AddUser(server.NewName())).UserName))).AccessKey.AccessKeyId;
        var other = (await server.AddUser(server.NewName())).UserName;

        await Refused.With(
            "NoSuchEntity", 404, $"The Access Key with id {id} cannot be found.", () => server.AsAdmin(new DeleteAccessKey.Request(id, other)));

        Assert.NotNull(await server.Stored(store => store.AccessKeys.Find(id)));
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:DeleteAccessKey", server.UserArn("ghost"), new DeleteAccessKey.Request("AKIAIOSFODNN7EXAMPLE", "ghost"));
}
