using CsCheck;
using static Countersign.Policy.Tests.Given;

namespace Countersign.Policy.Tests;

/// <summary>What an attacker may choose must not widen what a policy says.</summary>
public sealed class SecurityTests
{
    private static readonly string OwnUserOnly = Statements(
        """{"Effect":"Allow","Action":"iam:*","Resource":"arn:aws:iam::111122223333:user/${aws:username}"}""");

    [Theory]
    [InlineData("*")]
    [InlineData("?????")]
    [InlineData("a*")]
    [InlineData("${*}")]
    [InlineData("${aws:username}")]
    [InlineData("alice:*")]
    public void A_user_with_a_wildcard_for_a_name_gains_nothing_through_variables(string name)
    {
        var context = new RequestContext().Set("aws:username", name);
        Assert.False(Ask(OwnUserOnly, "iam:DeleteUser", AliceArn, context).IsAllowed);
        Assert.True(Ask(OwnUserOnly, "iam:DeleteUser", "arn:aws:iam::111122223333:user/" + name, context).IsAllowed);
        Assert.False(Meets("""{"StringLike":{"app:Owner":"${aws:username}"}}""", context.Set("app:Owner", "alice")));
        Assert.False(Meets(
            """{"ArnLike":{"app:Arn":"arn:aws:iam::111122223333:user/${aws:username}"}}""", context.Set("app:Arn", AliceArn)));
    }

    [Fact]
    public void Whatever_a_users_name_is_only_that_user_is_reached() =>
        Gen.Select(Gen.Char["ab*?${}:/'"].Array[1, 6], Gen.Char["ab*?${}:/'"].Array[1, 6]).Sample(
            (mine, other) =>
            {
                var (name, target) = (new string(mine), new string(other));
                var context = new RequestContext().Set("aws:username", name);
                var allowed = Ask(OwnUserOnly, "iam:DeleteUser", "arn:aws:iam::111122223333:user/" + target, context).IsAllowed;
                return allowed == name.Equals(target, StringComparison.Ordinal);
            },
            iter: 5_000);

    [Fact]
    public void Users_of_another_account_are_not_their_namesakes_here()
    {
        var stranger = Principal.User("arn:aws:iam::444455556666:user/alice", "444455556666");
        var decision = Evaluator.Evaluate(
            Identity(AllowAll), new PolicyRequest(stranger, "iam:GetUser", AliceArn, NoContext, Account));
        Assert.Equal((Outcome.ImplicitDeny, LayerKind.Resource), (decision.Outcome, decision.DecidingLayer));
    }

    [Fact]
    public void A_deny_in_any_layer_wins()
    {
        var deny = Statements("""{"Effect":"Deny","Action":"iam:GetUser","Resource":"*"}""");
        var all = new PolicySet
        {
            Identity = Layer(AllowAll),
            Boundary = Layer(AllowAll),
            Session = Layer(AllowAll),
            Resource = Layer(Statements("""{"Effect":"Allow","Principal":"*","Action":"*"}"""), PolicyKind.Resource),
            ServiceControl = [Layer(AllowAll)],
        };
        var denyOnResource = Layer(Statements("""{"Effect":"Deny","Principal":"*","Action":"*"}"""), PolicyKind.Resource);
        Assert.True(Get(all).IsAllowed);
        Assert.Equal(Outcome.ExplicitDeny, Get(all with { Identity = Layer(deny) }).Outcome);
        Assert.Equal(Outcome.ExplicitDeny, Get(all with { Boundary = Layer(deny) }).Outcome);
        Assert.Equal(Outcome.ExplicitDeny, Get(all with { Session = Layer(deny) }).Outcome);
        Assert.Equal(Outcome.ExplicitDeny, Get(all with { Resource = denyOnResource }).Outcome);
        Assert.Equal(Outcome.ExplicitDeny, Get(all with { ServiceControl = [Layer(AllowAll), Layer(deny)] }).Outcome);
    }

    [Fact]
    public void Letters_that_merely_look_like_or_fold_to_ASCII_do_not_match_actions()
    {
        Assert.False(Ask(Statements("""{"Effect":"Allow","Action":"iam:\u212AeyCheck","Resource":"*"}"""), "iam:KeyCheck", "*").IsAllowed);
        Assert.False(Ask(Statements("""{"Effect":"Allow","Action":"iam:L\u0131stUsers","Resource":"*"}"""), "iam:ListUsers", "*").IsAllowed);
    }

    private static Decision Get(PolicySet policies) =>
        Evaluator.Evaluate(policies, new PolicyRequest(Alice, "iam:GetUser", AliceArn, NoContext));
}
