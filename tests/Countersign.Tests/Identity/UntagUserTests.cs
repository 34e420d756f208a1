using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class UntagUserTests(TestServer server)
{
    [Fact]
    public async Task Keys_are_found_in_any_case_and_unknown_ones_passed_over()
    {
        var name = server.NewName();
        await server.AsAdmin(new CreateUser.Request(name, Tags: [new Tag("Team", "ops"), new Tag("keep", "1")]));

        await server.AsAdmin(new UntagUser.Request(name, ["TEAM", "nothing"]));

        Assert.Equal([new Tag("keep", "1")], (await server.AsAdmin(new ListUserTags.Request(name))).Tags);
    }

    [Fact]
    public async Task What_a_tag_allowed_is_denied_at_once_without_it()
    {
        var name = (await server.AddUser(server.NewName(), """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:ListUsers","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/team":"ops"}}}}
            """)).UserName;
        await server.AsAdmin(new TagUser.Request(name, [new Tag("team", "ops")]));
        Assert.True(await server.May(name, new ListUsers.Request()));

        await server.AsAdmin(new UntagUser.Request(name, ["team"]));

        Assert.False(await server.May(name, new ListUsers.Request()));
    }

    [Fact]
    public async Task A_policy_can_say_which_tags_may_be_taken()
    {
        var name = server.NewName();
        await server.AsAdmin(new CreateUser.Request(name, Tags: [new Tag("team", "ops"), new Tag("note", "1")]));
        var boss = (await server.AddUser(server.NewName(), """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:UntagUser","Resource":"*","Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":"note"}}}}
            """)).UserName;

        Assert.True(await server.May(boss, new UntagUser.Request(name, ["note"])));
        Assert.False(await server.May(boss, new UntagUser.Request(name, ["note", "team"])));
    }

    [Fact]
    public Task An_unknown_user_is_named() => Refused.With(
        "NoSuchEntity", 404, "The user with name ghost cannot be found.", () => server.AsAdmin(new UntagUser.Request("ghost", ["a"])));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:UntagUser", server.UserArn("ghost"), new UntagUser.Request("ghost", ["a"]));
}
