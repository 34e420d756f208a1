using static Countersign.Policy.Tests.Given;

namespace Countersign.Policy.Tests;

public sealed class DenialTextTests
{
    private static readonly string Deny = Statements("""{"Effect":"Deny","Action":"*","Resource":"*"}""");
    private static readonly PolicyRequest GetUser = new(Alice, "iam:GetUser", AliceArn, NoContext);
    private static readonly PolicyRequest AssumeRole =
        new(Alice, "sts:AssumeRole", "arn:aws:iam::111122223333:role/target", NoContext);

    [Fact]
    public void A_refusal_is_worded_as_AWS_words_it() => Assert.Equal(
        $"User: {AliceArn} is not authorized to perform: iam:GetUser on resource: {AliceArn} " +
        "because no identity-based policy allows the iam:GetUser action",
        DenialText.For(Evaluator.Evaluate(new PolicySet(), GetUser), GetUser));

    [Fact]
    public void The_type_of_policy_that_had_to_allow_is_named()
    {
        var all = Identity(AllowAll);
        Assert.Equal("because no permissions boundary allows the iam:GetUser action", Why(all with { Boundary = Layer(AllowNothingUseful) }));
        Assert.Equal("because no session policy allows the iam:GetUser action", Why(all with { Session = Layer(AllowNothingUseful) }));
        Assert.Equal("because no role trust policy allows the sts:AssumeRole action", Why(all, AssumeRole));
        var elsewhere = new PolicyRequest(Alice, "iam:GetUser", AliceArn, NoContext, "444455556666");
        Assert.Equal("because no resource-based policy allows the iam:GetUser action", Why(all, elsewhere));
    }

    [Fact]
    public void The_type_of_policy_that_denied_is_named()
    {
        var all = Identity(AllowAll);
        Assert.Equal("with an explicit deny in an identity-based policy", Why(Identity(Deny)));
        Assert.Equal("with an explicit deny in a permissions boundary", Why(all with { Boundary = Layer(Deny) }));
        Assert.Equal("with an explicit deny in a session policy", Why(all with { Session = Layer(Deny) }));
        Assert.Equal("with an explicit deny in a service control policy", Why(all with { ServiceControl = [Layer(Deny)] }));
        Assert.Equal("with an explicit deny in a service control policy", Why(all with { ServiceControl = [Layer(AllowNothingUseful)] }));
        Assert.Equal(
            "with an explicit deny in a resource-based policy",
            Why(all with { Resource = Layer(Statements("""{"Effect":"Deny","Principal":"*","Action":"*"}"""), PolicyKind.Resource) }));
        Assert.Equal(
            "with an explicit deny in the role trust policy",
            Why(
                all with { Resource = Layer(Statements("""{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}"""), PolicyKind.Trust) },
                AssumeRole));
    }

    [Fact]
    public void An_allowed_request_has_no_refusal_to_word() =>
        Assert.Throws<ArgumentException>(() => Why(Identity(AllowAll)));

    private static string Why(PolicySet policies, PolicyRequest? request = null) =>
        DenialText.Reason(Evaluator.Evaluate(policies, request ?? GetUser), (request ?? GetUser).Action);
}
