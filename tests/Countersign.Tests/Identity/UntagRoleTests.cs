using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class UntagRoleTests(TestServer server)
{
    [Fact]
    public async Task Keys_are_found_in_any_case_and_unknown_ones_passed_over()
    {
        var name = (await SomeRole.Add(server, tags: [new Tag("Team", "ops"), new Tag("keep", "1")])).RoleName;

        await server.AsAdmin(new UntagRole.Request(name, ["TEAM", "nothing"]));

        Assert.Equal([new Tag("keep", "1")], (await server.AsAdmin(new ListRoleTags.Request(name))).Tags);
    }

    [Fact]
    public async Task A_policy_can_say_which_tags_may_go()
    {
        var name = (await SomeRole.Add(server, tags: [new Tag("Team", "ops"), new Tag("keep", "1")])).RoleName;
        var user = await server.AddUser(server.NewName(), """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:UntagRole","Resource":"*","Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":"keep"}}}}
            """);

        await server.Run(new AsUser(user.UserName), new UntagRole.Request(name, ["keep"]));

        await SomeRole.Denied(() => server.Run(new AsUser(user.UserName), new UntagRole.Request(name, ["keep", "Team"])));
    }

    [Fact]
    public Task An_unknown_role_is_named() => Refused.With(
        "NoSuchEntity", 404, "The role with name ghost cannot be found.", () => server.AsAdmin(new UntagRole.Request("ghost", ["a"])));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:UntagRole", SomeRole.ArnOf(server, "ghost"), new UntagRole.Request("ghost", ["a"]));
}
