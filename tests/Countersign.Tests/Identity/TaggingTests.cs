namespace Countersign.Tests.Identity;

/// <summary>What tags do on whatever has them: each kind says how it is made, tagged and asked.</summary>
/// <param name="server">Where.</param>
/// <param name="action">The operation that tags.</param>
public abstract class TaggingTests(TestServer server, string action)
{
    protected TestServer Server { get; } = server;

    [Fact]
    public async Task A_key_that_is_there_in_another_case_gets_the_new_key_and_value()
    {
        var name = await New(new Tag("Team", "ops"));

        await Server.AsAdmin(Add(name, new Tag("team", "dev"), new Tag("a", "")));

        Assert.Equal([new Tag("a", ""), new Tag("team", "dev")], await Listed(name));
        Assert.Equal([new Tag("a", ""), new Tag("team", "dev")], await Told(name));
    }

    [Fact]
    public async Task More_than_fifty_are_refused_and_none_of_the_new_ones_is_kept()
    {
        var name = await New([.. Enumerable.Range(0, 49).Select(n => new Tag($"k{n}", "v"))]);

        await Refused.With(
            "LimitExceeded", 409, "Cannot exceed quota for TagsPerResource: 50", () => Server.AsAdmin(Add(name, new Tag("x", "1"), new Tag("y", "2"))));

        await Server.AsAdmin(Add(name, new Tag("x", "1"), new Tag("K0", "w")));
        Assert.Equal(50, (await Listed(name)).Count);
    }

    [Fact]
    public async Task Two_keys_that_differ_only_in_case_are_refused()
    {
        var name = await New();

        await Refused.With(
            "InvalidInput", 400, "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
            () => Server.AsAdmin(Add(name, new Tag("a", "1"), new Tag("A", "2"))));
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
        var user = await Server.AddUser(Server.NewName(), $$$"""
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"{{{action}}}","Resource":"*","Condition":{"ForAnyValue:StringEquals":{"{{{key}}}":"ops"} } } }
            """);

        var act = () => Server.Run(new AsUser(user.UserName), Add(name, new Tag(tag, value)));

        if (allowed)
            await act();
        else
            await SomeRole.Denied(act);
    }

    /// <summary>One with these tags.</summary>
    /// <returns>What names it.</returns>
    protected abstract Task<string> New(params Tag[] tags);

    /// <summary>The request that adds tags.</summary>
    protected abstract IRequest<Nothing> Add(string name, params Tag[] tags);

    /// <summary>What the list of tags says.</summary>
    protected abstract Task<IReadOnlyList<Tag>> Listed(string name);

    /// <summary>What it tells of itself.</summary>
    protected abstract Task<IReadOnlyList<Tag>> Told(string name);
}
