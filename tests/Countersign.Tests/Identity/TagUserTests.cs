using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class TagUserTests(TestServer server)
{
    [Fact]
    public async Task A_key_that_is_there_in_another_case_gets_the_new_key_and_value()
    {
        var name = await NewUser(new Tag("Team", "ops"));

        await server.AsAdmin(new TagUser.Request(name, [new Tag("team", "dev"), new Tag("a", "")]));

        Assert.Equal([new Tag("a", ""), new Tag("team", "dev")], (await server.AsAdmin(new ListUserTags.Request(name))).Tags);
        Assert.Equal([new Tag("a", ""), new Tag("team", "dev")], (await server.AsAdmin(new GetUser.Request(name))).User.Tags!);
    }

    [Fact]
    public async Task More_than_fifty_are_refused_and_none_of_the_new_ones_is_kept()
    {
        var name = await NewUser([.. Enumerable.Range(0, 49).Select(n => new Tag($"k{n}", "v"))]);

        await Refused.With(
            "LimitExceeded", 409, "Cannot exceed quota for TagsPerResource: 50",
            () => server.AsAdmin(new TagUser.Request(name, [new Tag("x", "1"), new Tag("y", "2")])));

        await server.AsAdmin(new TagUser.Request(name, [new Tag("x", "1"), new Tag("K0", "w")]));
        Assert.Equal(50, (await server.AsAdmin(new ListUserTags.Request(name))).Tags.Count);
    }

    [Fact]
    public async Task Two_keys_that_differ_only_in_case_are_refused()
    {
        var name = await NewUser();

        await Refused.With(
            "InvalidInput", 400, "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
            () => server.AsAdmin(new TagUser.Request(name, [new Tag("a", "1"), new Tag("A", "2")])));
    }

    [Fact]
    public Task An_unknown_user_is_named() => Refused.With(
        "NoSuchEntity", 404, "The user with name ghost cannot be found.",
        () => server.AsAdmin(new TagUser.Request("ghost", [new Tag("a", "1")])));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:TagUser", server.UserArn("ghost"), new TagUser.Request("ghost", [new Tag("a", "1")]));

    [Theory]
    [InlineData("aws:RequestTag/team", "team", "ops", true)]
    [InlineData("aws:RequestTag/team", "team", "dev", false)]
    [InlineData("aws:ResourceTag/team", "other", "x", true)]
    [InlineData("iam:ResourceTag/team", "other", "x", true)]
    [InlineData("aws:ResourceTag/other", "other", "ops", false)]
    [InlineData("aws:TagKeys", "ops", "x", true)]
    [InlineData("aws:TagKeys", "dev", "x", false)]
    public async Task A_policy_can_look_at_the_tags_that_are_there_and_that_come(string key, string tag, string value, bool allowed)
    {
        var name = await NewUser(new Tag("team", "ops"));
        var boss = await server.AddUser(server.NewName(), """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:TagUser","Resource":"*","Condition":{"ForAnyValue:StringEquals":{"KEY":"ops"}}}}
            """.Replace("KEY", key, StringComparison.Ordinal));

        Assert.Equal(allowed, await server.May(boss.UserName, new TagUser.Request(name, [new Tag(tag, value)])));
    }

    [Fact]
    public async Task A_tag_decides_at_once_for_who_has_it_and_for_what_is_done_to_them()
    {
        var name = await NewUser();
        var boss = (await server.AddUser(server.NewName(), """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:GetUser","Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/team":"${aws:PrincipalTag/team}"}}}}
            """)).UserName;
        await server.AsAdmin(new TagUser.Request(name, [new Tag("team", "ops")]));
        Assert.False(await server.May(boss, new GetUser.Request(name)));

        await server.AsAdmin(new TagUser.Request(boss, [new Tag("team", "ops")]));
        Assert.True(await server.May(boss, new GetUser.Request(name)));

        await server.AsAdmin(new TagUser.Request(name, [new Tag("team", "dev")]));
        Assert.False(await server.May(boss, new GetUser.Request(name)));
    }

    private async Task<string> NewUser(params Tag[] tags) =>
        (await server.AsAdmin(new CreateUser.Request(server.NewName(), Tags: tags))).User.UserName;
}
