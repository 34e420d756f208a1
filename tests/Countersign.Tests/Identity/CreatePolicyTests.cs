using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class CreatePolicyTests(TestServer server)
{
    [Fact]
    public async Task It_begins_with_version_one_and_nobody_has_it()
    {
        var name = server.NewName("policy");

        var policy = (await server.AsAdmin(new CreatePolicy.Request(name, Documents.AllowAll, "/team/", "for the team", [new Tag("a", "1")]))).Policy;

        Assert.Equal(
            (name, $"arn:aws:iam::{server.Admin.AccountId}:policy/team/{name}", "/team/", "v1", 0, 0, true, "for the team"),
            (policy.PolicyName, policy.Arn, policy.Path, policy.DefaultVersionId, policy.AttachmentCount, policy.PermissionsBoundaryUsageCount, policy.IsAttachable, policy.Description));
        Assert.Equal([new Tag("a", "1")], policy.Tags);
        Assert.Matches("^ANPA[A-Z2-7]{17}$", policy.PolicyId);
        Assert.Equivalent(policy, (await server.AsAdmin(new GetPolicy.Request(policy.Arn))).Policy);
    }

    [Fact]
    public async Task Attached_to_a_user_it_decides_at_once()
    {
        var user = await server.AddUser(server.NewName());
        var arn = await server.AddPolicy(Documents.Allow("iam:ListUsers"));
        var ask = () => server.Run(new AsUser(user.UserName), new ListUsers.Request());
        Assert.Equal("AccessDenied", (await Refused.By(ask)).Code);

        await server.AsAdmin(new AttachUserPolicy.Request(user.UserName, arn));
        await ask();

        await server.AsAdmin(new DetachUserPolicy.Request(user.UserName, arn));
        Assert.Equal("AccessDenied", (await Refused.By(ask)).Code);
    }

    [Fact]
    public async Task As_a_boundary_it_limits_at_once()
    {
        var arn = await server.AddPolicy(Documents.Allow("iam:ListUsers"));
        var name = server.NewName();
        await server.AsAdmin(new CreateUser.Request(name, PermissionsBoundary: arn));
        await server.AsAdmin(new PutUserPolicy.Request(name, "all", Documents.AllowAll));

        await server.Run(new AsUser(name), new ListUsers.Request());
        var refused = await Refused.By(() => server.Run(new AsUser(name), new ListPolicies.Request()));

        Assert.EndsWith("because no permissions boundary allows the iam:ListPolicies action", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_taken_whatever_its_case_and_path()
    {
        var name = server.NewName("policy");
        await server.AsAdmin(new CreatePolicy.Request(name, Documents.AllowAll));

        await Refused.With(
            "EntityAlreadyExists", 409, $"A policy called {name.ToUpperInvariant()} already exists. Duplicate names are not allowed.",
            () => server.AsAdmin(new CreatePolicy.Request(name.ToUpperInvariant(), Documents.AllowAll, "/other/")));
    }

    [Fact]
    public async Task White_space_is_not_counted_and_one_character_too_many_is_refused()
    {
        await server.AddPolicy(Documents.OfLength(Quotas.ManagedPolicySize).Replace(",", " ,\n ", StringComparison.Ordinal));

        await Refused.With(
            "LimitExceeded", 409, "Cannot exceed quota for PolicySize: 6144", () => server.AddPolicy(Documents.OfLength(Quotas.ManagedPolicySize + 1)));
    }

    [Theory]
    [InlineData("{}", "Syntax errors in policy.")]
    [InlineData("""{"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""", "Policy document must be version 2012-10-17 or greater.")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}}""", "Policy document should not specify a principal.")]
    public Task A_document_that_is_none_is_refused_in_the_words_of_AWS(string document, string message) =>
        Refused.With("MalformedPolicyDocument", 400, message, () => server.AddPolicy(document));

    [Fact]
    public Task Two_tags_that_differ_in_case_are_refused() => Refused.With(
        "InvalidInput", 400, "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
        () => server.AsAdmin(new CreatePolicy.Request(server.NewName("policy"), Documents.AllowAll, Tags: [new Tag("a", "1"), new Tag("A", "2")])));

    [Fact]
    public async Task A_policy_can_say_how_policies_must_be_tagged_and_where_they_are()
    {
        var boss = await server.AddUser(server.NewName(), """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:CreatePolicy","Resource":"arn:aws:iam::*:policy/team/*","Condition":{"StringEquals":{"aws:RequestTag/team":"red"}}}}
            """);
        Task Create(string path, string team) => server.Run(
            new AsUser(boss.UserName), new CreatePolicy.Request(server.NewName("policy"), Documents.AllowAll, path, Tags: [new Tag("team", team)]));

        await Create("/team/", "red");

        Assert.Equal("AccessDenied", (await Refused.By(() => Create("/team/", "blue"))).Code);
        Assert.Equal("AccessDenied", (await Refused.By(() => Create("/other/", "red"))).Code);
    }

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:CreatePolicy", $"arn:aws:iam::{server.Admin.AccountId}:policy/some-policy", new CreatePolicy.Request("some-policy", Documents.AllowAll));
}
