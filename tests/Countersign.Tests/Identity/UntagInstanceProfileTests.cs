using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class UntagInstanceProfileTests(TestServer server)
{
    [Fact]
    public async Task Keys_are_found_in_any_case_and_unknown_ones_passed_over()
    {
        var name = (await server.AsAdmin(new CreateInstanceProfile.Request(server.NewName("profile"), Tags: [new Tag("Team", "ops"), new Tag("keep", "1")]))).InstanceProfile.InstanceProfileName;

        await server.AsAdmin(new UntagInstanceProfile.Request(name, ["TEAM", "nothing"]));

        Assert.Equal([new Tag("keep", "1")], (await server.AsAdmin(new ListInstanceProfileTags.Request(name))).Tags);
    }

    [Fact]
    public async Task A_policy_can_say_which_tags_may_go()
    {
        var name = (await server.AsAdmin(new CreateInstanceProfile.Request(server.NewName("profile"), Tags: [new Tag("Team", "ops"), new Tag("keep", "1")]))).InstanceProfile.InstanceProfileName;
        var user = await server.AddUser(server.NewName(), """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:UntagInstanceProfile","Resource":"*","Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":"keep"}}}}
            """);

        await server.Run(new AsUser(user.UserName), new UntagInstanceProfile.Request(name, ["keep"]));

        await SomeRole.Denied(() => server.Run(new AsUser(user.UserName), new UntagInstanceProfile.Request(name, ["keep", "Team"])));
    }

    [Fact]
    public Task An_unknown_instance_profile_is_named() => Refused.With(
        "NoSuchEntity", 404, "Instance Profile ghost cannot be found.", () => server.AsAdmin(new UntagInstanceProfile.Request("ghost", ["a"])));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:UntagInstanceProfile", SomeRole.ArnOfProfile(server, "ghost"), new UntagInstanceProfile.Request("ghost", ["a"]));
}
