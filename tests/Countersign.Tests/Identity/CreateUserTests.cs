using Countersign.Identity;
using Countersign.Storage;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class CreateUserTests(TestServer server)
{
    [Fact]
    public async Task A_new_user_has_path_id_arn_and_tags()
    {
        var name = server.NewName();

        var made = (await server.AsAdmin(new CreateUser.Request(name, "/team/", Tags: [new Tag("Cost", "42")]))).User;

        Assert.Equal((name, "/team/", Arn.OfUser(server.Admin.AccountId, "/team/", name)), (made.UserName, made.Path, made.Arn));
        Assert.Matches("^AIDA[A-Z2-7]{17}$", made.UserId);
        Assert.Equal([new Tag("Cost", "42")], made.Tags!);
        Assert.Equivalent(made, (await server.AsAdmin(new GetUser.Request(name))).User, strict: true);
    }

    // Public case A15.
    [Theory]
    [InlineData("a+b"), InlineData("a=b"), InlineData("a,b"), InlineData("a.b"), InlineData("a@b"), InlineData("a_b"), InlineData("a-b")]
    public async Task Every_sign_that_AWS_allows_in_names_is_allowed(string name)
    {
        Assert.Equal(name, (await server.AsAdmin(new CreateUser.Request(name))).User.UserName);
    }

    // Public case A15.
    [Theory]
    [InlineData("a b", @"Member must satisfy regular expression pattern: [\w+=,.@-]+")]
    [InlineData("a&b", @"Member must satisfy regular expression pattern: [\w+=,.@-]+")]
    [InlineData("é", @"Member must satisfy regular expression pattern: [\w+=,.@-]+")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "Member must have length less than or equal to 64")]
    public Task Other_signs_and_longer_names_are_refused(string name, string rule) => Refused.With(
        "ValidationError", 400, $"1 validation error detected: Value at 'userName' failed to satisfy constraint: {rule}",
        () => server.AsAdmin(new CreateUser.Request(name)));

    // Public case A15.
    [Fact]
    public async Task A_name_is_taken_whatever_its_case()
    {
        await server.AsAdmin(new CreateUser.Request("ann"));

        await Refused.With("EntityAlreadyExists", 409, "User with name Ann already exists.", () => server.AsAdmin(new CreateUser.Request("Ann")));
    }

    [Fact]
    public async Task Tag_keys_that_differ_only_in_case_are_refused_and_no_user_is_made()
    {
        var name = server.NewName();

        await Refused.With(
            "InvalidInput", 400, "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
            () => server.AsAdmin(new CreateUser.Request(name, Tags: [new Tag("a", "1"), new Tag("A", "2")])));

        await Refused.With(
            "NoSuchEntity", 404, $"The user with name {name} cannot be found.", () => server.AsAdmin(new GetUser.Request(name)));
    }

    [Fact]
    public async Task A_permissions_boundary_bounds_from_the_start()
    {
        var (name, boundary) = (server.NewName(), Arn.OfBuiltInPolicy("IAMReadOnlyAccess"));

        var made = (await server.AsAdmin(new CreateUser.Request(name, PermissionsBoundary: boundary))).User;

        Assert.Equal(new AttachedBoundary("PermissionsBoundaryPolicy", boundary), made.PermissionsBoundary);
        await server.AsAdmin(new PutUserPolicy.Request(name, "p", Documents.AllowAll));
        Assert.True(await server.May(name, new ListUsers.Request()));
        Assert.False(await server.May(name, new CreateUser.Request(server.NewName())));
    }

    [Fact]
    public async Task A_boundary_that_is_no_policy_is_named_and_no_user_is_made()
    {
        var name = server.NewName();

        await Refused.With(
            "NoSuchEntity", 404, "Scope ARN: arn:aws:iam::aws:policy/NoSuchPolicy does not exist or is not attachable.",
            () => server.AsAdmin(new CreateUser.Request(name, PermissionsBoundary: Arn.OfBuiltInPolicy("NoSuchPolicy"))));

        await Refused.With(
            "NoSuchEntity", 404, $"The user with name {name} cannot be found.", () => server.AsAdmin(new GetUser.Request(name)));
    }

    [Fact]
    public async Task A_policy_can_ask_for_a_boundary()
    {
        var boss = (await server.AddUser(server.NewName(), """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:CreateUser","Resource":"*","Condition":{"ArnEquals":{"iam:PermissionsBoundary":"arn:aws:iam::aws:policy/IAMReadOnlyAccess"}}}}
            """)).UserName;

        Assert.False(await server.May(boss, new CreateUser.Request(server.NewName())));
        Assert.False(await server.May(boss, new CreateUser.Request(server.NewName(), PermissionsBoundary: Arn.OfBuiltInPolicy("IAMFullAccess"))));
        Assert.True(await server.May(boss, new CreateUser.Request(server.NewName(), PermissionsBoundary: Arn.OfBuiltInPolicy("IAMReadOnlyAccess"))));
    }

    [Fact]
    public Task It_needs_a_policy() =>
        Refused.WithoutPolicy(server, "iam:CreateUser", server.UserArn("zoe"), new CreateUser.Request("zoe"));

    [Fact]
    public async Task A_policy_can_ask_for_tags()
    {
        var boss = await server.AddUser(server.NewName(), """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:CreateUser","Resource":"*","Condition":{"StringEquals":{"aws:RequestTag/team":"ops"}}}}
            """);

        await server.Run(new AsUser(boss.UserName), new CreateUser.Request(server.NewName(), Tags: [new Tag("team", "ops")]));

        var error = await Assert.ThrowsAsync<ApiError>(() => server.Run(new AsUser(boss.UserName), new CreateUser.Request(server.NewName())));
        Assert.Equal("AccessDenied", error.Code);
    }
}

/// <summary>Fills a server of its own.</summary>
public sealed class CreateUserQuotaTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task The_account_has_5000_users_at_most()
    {
        await server.Database.Write(
            async store =>
            {
                for (var count = await store.Users.Count(server.Admin.AccountId); count < Quotas.Users - 1; count++)
                    Assert.True(await store.Users.Add(NewUser()));
                return Nothing.Value;
            },
            TestContext.Current.CancellationToken);

        await server.AsAdmin(new CreateUser.Request("last"));
        await Refused.With(
            "LimitExceeded", 409, "Cannot exceed quota for UsersPerAccount: 5000",
            () => server.AsAdmin(new CreateUser.Request("one-too-many")));
    }

    private User NewUser() => new()
    {
        UserId = UniqueId.OfEntity("AIDA"),
        AccountId = server.Admin.AccountId,
        UserName = server.NewName(),
        Path = "/",
        CreatedAt = server.Clock.GetUtcNow(),
        NotBeforeMs = 0,
    };
}
