using static Countersign.Policy.Tests.Given;

namespace Countersign.Policy.Tests;

/// <summary>Cases others reported in public (reference: public cases A09 to A14).</summary>
public sealed class PublicCaseTests
{
    private static readonly RequestContext LongTermKey = new();
    private static readonly RequestContext WithoutMfa = new RequestContext().Set("aws:MultiFactorAuthPresent", false);
    private static readonly RequestContext WithMfa = new RequestContext().Set("aws:MultiFactorAuthPresent", true);

    [Fact]
    public void A09_BoolIfExists_is_the_gate_that_also_stops_long_term_keys()
    {
        var gate = DenyUnless("BoolIfExists");
        Assert.False(Ask(gate, "iam:GetUser", AliceArn, LongTermKey).IsAllowed);
        Assert.False(Ask(gate, "iam:GetUser", AliceArn, WithoutMfa).IsAllowed);
        Assert.True(Ask(gate, "iam:GetUser", AliceArn, WithMfa).IsAllowed);
    }

    [Fact]
    public void A09_Bool_lets_long_term_keys_through()
    {
        var gate = DenyUnless("Bool");
        Assert.True(Ask(gate, "iam:GetUser", AliceArn, LongTermKey).IsAllowed);
        Assert.False(Ask(gate, "iam:GetUser", AliceArn, WithoutMfa).IsAllowed);
        Assert.True(Ask(gate, "iam:GetUser", AliceArn, WithMfa).IsAllowed);
    }

    [Fact]
    public void A10_A_policy_that_only_denies_allows_nothing()
    {
        var policy = Statements(
            """{"Effect":"Deny","Action":"iam:*","NotResource":"arn:aws:iam::111122223333:user/other"}""");
        Assert.False(Ask(policy, "iam:ListUsers", "arn:aws:iam::111122223333:user/").IsAllowed);
        Assert.Equal(
            Outcome.ImplicitDeny, Ask(policy, "iam:GetUser", "arn:aws:iam::111122223333:user/other").Outcome);
    }

    [Theory]
    [InlineData("IAM:listusers")]
    [InlineData("iam:ListUser?")]
    public void A11_Actions_match_in_any_case_and_with_a_question_mark(string action) =>
        Assert.True(Ask(
            Statements($$"""{"Effect":"Allow","Action":"{{action}}","Resource":"*"}"""), "iam:ListUsers", "*").IsAllowed);

    [Fact]
    public void A12_Condition_keys_match_in_any_case() =>
        Assert.True(Meets("""{"Bool":{"AWS:MULTIFACTORAUTHPRESENT":"true"}}""", WithMfa));

    [Theory]
    [InlineData("2012-10-17", true)]
    [InlineData("2008-10-17", false)]
    public void A13_Variables_are_literal_text_in_the_older_version(string version, bool allowed)
    {
        var policy = "{\"Version\":\"" + version + "\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\"," +
            "\"Resource\":\"arn:aws:iam::*:user/${aws:username}\"}}";
        var context = new RequestContext().Set("aws:username", "u");
        Assert.Equal(allowed, Ask(policy, "iam:GetUser", "arn:aws:iam::111122223333:user/u", context).IsAllowed);
    }

    [Fact]
    public void A14_ForAllValues_is_true_without_values_and_Null_closes_the_hole()
    {
        Assert.True(Meets("""{"ForAllValues:StringEquals":{"aws:TagKeys":["a"]}}"""));
        Assert.False(Meets("""{"ForAllValues:StringEquals":{"aws:TagKeys":["a"]},"Null":{"aws:TagKeys":"false"}}"""));
        Assert.False(Meets("""{"ForAnyValue:StringEquals":{"aws:TagKeys":["a"]}}"""));
    }

    private static string DenyUnless(string @operator) => Statements(
        $$$$"""
        {"Effect":"Allow","Action":"*","Resource":"*"},
        {"Effect":"Deny","Action":"*","Resource":"*","Condition":{"{{{{@operator}}}}":{"aws:MultiFactorAuthPresent":"false"}}}
        """);
}
