using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class TagInstanceProfileTests(TestServer server)
{
    [Fact]
    public async Task A_key_that_is_there_in_another_case_gets_the_new_key_and_value()
    {
        var name = await New(new Tag("Team", "ops"));

        await server.AsAdmin(new TagInstanceProfile.Request(name, [new Tag("team", "dev"), new Tag("a", "")]));

        Assert.Equal([new Tag("a", ""), new Tag("team", "dev")], (await server.AsAdmin(new ListInstanceProfileTags.Request(name))).Tags);
        Assert.Equal([new Tag("a", ""), new Tag("team", "dev")], (await server.AsAdmin(new GetInstanceProfile.Request(name))).InstanceProfile.Tags!);
    }

    [Fact]
    public async Task More_than_fifty_are_refused_and_none_of_the_new_ones_is_kept()
    {
        var name = await New([.. Enumerable.Range(0, 49).Select(n => new Tag($"k{n}", "v"))]);

        await Refused.With(
            "LimitExceeded", 409, "Cannot exceed quota for TagsPerResource: 50",
            () => server.AsAdmin(new TagInstanceProfile.Request(name, [new Tag("x", "1"), new Tag("y", "2")])));

        await server.AsAdmin(new TagInstanceProfile.Request(name, [new Tag("x", "1"), new Tag("K0", "w")]));
        Assert.Equal(50, (await server.AsAdmin(new ListInstanceProfileTags.Request(name))).Tags.Count);
    }

    [Fact]
    public async Task Two_keys_that_differ_only_in_case_are_refused()
    {
        var name = await New();

        await Refused.With(
            "InvalidInput", 400, "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
            () => server.AsAdmin(new TagInstanceProfile.Request(name, [new Tag("a", "1"), new Tag("A", "2")])));
    }

    [Theory]
    [InlineData("aws:RequestTag/team", "team", "ops", true)]
    [InlineData("aws:RequestTag/team", "team", "dev", false)]
    [InlineData("aws:ResourceTag/team", "other", "x", true)]
    [InlineData("iam:ResourceTag/team", "other", "x", true)]
    [InlineData("aws:TagKeys", "ops", "x", true)]
    [InlineData("aws:TagKeys", "dev", "x", false)]
    public async Task A_policy_can_look_at_the_tags_that_are_there_and_that_come(string key, string tag, string value, bool allowed)
    {
        var name = await New(new Tag("team", "ops"));
        var user = await server.AddUser(server.NewName(), """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:TagInstanceProfile","Resource":"*","Condition":{"ForAnyValue:StringEquals":{"KEY":"ops"}}}}
            """.Replace("KEY", key, StringComparison.Ordinal));

        var act = () => server.Run(new AsUser(user.UserName), new TagInstanceProfile.Request(name, [new Tag(tag, value)]));

        if (allowed)
            await act();
        else
            await SomeRole.Denied(act);
    }

    [Fact]
    public Task An_unknown_instance_profile_is_named() => Refused.With(
        "NoSuchEntity", 404, "Instance Profile ghost cannot be found.", () => server.AsAdmin(new TagInstanceProfile.Request("ghost", [new Tag("a", "1")])));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:TagInstanceProfile", SomeRole.ArnOfProfile(server, "ghost"), new TagInstanceProfile.Request("ghost", [new Tag("a", "1")]));

    private async Task<string> New(params Tag[] tags) => (await server.AsAdmin(new CreateInstanceProfile.Request(server.NewName("profile"), Tags: tags))).InstanceProfile.InstanceProfileName;
}
