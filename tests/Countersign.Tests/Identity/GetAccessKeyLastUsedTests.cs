using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class GetAccessKeyLastUsedTests(TestServer server)
{
    [Fact]
    public async Task A_key_that_was_never_used_says_so()
    {
        var (name, id) = await NewKey();

        var answer = await server.AsAdmin(new GetAccessKeyLastUsed.Request(id));

        Assert.Equal(new GetAccessKeyLastUsed.Response(name, new GetAccessKeyLastUsed.Use("N/A", "N/A")), answer);
    }

    [Fact]
    public async Task A_used_key_says_when_where_and_for_what()
    {
        var (name, id) = await NewKey();
        var then = server.Clock.GetUtcNow();
        await server.Database.Write(
            async store =>
            {
                await store.AccessKeys.Used(id, then, "eu-west-1", "sts");
                return Nothing.Value;
            },
            TestContext.Current.CancellationToken);

        var answer = await server.AsAdmin(new GetAccessKeyLastUsed.Request(id));

        Assert.Equal(new GetAccessKeyLastUsed.Response(name, new GetAccessKeyLastUsed.Use("sts", "eu-west-1", then)), answer);
    }

    [Fact]
    public Task An_unknown_key_is_named() => Refused.With(
        "NoSuchEntity", 404, "The Access Key with id AKIAIOSFODNN7EXAMPLE cannot be found.",
        () => server.AsAdmin(new GetAccessKeyLastUsed.Request("AKIAIOSFODNN7EXAMPLE")));

    [Fact]
    public async Task A_refusal_does_not_tell_whether_the_key_exists()
    {
        var (_, id) = await NewKey();

        await Refused.WithoutPolicy(server, "iam:GetAccessKeyLastUsed", "*", new GetAccessKeyLastUsed.Request(id));
        await Refused.WithoutPolicy(server, "iam:GetAccessKeyLastUsed", "*", new GetAccessKeyLastUsed.Request("AKIAIOSFODNN7EXAMPLE"));
    }

    [Fact]
    public async Task A_policy_on_the_owner_is_enough()
    {
        var (name, id) = await NewKey();
        var helper = await server.AddUser(server.NewName(), Documents.Allow("iam:GetAccessKeyLastUsed", $"arn:aws:iam::*:user/{name}"));

        Assert.Equal(name, (await server.Run(new AsUser(helper.UserName), new GetAccessKeyLastUsed.Request(id))).UserName);
    }

    private async Task<(string UserName, string AccessKeyId)> NewKey()
    {
        var name = (await server.AddUser(server.NewName())).UserName;
        return (name, (await server.AsAdmin(new CreateAccessKey.Request(name))).AccessKey.AccessKeyId);
    }
}
