using static Countersign.Policy.Tests.Given;

namespace Countersign.Policy.Tests;

public sealed class PrincipalTests
{
    private static readonly Principal Root = Principal.Root(Account);

    [Theory]
    [InlineData("AIDAALICEALICEALICEA", Outcome.Allowed)]
    [InlineData("AIDABOBBYBOBBYBOBBYB", Outcome.ImplicitDeny)]
    public void A_trust_policy_may_name_a_user_by_unique_id(string id, Outcome outcome) =>
        Assert.Equal(outcome, Assume(Alice, $$"""{"AWS":"{{id}}"}""", null).Outcome);

    [Fact]
    public void A_role_id_stands_for_its_sessions_within_their_limits()
    {
        const string byId = """{"AWS":"AROAOPSOPSOPSOPSOPSO"}""";
        Assert.True(Assume(OpsSession, byId, null).IsAllowed);
        Assert.Equal(LayerKind.Session, Assume(OpsSession, byId, AllowNothingUseful).DecidingLayer);
    }

    [Fact]
    public void Names_in_principals_are_case_sensitive() =>
        Assert.False(Assume(Alice, """{"AWS":"arn:aws:iam::111122223333:user/Alice"}""", null).IsAllowed);

    [Fact]
    public void No_role_is_assumed_without_its_trust_policy()
    {
        var decision = Evaluator.Evaluate(
            Identity(AllowAll), new PolicyRequest(Alice, "sts:AssumeRole", "arn:aws:iam::111122223333:role/target", NoContext));
        Assert.Equal((Outcome.ImplicitDeny, LayerKind.Resource), (decision.Outcome, decision.DecidingLayer));
    }

    [Fact]
    public void The_root_user_cannot_assume_roles() => Assert.False(Assume(Root, """{"AWS":"*"}""", null).IsAllowed);

    [Fact]
    public void A_federated_user_without_session_policy_has_only_what_names_the_session()
    {
        Assert.Equal(LayerKind.Session, Get(Federated, Identity(AllowAll)).DecidingLayer);
        Assert.False(Get(Federated, Identity(AllowAll) with { Resource = Bucket("Allow", "Principal", AliceArn) }).IsAllowed);
        Assert.True(Get(Federated, new PolicySet { Resource = Bucket("Allow", "Principal", Federated.Arn) }).IsAllowed);
    }

    [Fact]
    public void Callers_without_credentials_have_what_is_open_to_everybody()
    {
        Assert.False(Get(Principal.Anonymous, Identity(AllowAll)).IsAllowed);
        Assert.False(Get(Principal.Anonymous, new PolicySet { Resource = Bucket("Allow", "Principal", Account) }).IsAllowed);
        Assert.True(Get(Principal.Anonymous, new PolicySet { Resource = Bucket("Allow", "Principal", "*") }).IsAllowed);
    }

    [Fact]
    public void A_service_or_provider_named_star_is_nobody() => Assert.False(
        Evaluator.Evaluate(
            new PolicySet
            {
                Resource = Layer(
                    Statements("""{"Effect":"Allow","Principal":{"Federated":"accounts.example.com","Service":"ec2.amazonaws.com"},"Action":"*"}"""),
                    PolicyKind.Resource),
            },
            new PolicyRequest(Alice, "s3:GetObject", "arn:aws:s3:::box/k", NoContext)).IsAllowed);

    [Theory]
    [InlineData("""{"Federated":"arn:aws:iam::111122223333:oidc-provider/idp.example.com"}""", true)]
    [InlineData("""{"Federated":"arn:aws:iam::111122223333:oidc-provider/other.example.com"}""", false)]
    [InlineData("""{"Federated":"arn:aws:iam::444455556666:oidc-provider/idp.example.com"}""", false)]
    [InlineData("""{"Federated":"idp.example.com"}""", false)]
    [InlineData("""{"AWS":"arn:aws:iam::111122223333:root"}""", false)]
    [InlineData("""{"AWS":"*"}""", false)]
    public void A_web_identity_is_let_in_only_where_its_provider_is_named(string principal, bool allowed) =>
        Assert.Equal(allowed, AssumeWithWebIdentity(Allow(principal)));

