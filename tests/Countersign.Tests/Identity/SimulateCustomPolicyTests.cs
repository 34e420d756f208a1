using Countersign.Identity;

namespace Countersign.Tests.Identity;

[Collection<SharedServer>]
public sealed class SimulateCustomPolicyTests(TestServer server)
{
    private const string WithMfa = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}}""";

    private const string Bucket = "arn:aws:s3:::bucket";

    [Fact]
    public async Task Policies_permit_together_and_deny_each()
    {
        var deny = Documents.Allow("iam:DeleteUser").Replace("Allow", "Deny", StringComparison.Ordinal);

        var results = (await server.AsAdmin(new SimulateCustomPolicy.Request(
            [Documents.Allow("iam:*User"), deny], ["iam:GetUser", "iam:DeleteUser", "iam:ListUsers"]))).EvaluationResults;

        Assert.Equal(
            [("iam:GetUser", "*", "allowed", "PolicyInputList.1"), ("iam:DeleteUser", "*", "explicitDeny", "PolicyInputList.2"), ("iam:ListUsers", "*", "implicitDeny", null)],
            results.Select(one => (one.EvalActionName, one.EvalResourceName, one.EvalDecision, one.MatchedStatements.SingleOrDefault()?.SourcePolicyId)));
        Assert.All(results, one => Assert.Null(one.ResourceSpecificResults));
    }

    [Fact]
    public async Task A_key_that_nobody_gives_is_absent_and_named()
    {
        var without = await Single(new SimulateCustomPolicy.Request([WithMfa], ["iam:GetUser"]));
        var with = await Single(new SimulateCustomPolicy.Request(
            [WithMfa], ["iam:GetUser"], ContextEntries: [new ContextEntry("AWS:multifactorauthpresent", ["true"], ContextKeyType.boolean)]));

        Assert.Equal("implicitDeny", without.EvalDecision);
        Assert.Equal(["aws:MultiFactorAuthPresent"], without.MissingContextValues, StringComparer.Ordinal);
        Assert.Equal("allowed", with.EvalDecision);
        Assert.Empty(with.MissingContextValues);
    }

    [Fact]
    public async Task Each_resource_has_its_answer()
    {
        var result = await Single(new SimulateCustomPolicy.Request(
            [Documents.Allow("s3:*", "arn:aws:s3:::mine/*"), WithMfa], ["s3:GetObject"], ResourceArns: ["arn:aws:s3:::mine/a", "arn:aws:s3:::other/b"]));

        Assert.Equal(("*", "implicitDeny"), (result.EvalResourceName, result.EvalDecision));
        Assert.Empty(result.MatchedStatements);
        Assert.Empty(result.MissingContextValues);
        Assert.Equal(
            [("arn:aws:s3:::mine/a", "allowed", 1), ("arn:aws:s3:::other/b", "implicitDeny", 0)],
            result.ResourceSpecificResults!.Select(one => (one.EvalResourceName, one.EvalResourceDecision, one.MatchedStatements.Count)));
        Assert.All(result.ResourceSpecificResults!, one => Assert.Equal(["aws:MultiFactorAuthPresent"], one.MissingContextValues, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_list_is_compared_as_a_list()
    {
        const string Tagged = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:TagUser","Resource":"*","Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":["team","cost"]}}}}""";
        Task<EvaluationResult> Ask(params string[] keys) => Single(new SimulateCustomPolicy.Request(
            [Tagged], ["iam:TagUser"], ContextEntries: [new ContextEntry("aws:TagKeys", keys, ContextKeyType.stringList)]));

        Assert.Equal("allowed", (await Ask("team", "cost")).EvalDecision);
        Assert.Equal("implicitDeny", (await Ask("team", "owner")).EvalDecision);
    }

    [Fact]
    public async Task A_resources_policy_lets_the_caller_whom_it_names_in()
    {
        var caller = server.UserArn("cindy");
        var policy = $$$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"{{{caller}}}"},"Action":"s3:GetObject","Resource":"*"}}""";
        Task<EvaluationResult> Ask(string callerArn, string? owner = null) => Single(new SimulateCustomPolicy.Request(
            [Documents.Allow("iam:GetUser")], ["s3:GetObject"], ResourceArns: [Bucket], ResourcePolicy: policy, CallerArn: callerArn, ResourceOwner: owner));

        var let = await Ask(caller);
        Assert.Equal("allowed", let.EvalDecision);
        Assert.Equal(("ResourcePolicy", "resource"), (let.MatchedStatements.Single().SourcePolicyId, let.MatchedStatements.Single().SourcePolicyType));
        Assert.Empty(let.EvalDecisionDetails!);
        Assert.Equal("implicitDeny", (await Ask(server.UserArn("other"))).EvalDecision);

        var across = await Ask(caller, "arn:aws:iam::111111111111:root");
        Assert.Equal("implicitDeny", across.EvalDecision);
        Assert.Equal(("implicitDeny", "allowed"), (across.EvalDecisionDetails!["IAM Policy"], across.EvalDecisionDetails["Resource Policy"]));
    }

    [Fact]
    public async Task Without_a_trust_policy_the_callers_own_decide_who_may_assume_a_role()
    {
        var result = await Single(new SimulateCustomPolicy.Request(
            [Documents.Allow("sts:AssumeRole")], ["sts:AssumeRole"], ResourceArns: [$"arn:aws:iam::{server.Admin.AccountId}:role/any"]));

        Assert.Equal(("allowed", "PolicyInputList.1"), (result.EvalDecision, result.MatchedStatements.Single().SourcePolicyId));
        Assert.Equal("implicitDeny", (await Single(new SimulateCustomPolicy.Request([Documents.Allow("iam:*")], ["sts:AssumeRole"]))).EvalDecision);
    }

    [Fact]
    public async Task Pages_have_every_action_once()
    {
        string[] actions = ["iam:A", "iam:B", "iam:C", "iam:D", "iam:E"];

        var found = new List<string>();
        string? marker = null;
        do
        {
            var page = await server.AsAdmin(new SimulateCustomPolicy.Request([Documents.AllowAll], actions, Marker: marker, MaxItems: 2));
            Assert.InRange(page.EvaluationResults.Count, 1, 2);
            found.AddRange(page.EvaluationResults.Select(one => one.EvalActionName));
            marker = page.Marker;
        }
        while (marker is not null);

        Assert.Equal(actions, found, StringComparer.Ordinal);
    }

    [Fact]
    public Task A_policy_that_is_none_is_refused() =>
        RefusedInput("PolicyInputList: Syntax errors in policy.", new SimulateCustomPolicy.Request(["{}"], ["iam:GetUser"]));

    [Theory]
    [InlineData("GetUser")]
    [InlineData("iam:*")]
    [InlineData("iam:")]
    [InlineData("iam:Get:User")]
    public Task An_action_that_is_none_is_refused(string action) => RefusedInput(
        $"ActionNames: {action} is no action. Name service and operation, without wildcards, as in iam:ListUsers.",
        new SimulateCustomPolicy.Request([Documents.AllowAll], [action]));

    [Fact]
    public Task A_resources_policy_needs_a_caller() => RefusedInput(
        "Invalid caller - Caller cannot be null or empty.",
        new SimulateCustomPolicy.Request([Documents.AllowAll], ["iam:GetUser"], ResourcePolicy: Documents.AllowAll));

    [Fact]
    public Task A_caller_is_a_user() => RefusedInput(
        "Invalid Entity Arn: arn:aws:sts::111111111111:assumed-role/some/session does not clearly define entity type and name.",
        new SimulateCustomPolicy.Request([Documents.AllowAll], ["iam:GetUser"], CallerArn: "arn:aws:sts::111111111111:assumed-role/some/session"));

    [Fact]
    public Task There_is_one_boundary() => RefusedInput(
        "An identity has one permissions boundary: PermissionsBoundaryPolicyInputList has more.",
        new SimulateCustomPolicy.Request([Documents.AllowAll], ["iam:GetUser"], [Documents.AllowAll, Documents.AllowAll]));

    [Theory]
    [InlineData(ContextKeyType.numeric, "ten")]
    [InlineData(ContextKeyType.boolean, "yes")]
    [InlineData(ContextKeyType.ip, "example.org")]
    [InlineData(ContextKeyType.date, "tomorrow")]
    [InlineData(ContextKeyType.binary, "%%%")]
    [InlineData(ContextKeyType.numericList, "ten")]
    public Task A_value_of_another_type_is_refused(ContextKeyType type, string value) => RefusedInput(
        $"The context entry some:key is not of the type {type}: {value}",
        new SimulateCustomPolicy.Request([Documents.AllowAll], ["iam:GetUser"], ContextEntries: [new ContextEntry("some:key", [value], type)]));

    [Fact]
    public Task An_owner_is_an_account() => RefusedInput(
        "ResourceOwner: somebody is no account. Give its root's ARN, as in arn:aws:iam::123456789012:root.",
        new SimulateCustomPolicy.Request([Documents.AllowAll], ["iam:GetUser"], ResourceOwner: "somebody"));

    [Fact]
    public Task It_needs_a_policy() => Refused.WithoutPolicy(
        server, "iam:SimulateCustomPolicy", "*", new SimulateCustomPolicy.Request([Documents.AllowAll], ["iam:GetUser"]));

    private Task RefusedInput(string message, SimulateCustomPolicy.Request request) =>
        Refused.With("InvalidInput", 400, message, () => server.AsAdmin(request));

    private async Task<EvaluationResult> Single(SimulateCustomPolicy.Request request) =>
        Assert.Single((await server.AsAdmin(request)).EvaluationResults);
}
