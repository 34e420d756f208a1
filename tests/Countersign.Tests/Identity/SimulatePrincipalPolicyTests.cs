using Countersign.Identity;
using Countersign.Sts;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class SimulatePrincipalPolicyTests(TestServer server)
{
    private const string ListOwnKeys = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:ListAccessKeys","Resource":"arn:aws:iam::*:user/${aws:username}"}}""";

    private const string WithMfa = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}}""";

    private const string FromOffice = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*","Resource":"*"},{"Effect":"Deny","Action":"iam:List*","Resource":"*","Condition":{"NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"}}}]}""";

    private const string RedOnly = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:List*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/team":"red"}}}}""";

    private const string NotUsers = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":"iam:ListUsers","Resource":"*"}]}""";

    public static TheoryData<string, string?, string?> Cases => new()
    {
        { Documents.AllowAll, null, null },
        { Documents.Allow("iam:List*"), null, null },
        { Documents.Allow("iam:ListUsers"), Documents.Allow("iam:ListPolicies"), null },
        { ListOwnKeys, null, null },
        { WithMfa, null, null },
        { FromOffice, null, null },
        { RedOnly, null, null },
        { NotUsers, Documents.Allow("iam:ListUsers", "arn:aws:iam::*:user/*"), null },
        { Documents.AllowAll, null, Documents.Allow("iam:ListUsers") },
        { Documents.AllowAll, null, FromOffice },
        { ListOwnKeys, Documents.Allow("iam:*"), NotUsers },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task It_says_what_the_server_does(string ofUser, string? ofGroup, string? ofBoundary)
    {
        var boundary = ofBoundary is null ? null : await server.AddPolicy(ofBoundary);
        var made = (await server.AsAdmin(new CreateUser.Request(server.NewName(), "/team/", boundary, [new Tag("Team", "red")]))).User;
        var user = (await server.Stored(store => store.Users.FindById(made.UserId)))!;
        await server.AsAdmin(new AttachUserPolicy.Request(user.UserName, await server.AddPolicy(ofUser)));
        await server.AddGroup(ofGroup, "/", user);
        foreach (var proof in new IProof[] { new AsUser(user.UserName), new AsSession(user.UserName, server.Clock.GetUtcNow()) })
        {
            ContextEntry[] context =
            [
                new("aws:SourceIp", ["203.0.113.7"], ContextKeyType.ip),
                .. proof is AsSession ? [new ContextEntry("aws:MultiFactorAuthPresent", ["true"], ContextKeyType.boolean)] : Array.Empty<ContextEntry>(),
            ];
            await Agree(proof, made.Arn, context, "iam:ListUsers", $"arn:aws:iam::{user.AccountId}:user/", new ListUsers.Request());
            await Agree(proof, made.Arn, context, "iam:ListPolicies", "*", new ListPolicies.Request());
            await Agree(proof, made.Arn, context, "iam:ListAccessKeys", made.Arn, new ListAccessKeys.Request());
            await Agree(proof, made.Arn, context, "iam:ListAccessKeys", server.UserArn("admin"), new ListAccessKeys.Request("admin"));
            await Agree(proof, made.Arn, context, "iam:GetAccountSummary", "*", new GetAccountSummary.Request());
        }
    }

    [Fact]
    public async Task Who_may_assume_a_role_is_decided_by_its_trust_policy_as_well()
    {
        var (let, other) = (await server.AddUser(server.NewName()), await server.AddUser(server.NewName()));
        var allowed = await server.AddUser(server.NewName(), Documents.Allow("sts:AssumeRole"));
        var closed = (await server.AsAdmin(new CreateRole.Request(server.NewName("role"), Trust(let.Arn)))).Role.Arn;
        var open = (await server.AsAdmin(new CreateRole.Request(server.NewName("role"), Trust(server.Admin.AccountId)))).Role.Arn;

        foreach (var user in new[] { let, other, allowed })
        {
            foreach (var role in new[] { closed, open })
                await Agree(new AsUser(user.UserName), user.Arn, [], "sts:AssumeRole", role, new AssumeRole.Request(role, "session"));
        }

        Assert.Equal("allowed", await Decision(let.Arn, "sts:AssumeRole", closed));
        Assert.Equal("implicitDeny", await Decision(allowed.Arn, "sts:AssumeRole", closed));
        Assert.Equal("allowed", await Decision(allowed.Arn, "sts:AssumeRole", open));
    }

    [Fact]
    public async Task What_is_no_policys_affair_is_told_as_it_is()
    {
        var user = await server.AddUser(server.NewName(), """{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"sts:*","Resource":"*"}}""");
        var role = await SomeRole.Add(server);

        Assert.Equal("allowed", await Decision(user.Arn, "sts:GetSessionToken"));
        Assert.Equal("implicitDeny", await Decision(role.Arn, "sts:GetSessionToken"));
        Assert.Equal("implicitDeny", await Decision(user.Arn, "iam:ChangePassword"));
        await server.AsAdmin(new UpdateAccountPasswordPolicy.Request(AllowUsersToChangePassword: true));
        try
        {
            Assert.Equal("allowed", await Decision(user.Arn, "iam:ChangePassword"));
            Assert.Equal("allowed", await Decision(user.Arn, "iam:ChangePassword", user.Arn));
            Assert.Equal("implicitDeny", await Decision(user.Arn, "iam:ChangePassword", server.UserArn("admin")));
            Assert.Equal("implicitDeny", await Decision(role.Arn, "iam:ChangePassword"));
            var custom = await server.AsAdmin(new SimulateCustomPolicy.Request([Documents.Allow("s3:GetObject")], ["iam:ChangePassword", "sts:GetSessionToken"]));
            Assert.All(custom.EvaluationResults, result => Assert.Equal("allowed", result.EvalDecision));
            await server.PutPolicy(user.UserId, Documents.Allow("iam:ChangePassword").Replace("Allow", "Deny", StringComparison.Ordinal));
            Assert.Equal("explicitDeny", await Decision(user.Arn, "iam:ChangePassword"));
        }
        finally
        {
            await server.AsAdmin(new DeleteAccountPasswordPolicy.Request());
        }
    }

    [Fact]
    public async Task What_decided_is_told_by_policy_and_place()
    {
        var user = await server.AddUser(server.NewName());
        var group = await server.AddGroup(Documents.Allow("iam:ListUsers"), "/", user);
        var own = await server.AddPolicy("{\"Version\":\"2012-10-17\",\n  \"Statement\":[\n    {\"Effect\":\"Allow\",\"Action\":\"iam:ListUsers\",\"Resource\":\"*\"}]}");
        await server.AsAdmin(new AttachUserPolicy.Request(user.UserName, own));
        await server.AsAdmin(new AttachUserPolicy.Request(user.UserName, Arn.OfBuiltInPolicy("ReadOnlyAccess")));
        await server.AsAdmin(new PutUserPolicy.Request(user.UserName, "mine", Documents.Allow("iam:List*")));

        var result = await Single(new SimulatePrincipalPolicy.Request(user.Arn, ["iam:ListUsers"], [Documents.AllowAll]));

        Assert.Equal(
            new[]
            {
                ($"group_{group.GroupName}_inline", "group"), ("PolicyInputList.1", "none"), ("ReadOnlyAccess", "aws-managed"),
                (own[(own.LastIndexOf('/') + 1)..], "user-managed"), ($"user_{user.UserName}_mine", "user"),
            }.Order(),
            result.MatchedStatements.Select(one => (one.SourcePolicyId, one.SourcePolicyType)).Order());
        var placed = Assert.Single(result.MatchedStatements, one => one.SourcePolicyType == "user-managed");
        Assert.Equal((new Position(3, 5), new Position(3, 63)), (placed.StartPosition, placed.EndPosition));
    }

    [Fact]
    public async Task On_a_deny_only_the_denies_are_told()
    {
        var user = await server.AddUser(server.NewName(), Documents.AllowAll, Documents.Allow("iam:ListUsers").Replace("Allow", "Deny", StringComparison.Ordinal));

        var result = await Single(new SimulatePrincipalPolicy.Request(user.Arn, ["iam:ListUsers"]));

        Assert.Equal("explicitDeny", result.EvalDecision);
        Assert.Equal($"user_{user.UserName}_test-1", Assert.Single(result.MatchedStatements).SourcePolicyId);
    }

    [Fact]
    public async Task A_boundary_is_told_apart_and_can_be_tried_out()
    {
        var boundary = await server.AddPolicy(Documents.Allow("iam:ListPolicies"));
        var user = (await server.AsAdmin(new CreateUser.Request(server.NewName(), PermissionsBoundary: boundary))).User;
        await server.AsAdmin(new PutUserPolicy.Request(user.UserName, "all", Documents.AllowAll));

        var real = await Single(new SimulatePrincipalPolicy.Request(user.Arn, ["iam:ListUsers"]));
        var tried = await Single(new SimulatePrincipalPolicy.Request(user.Arn, ["iam:ListUsers"], PermissionsBoundaryPolicyInputList: [Documents.AllowAll]));

        Assert.Equal(("implicitDeny", false), (real.EvalDecision, real.PermissionsBoundaryDecisionDetail!.AllowedByPermissionsBoundary));
        Assert.Equal(("allowed", true), (tried.EvalDecision, tried.PermissionsBoundaryDecisionDetail!.AllowedByPermissionsBoundary));
        Assert.Null((await Single(new SimulatePrincipalPolicy.Request(server.UserArn("admin"), ["iam:ListUsers"]))).PermissionsBoundaryDecisionDetail);
    }

    [Fact]
    public async Task A_group_and_a_role_have_policies_too()
    {
        var group = await server.AddGroup(Documents.Allow("iam:ListUsers"));
        var role = (await server.AsAdmin(new CreateRole.Request(server.NewName("role"), Trust(server.Admin.AccountId), "/team/"))).Role;
        await server.PutPolicy(role.RoleId, """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:List*","Resource":"*","Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/team/*"}}}}""");

        Assert.Equal("allowed", await Decision(group.Arn, "iam:ListUsers"));
        Assert.Equal("implicitDeny", await Decision(group.Arn, "iam:ListPolicies"));
        Assert.Equal("allowed", await Decision(role.Arn, "iam:ListUsers"));
        Assert.Equal("implicitDeny", await Decision(role.Arn, "iam:GetUser"));
    }

    [Fact]
    public async Task Somebody_else_can_call_with_the_same_policies()
    {
        var user = await server.AddUser(server.NewName(), ListOwnKeys);
        var cindy = server.UserArn("cindy");

        Assert.Equal("implicitDeny", await Decision(user.Arn, "iam:ListAccessKeys", cindy));
        Assert.Equal("allowed", (await Single(new SimulatePrincipalPolicy.Request(user.Arn, ["iam:ListAccessKeys"], ResourceArns: [cindy], CallerArn: cindy))).EvalDecision);
    }

    [Theory]
    [InlineData("arn:aws:sts::{0}:assumed-role/some/session")]
    [InlineData("arn:aws:iam::{0}:policy/some-policy")]
    [InlineData("arn:aws:iam::111111111111:user/admin")]
    [InlineData("arn:aws:iam::{0}:user/")]
    [InlineData("some-name-of-twenty-letters")]
    public async Task What_has_no_policies_is_refused(string form)
    {
        var arn = form.Replace("{0}", server.Admin.AccountId, StringComparison.Ordinal);

        await Refused.With(
            "InvalidInput", 400, $"Invalid Entity Arn: {arn} does not clearly define entity type and name.", () => Decision(arn, "iam:ListUsers"));
    }

    [Theory]
    [InlineData("user", "ghost")]
    [InlineData("group", "ghost")]
    [InlineData("role", "ghost")]
    [InlineData("user", "other/path/admin", "admin")]
    public Task Who_is_not_there_is_named(string kind, string path, string name = "ghost") => Refused.With(
        "NoSuchEntity", 404, $"The {kind} with name {name} cannot be found.",
        () => Decision($"arn:aws:iam::{server.Admin.AccountId}:{kind}/{path}", "iam:ListUsers"));

    [Fact]
    public async Task A_policy_can_say_whose_may_be_asked_about()
    {
        var red = (await server.AsAdmin(new CreateUser.Request(server.NewName(), "/team/", Tags: [new Tag("team", "red")]))).User;
        var asker = await server.AddUser(server.NewName(), """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:SimulatePrincipalPolicy","Resource":"arn:aws:iam::*:user/team/*","Condition":{"StringEquals":{"aws:ResourceTag/team":"red"}}}}
            """);

        await server.Run(new AsUser(asker.UserName), new SimulatePrincipalPolicy.Request(red.Arn, ["iam:ListUsers"]));

        Assert.Equal("AccessDenied", (await Refused.By(
            () => server.Run(new AsUser(asker.UserName), new SimulatePrincipalPolicy.Request(asker.Arn, ["iam:ListUsers"])))).Code);
    }

    [Fact]
    public Task It_needs_a_policy_and_tells_nobody_else_whether_the_user_exists() => Refused.WithoutPolicy(
        server, "iam:SimulatePrincipalPolicy", server.UserArn("ghost"), new SimulatePrincipalPolicy.Request(server.UserArn("ghost"), ["iam:ListUsers"]));

    private static string Trust(string principal) =>
        $$$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"{{{principal}}}"},"Action":"sts:AssumeRole"}}""";

    private async Task Agree<T>(IProof proof, string arn, ContextEntry[] context, string action, string resource, Countersign.IRequest<T> request)
    {
        var simulated = await Single(new SimulatePrincipalPolicy.Request(arn, [action], ResourceArns: [resource], ContextEntries: context));
        string real;
        try
        {
            await server.Run(proof, request);
            real = "allowed";
        }
        catch (ApiError error) when (error.Code == "AccessDenied")
        {
            real = error.Message.Contains("explicit deny", StringComparison.Ordinal) ? "explicitDeny" : "implicitDeny";
        }

        Assert.Equal($"{action} {resource} {real}", $"{action} {resource} {simulated.EvalDecision}");
    }

    private async Task<string> Decision(string arn, string action, string? resource = null) =>
        (await Single(new SimulatePrincipalPolicy.Request(arn, [action], ResourceArns: resource is null ? null : [resource]))).EvalDecision;

    private async Task<EvaluationResult> Single(SimulatePrincipalPolicy.Request request) =>
        Assert.Single((await server.AsAdmin(request)).EvaluationResults);
}