    [Fact]
    public void A_web_identity_is_not_let_in_without_a_trust_policy_and_not_past_a_deny_for_everybody()
    {
        const string Provider = """{"Federated":"arn:aws:iam::111122223333:oidc-provider/idp.example.com"}""";

        Assert.False(Evaluator.Evaluate(Identity(AllowAll), WebIdentityRequest()).IsAllowed);
        Assert.False(AssumeWithWebIdentity(Allow(Provider) + "," + Allow("""{"AWS":"*"}""").Replace("Allow", "Deny", StringComparison.Ordinal)));
        Assert.False(AssumeWithWebIdentity(Allow(Provider) + "," + Allow(Provider).Replace("Allow", "Deny", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_policy_without_principals_says_nothing_when_put_on_a_resource() =>
        Assert.False(Get(Alice, new PolicySet { Resource = Layer(AllowAll) }).IsAllowed);

    [Theory]
    [InlineData(AliceArn, true)]
    [InlineData(Account, false)]
    [InlineData("arn:aws:iam::111122223333:root", false)]
    public void A_Deny_with_NotPrincipal_exempts_the_named_but_not_their_account(string named, bool allowed) =>
        Assert.Equal(allowed, Get(Alice, Identity(AllowAll) with { Resource = Bucket("Deny", "NotPrincipal", named) }).IsAllowed);

    [Fact]
    public void A_Deny_with_NotPrincipal_always_applies_to_a_caller_with_a_boundary()
    {
        var policies = Identity(AllowAll) with
        {
            Boundary = Layer(AllowAll),
            Resource = Bucket("Deny", "NotPrincipal", AliceArn),
        };
        Assert.Equal(Outcome.ExplicitDeny, Get(Alice, policies).Outcome);
    }

    [Theory]
    [InlineData(AliceArn)]
    [InlineData(Account)]
    public void An_Allow_with_NotPrincipal_leaves_out_whoever_is_named_in_any_way(string named) =>
        Assert.False(Get(Alice, new PolicySet { Resource = Bucket("Allow", "NotPrincipal", named) }).IsAllowed);

    private static Decision Get(Principal caller, PolicySet policies) =>
        Evaluator.Evaluate(policies, new PolicyRequest(caller, "s3:GetObject", "arn:aws:s3:::box/k", NoContext, Account));

    private static PolicyLayer Bucket(string effect, string element, string named) => Layer(
        Statements($$$$"""{"Effect":"{{{{effect}}}}","{{{{element}}}}":{"AWS":"{{{{named}}}}"},"Action":"s3:*","Resource":"*"}"""), PolicyKind.Resource);

    private static string Allow(string principal) =>
        $$"""{"Effect":"Allow","Principal":{{principal}},"Action":"sts:AssumeRoleWithWebIdentity"}""";

    private static bool AssumeWithWebIdentity(string statements) =>
        Evaluator.Evaluate(new PolicySet { Resource = Layer(Statements(statements), PolicyKind.Trust) }, WebIdentityRequest()).IsAllowed;

    private static PolicyRequest WebIdentityRequest() => new(
        Principal.WebIdentity("arn:aws:iam::111122223333:oidc-provider/idp.example.com", "111122223333"),
        "sts:AssumeRoleWithWebIdentity", "arn:aws:iam::111122223333:role/target", NoContext);

    private static Decision Assume(Principal caller, string principal, string? session) => Evaluator.Evaluate(
        new PolicySet
        {
            Session = session is null ? null : Layer(session, PolicyKind.Session),
            Resource = Layer(Statements($$"""{"Effect":"Allow","Principal":{{principal}},"Action":"sts:AssumeRole"}"""), PolicyKind.Trust),
        },
        new PolicyRequest(caller, "sts:AssumeRole", "arn:aws:iam::111122223333:role/target", NoContext));
}
