using Countersign.Identity;
using Countersign.Storage;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class CreateRoleTests(TestServer server)
{
    private string Trust => SomeRole.Trust(Arn.OfRoot(server.Admin.AccountId));

    [Fact]
    public async Task A_new_role_has_path_id_arn_trust_policy_boundary_and_tags()
    {
        var name = server.NewName("role");
        var boundary = Arn.OfBuiltInPolicy("IAMReadOnlyAccess");

        var made = (await server.AsAdmin(new CreateRole.Request(
            name, Trust, "/team/", "For tests.", 7200, boundary, [new Tag("Cost", "42")]))).Role;

        Assert.Equal((name, "/team/", Arn.OfRole(server.Admin.AccountId, "/team/", name)), (made.RoleName, made.Path, made.Arn));
        Assert.Matches("^AROA[A-Z2-7]{17}$", made.RoleId);
        Assert.Equal((Trust, "For tests.", 7200), (Uri.UnescapeDataString(made.AssumeRolePolicyDocument), made.Description, made.MaxSessionDuration));
        Assert.Matches("^[A-Za-z0-9._~%-]+$", made.AssumeRolePolicyDocument);
        Assert.Equal(new AttachedBoundary("PermissionsBoundaryPolicy", boundary), made.PermissionsBoundary);
        Assert.Equal([new Tag("Cost", "42")], made.Tags!);
        Assert.Equivalent(
            made with { RoleLastUsed = new RoleLastUsed(null, null) }, (await server.AsAdmin(new GetRole.Request(name))).Role, strict: true);
    }

    [Fact]
    public async Task What_is_left_out_is_the_root_path_an_hour_and_nothing_else()
    {
        var made = (await server.AsAdmin(new CreateRole.Request(server.NewName("role"), Trust))).Role;

        Assert.Equal(
            ("/", 3600, null, null, null), (made.Path, made.MaxSessionDuration, made.Description, made.PermissionsBoundary, made.Tags));
    }

    [Fact]
    public async Task A_name_is_taken_whatever_its_case()
    {
        await server.AsAdmin(new CreateRole.Request("operator", Trust));

        await Refused.With("EntityAlreadyExists", 409, "Role with name Operator already exists.", () => server.AsAdmin(new CreateRole.Request("Operator", Trust)));
    }

    [Theory]
    [InlineData("{", "This policy contains invalid Json")]
    [InlineData("[]", "Syntax errors in policy.")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}}""", "AssumeRolepolicy contained an invalid principal: \"STAR\":\"*\".")]
    public async Task A_trust_policy_that_is_none_is_refused_in_AWSs_words_and_no_role_is_made(string document, string message)
    {
        var name = server.NewName("role");

        await Refused.With("MalformedPolicyDocument", 400, message, () => server.AsAdmin(new CreateRole.Request(name, document)));

        await Refused.With("NoSuchEntity", 404, $"The role with name {name} cannot be found.", () => server.AsAdmin(new GetRole.Request(name)));
    }

    [Fact]
    public async Task Tag_keys_that_differ_only_in_case_are_refused_and_no_role_is_made()
    {
        var name = server.NewName("role");

        await Refused.With(
            "InvalidInput", 400, "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
            () => server.AsAdmin(new CreateRole.Request(name, Trust, Tags: [new Tag("a", "1"), new Tag("A", "2")])));

        await Refused.With("NoSuchEntity", 404, $"The role with name {name} cannot be found.", () => server.AsAdmin(new GetRole.Request(name)));
    }

    [Fact]
    public async Task A_boundary_that_there_is_not_is_named()
    {
        var name = server.NewName("role");

        await Refused.With(
            "NoSuchEntity", 404, "Scope ARN: arn:aws:iam::aws:policy/NoSuchPolicy does not exist or is not attachable.",
            () => server.AsAdmin(new CreateRole.Request(name, Trust, PermissionsBoundary: "arn:aws:iam::aws:policy/NoSuchPolicy")));
        await Refused.With(
            "ValidationError", 400, "Invalid ARN:  Could not be parsed!",
            () => server.AsAdmin(new CreateRole.Request(name, Trust, PermissionsBoundary: "IAMReadOnlyAccess-and-more-letters")));
    }

    [Fact]
    public Task It_needs_a_policy() =>
        Refused.WithoutPolicy(server, "iam:CreateRole", SomeRole.ArnOf(server, "zoe"), new CreateRole.Request("zoe", Trust));

    [Theory]
    [InlineData("aws:RequestTag/team", "ops")]
    [InlineData("iam:PermissionsBoundary", "arn:aws:iam::aws:policy/IAMReadOnlyAccess")]
    public async Task A_policy_can_ask_for_tags_and_for_a_boundary(string key, string value)
    {
        var boss = await server.AddUser(server.NewName(), $$$"""
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:CreateRole","Resource":"*","Condition":{"StringEquals":{"{{{key}}}":"{{{value}}}"} } } }
            """);

        await server.Run(new AsUser(boss.UserName), new CreateRole.Request(
            server.NewName("role"), Trust, PermissionsBoundary: Arn.OfBuiltInPolicy("IAMReadOnlyAccess"), Tags: [new Tag("team", "ops")]));

        await SomeRole.Denied(() => server.Run(new AsUser(boss.UserName), new CreateRole.Request(server.NewName("role"), Trust)));
    }
}

/// <summary>Fills a server of its own.</summary>
public sealed class CreateRoleQuotaTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task The_account_has_1000_roles_at_most()
    {
        var trust = SomeRole.Trust(Arn.OfRoot(server.Admin.AccountId));
        await server.Database.Write(
            async store =>
            {
                for (var count = 0; count < Quotas.Roles - 1; count++)
                    Assert.True(await store.Roles.Add(NewRole(trust)));
                return Nothing.Value;
            },
            TestContext.Current.CancellationToken);

        await server.AsAdmin(new CreateRole.Request("last", trust));
        await Refused.With(
            "LimitExceeded", 409, "Cannot exceed quota for RolesPerAccount: 1000", () => server.AsAdmin(new CreateRole.Request("one-too-many", trust)));
    }

    private Role NewRole(string trust) => new()
    {
        RoleId = UniqueId.OfEntity("AROA"),
        AccountId = server.Admin.AccountId,
        RoleName = server.NewName("role"),
        Path = "/",
        MaxSessionSeconds = 3600,
        TrustDocument = trust,
        CreatedAt = server.Clock.GetUtcNow(),
        NotBeforeMs = 0,
    };
}
