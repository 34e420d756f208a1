using static Countersign.Policy.Tests.Given;

namespace Countersign.Policy.Tests;

public sealed class ExplainerTests
{
    private static readonly string NeedsMfa = Statements(
        """
        {"Sid":"WithMfa","Effect":"Allow","Action":"iam:*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}
        """);

    [Fact]
    public void A_long_term_key_learns_that_it_carries_no_MFA_and_what_to_do()
    {
        var explanation = Explain(NeedsMfa, NoContext);
        Assert.Equal(
            $"Denied: no identity-based policy allows iam:GetUser on {AliceArn}. " +
            "Closest is statement 1 \"WithMfa\" of Admins (attached to group admins): it does not apply: " +
            "Bool aws:MultiFactorAuthPresent wants \"true\", but it is absent, because long-term keys carry no MFA.",
            explanation.Verdict);
        Assert.Equal(
            "Use MFA: sign in with it, or take temporary credentials from GetSessionToken with a code.",
            Assert.Single(explanation.Advice));
    }

    [Fact]
    public void A_condition_shows_the_wanted_and_the_actual_value()
    {
        var explanation = Explain(NeedsMfa, new RequestContext().Set("aws:MultiFactorAuthPresent", false));
        var condition = Assert.Single(Assert.Single(explanation.Statements).Conditions);
        Assert.Equal(("Bool", "aws:MultiFactorAuthPresent", false), (condition.Operator, condition.Key, condition.IsMet));
        Assert.Equal("\"true\"", Assert.Single(condition.Wanted).ToString());
        Assert.Equal("false", Assert.Single(condition.Actual!));
        Assert.EndsWith("wants \"true\", but it is \"false\"", condition.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void An_old_MFA_is_told_its_age()
    {
        var policy = Statements(
            """{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"NumericLessThan":{"aws:MultiFactorAuthAge":"3600"}}}""");
        var context = new RequestContext().Set("aws:MultiFactorAuthPresent", true).Set("aws:MultiFactorAuthAge", 4000);
        Assert.Equal("Use MFA again: the last time was 4000 seconds ago.", Assert.Single(Explain(policy, context).Advice));
    }

    [Fact]
    public void A_deny_is_named_with_the_advice_that_lifts_it()
    {
        var policy = Statements(
            """
            {"Effect":"Allow","Action":"*","Resource":"*"},
            {"Sid":"Gate","Effect":"Deny","Action":"*","Resource":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}
            """);
        var explanation = Explain(policy, NoContext);
        Assert.Equal(
            "Denied: statement 2 \"Gate\" of Admins (attached to group admins) denies iam:GetUser, and a deny wins over every allow.",
            explanation.Verdict);
        Assert.Single(explanation.Advice);
        Assert.Equal("applies and denies", explanation.Statements[1].Sentence);
    }

    [Fact]
    public void An_allow_names_the_statement() => Assert.Equal(
        "Allowed: statement 1 of Admins (attached to group admins) allows iam:GetUser.", Explain(AllowAll, NoContext).Verdict);

    [Theory]
    [InlineData("\"Action\":\"s3:*\",\"Resource\":\"*\"", StatementElement.Action, "iam:GetUser is not among its actions")]
    [InlineData("\"Action\":\"*\",\"Resource\":\"arn:aws:s3:::b\"", StatementElement.Resource, "it is about \"arn:aws:s3:::b\", and the request is for " + AliceArn)]
    [InlineData("\"Action\":\"*\",\"NotResource\":\"*\"", StatementElement.Resource, "it leaves out \"*\", and the request is for " + AliceArn)]
    [InlineData("\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"StringNotEquals\":{\"app:S\":[\"x\",\"y\"]}}", StatementElement.Condition, "StringNotEquals app:S wants none of \"x\", \"y\", but it is \"x\"")]
    [InlineData("\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"app:Many\":\"x\"}}", StatementElement.Condition, "StringEquals app:Many wants \"x\", but it has a list of values, \"x\", which only ForAllValues and ForAnyValue can compare")]
    public void A_statement_that_does_not_apply_names_the_one_thing_that_failed(string elements, StatementElement failed, string why)
    {
        var context = new RequestContext().Set("app:S", "x").Set("app:Many", ["x"]);
        var statement = Assert.Single(Explain(Statements($$"""{"Effect":"Allow",{{elements}}}"""), context).Statements);
        Assert.Equal(failed, statement.Failed);
        Assert.Equal("does not apply: " + why, statement.Sentence);
    }

    [Fact]
    public void Variables_are_shown_before_and_after()
    {
        var policy = Statements(
            """
            {"Effect":"Allow","Action":"*","Resource":["arn:aws:iam::111122223333:user/${aws:username}","arn:aws:s3:::${app:Absent}"],
            "Condition":{"StringEquals":{"app:S":"${aws:username}-x"}}}
            """);
        var statement = Assert.Single(Explain(policy, new RequestContext().Set("aws:username", "bob")).Statements);
        Assert.Equal("arn:aws:iam::111122223333:user/bob", statement.Resources[0].Substituted);
        Assert.Null(statement.Resources[1].Substituted);
        Assert.Contains(
            "\"arn:aws:s3:::${app:Absent}\" (which has no value here), and the request", statement.Sentence, StringComparison.Ordinal);
        Assert.Equal("\"${aws:username}-x\" (here \"bob-x\")", statement.Conditions[0].Wanted[0].ToString());
    }

    [Fact]
    public void A_principal_that_is_not_named_is_told()
    {
        var trust = Layer(
            Statements("""{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/bob"},"Action":"sts:AssumeRole"}"""), PolicyKind.Trust);
        var explanation = Explainer.Explain(
            new PolicySet { Resource = trust },
            new PolicyRequest(Alice, "sts:AssumeRole", "arn:aws:iam::111122223333:role/target", NoContext));
        Assert.StartsWith("Denied: no role trust policy allows sts:AssumeRole on ", explanation.Verdict, StringComparison.Ordinal);
        Assert.Equal($"does not apply: its principals do not name {AliceArn}", Assert.Single(explanation.Statements).Sentence);
    }

    [Theory]
    [InlineData("aws:username", "only IAM users have a user name")]
    [InlineData("aws:TokenIssueTime", "the request is not signed with temporary credentials")]
    [InlineData("aws:PrincipalTag/team", "the caller has no such tag")]
    [InlineData("aws:ResourceTag/team", "the resource has no such tag")]
    [InlineData("sts:ExternalId", "the call passes no external id")]
    public void An_absent_key_is_explained_where_that_is_possible(string key, string why)
    {
        var policy = Layer(Statements($$$$"""{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"{{{{key}}}}":"x"}}}"""));
        var explanation = Explainer.Explain(
            new PolicySet { Identity = policy }, new PolicyRequest(OpsSession, "iam:GetUser", AliceArn, NoContext));
        Assert.Contains($"it is absent, because {why}", explanation.Verdict, StringComparison.Ordinal);
    }

    private static Explanation Explain(string document, RequestContext context)
    {
        var policy = new NamedPolicy("Admins", PolicyDocument.Parse(document, PolicyKind.InlineIdentity), "group admins");
        return Explainer.Explain(
            new PolicySet { Identity = new PolicyLayer(policy) }, new PolicyRequest(Alice, "iam:GetUser", AliceArn, context));
    }
}
