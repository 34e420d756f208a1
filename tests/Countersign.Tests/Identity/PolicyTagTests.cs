using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class TagPolicyTests(TestServer server)
{
    [Fact]
    public async Task A_key_that_is_there_in_whatever_case_gets_the_new_value()
    {
        var arn = await server.AddPolicy();
        await server.AsAdmin(new TagPolicy.Request(arn, [new Tag("a", "1"), new Tag("b", "2")]));

        await server.AsAdmin(new TagPolicy.Request(arn, [new Tag("A", "3")]));

        Assert.Equal([new Tag("A", "3"), new Tag("b", "2")], (await server.AsAdmin(new ListPolicyTags.Request(arn))).Tags);
    }

    [Fact]
    public async Task Fifty_are_enough()
    {
        var arn = await server.AddPolicy();
        await server.AsAdmin(new TagPolicy.Request(arn, Enumerable.Range(0, 50).Select(i => new Tag($"key-{i}", "x")).ToList()));

        await Refused.With(
            "LimitExceeded", 409, "Cannot exceed quota for TagsPerResource: 50", () => server.AsAdmin(new TagPolicy.Request(arn, [new Tag("more", "x")])));
    }

    [Fact]
    public async Task Two_keys_that_differ_in_case_are_refused()
    {
        var arn = await server.AddPolicy();

        await Refused.With(
            "InvalidInput", 400, "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
            () => server.AsAdmin(new TagPolicy.Request(arn, [new Tag("a", "1"), new Tag("A", "2")])));
    }

    [Fact]
    public async Task A_policy_can_say_which_tags()
    {
        var arn = await server.AddPolicy();
        var user = await server.AddUser(server.NewName(), """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:TagPolicy","Resource":"*","Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":"team"},"Null":{"aws:TagKeys":"false"}}}}
            """);

        await server.Run(new AsUser(user.UserName), new TagPolicy.Request(arn, [new Tag("team", "red")]));

        Assert.Equal("AccessDenied", (await Refused.By(() => server.Run(new AsUser(user.UserName), new TagPolicy.Request(arn, [new Tag("cost", "1")])))).Code);
    }

    [Fact]
    public Task What_comes_with_the_server_stays_as_it_is() =>
        OwnPolicies.RefusedBuiltIn(server, "iam:TagPolicy", arn => new TagPolicy.Request(arn, [new Tag("a", "1")]));

    [Fact]
    public Task An_unknown_policy_is_named() => OwnPolicies.RefusedUnknown(server, arn => new TagPolicy.Request(arn, [new Tag("a", "1")]));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:TagPolicy", "arn:aws:iam::aws:policy/ForceMFA", new TagPolicy.Request("arn:aws:iam::aws:policy/ForceMFA", []));
}

[Collection<SharedServer>]
public sealed class UntagPolicyTests(TestServer server)
{
    [Fact]
    public async Task Tags_go_by_their_keys_in_whatever_case()
    {
        var arn = await server.AddPolicy();
        await server.AsAdmin(new TagPolicy.Request(arn, [new Tag("a", "1"), new Tag("b", "2")]));

        await server.AsAdmin(new UntagPolicy.Request(arn, ["A", "none-such"]));

        Assert.Equal([new Tag("b", "2")], (await server.AsAdmin(new ListPolicyTags.Request(arn))).Tags);
    }

    [Fact]
    public async Task A_policy_can_say_which_tags()
    {
        var arn = await server.AddPolicy();
        var user = await server.AddUser(server.NewName(), """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:UntagPolicy","Resource":"*","Condition":{"ForAnyValue:StringEquals":{"aws:TagKeys":"team"}}}}
            """);

        await server.Run(new AsUser(user.UserName), new UntagPolicy.Request(arn, ["team"]));

        Assert.Equal("AccessDenied", (await Refused.By(() => server.Run(new AsUser(user.UserName), new UntagPolicy.Request(arn, ["cost"])))).Code);
    }

    [Fact]
    public Task What_comes_with_the_server_stays_as_it_is() =>
        OwnPolicies.RefusedBuiltIn(server, "iam:UntagPolicy", arn => new UntagPolicy.Request(arn, ["a"]));

    [Fact]
    public Task An_unknown_policy_is_named() => OwnPolicies.RefusedUnknown(server, arn => new UntagPolicy.Request(arn, ["a"]));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:UntagPolicy", "arn:aws:iam::aws:policy/ForceMFA", new UntagPolicy.Request("arn:aws:iam::aws:policy/ForceMFA", ["a"]));
}

[Collection<SharedServer>]
public sealed class ListPolicyTagsTests(TestServer server)
{
    [Fact]
    public async Task Pages_have_every_tag_once()
    {
        var arn = await server.AddPolicy();
        await server.AsAdmin(new TagPolicy.Request(arn, [new Tag("c", "3"), new Tag("B", "2"), new Tag("a", "1")]));

        var first = await server.AsAdmin(new ListPolicyTags.Request(arn, MaxItems: 2));
        var second = await server.AsAdmin(new ListPolicyTags.Request(arn, first.Marker, 2));

        Assert.Equal([new Tag("a", "1"), new Tag("B", "2")], first.Tags);
        Assert.Equal([new Tag("c", "3")], second.Tags);
        Assert.Equal((true, false), (first.IsTruncated, second.IsTruncated));
    }

    [Fact]
    public async Task What_comes_with_the_server_has_none() =>
        Assert.Empty((await server.AsAdmin(new ListPolicyTags.Request(Arn.OfBuiltInPolicy("ForceMFA")))).Tags);

    [Fact]
    public Task An_unknown_policy_is_named() => OwnPolicies.RefusedUnknown(server, arn => new ListPolicyTags.Request(arn));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:ListPolicyTags", "arn:aws:iam::aws:policy/ForceMFA", new ListPolicyTags.Request("arn:aws:iam::aws:policy/ForceMFA"));
}
