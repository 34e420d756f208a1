using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class ListAccessKeysTests(TestServer server)
{
    [Fact]
    public async Task Both_keys_are_listed_page_by_page_with_their_status()
    {
        var name = (await server.AddUser(server.NewName())).UserName;
        var off = (await server.AsAdmin(new CreateAccessKey.Request(name))).AccessKey;
        var on = (await server.AsAdmin(new CreateAccessKey.Request(name))).AccessKey;
        await server.AsAdmin(new UpdateAccessKey.Request(off.AccessKeyId, AccessKeyStatus.Inactive, name));

        var first = await server.AsAdmin(new ListAccessKeys.Request(name, MaxItems: 1));
        var second = await server.AsAdmin(new ListAccessKeys.Request(name, first.Marker, 1));

        Assert.Equal((true, false), (first.IsTruncated, second.IsTruncated));
        Assert.Equivalent(
            new[]
            {
                new ListAccessKeys.Key(name, off.AccessKeyId, AccessKeyStatus.Inactive, off.CreateDate),
                new ListAccessKeys.Key(name, on.AccessKeyId, AccessKeyStatus.Active, on.CreateDate),
            },
            first.AccessKeyMetadata.Concat(second.AccessKeyMetadata), strict: true);
    }

    [Fact]
    public async Task A_user_without_keys_has_an_empty_list()
    {
        var list = await server.AsAdmin(new ListAccessKeys.Request((await server.AddUser(server.NewName())).UserName));

        Assert.Empty(list.AccessKeyMetadata);
        Assert.False(list.IsTruncated);
    }

    [Fact]
    public Task It_needs_a_policy() =>
        Refused.WithoutPolicy(server, "iam:ListAccessKeys", server.UserArn("ghost"), new ListAccessKeys.Request("ghost"));
}
