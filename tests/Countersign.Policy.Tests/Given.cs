namespace Countersign.Policy.Tests;

/// <summary>The people and policies most tests are about.</summary>
internal static class Given
{
    public const string Account = "111122223333";

    public const string AliceArn = "arn:aws:iam::111122223333:user/alice";

    public static readonly Principal Alice = Principal.User(AliceArn, Account, "AIDAALICEALICEALICEA");

    public static readonly Principal OpsSession = Principal.RoleSession(
        "arn:aws:sts::111122223333:assumed-role/ops/bob", "arn:aws:iam::111122223333:role/ops", Account, "AROAOPSOPSOPSOPSOPSO");

    public static readonly Principal Federated = Principal.FederatedUser(
        "arn:aws:sts::111122223333:federated-user/fay", AliceArn, Account, "AIDAALICEALICEALICEA");

    public const string AllowAll = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""";

    public const string AllowNothingUseful =
        """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:*","Resource":"*"}}""";

    public static RequestContext NoContext => new();

    public static PolicyLayer Layer(string document, PolicyKind kind = PolicyKind.InlineIdentity) =>
        new(new NamedPolicy("p", PolicyDocument.Parse(document, kind)));

    public static PolicySet Identity(string document) => new() { Identity = Layer(document) };

    /// <summary>A policy of the current version with these statements, separated by commas.</summary>
    public static string Statements(string statements) => $$"""{"Version":"2012-10-17","Statement":[{{statements}}]}""";

    /// <summary>May alice do this, with one identity policy?</summary>
    public static Decision Ask(string document, string action, string resource, RequestContext? context = null) =>
        Evaluator.Evaluate(Identity(document), new PolicyRequest(Alice, action, resource, context ?? NoContext));

    /// <summary>Is alice allowed to get herself under this condition block?</summary>
    public static bool Meets(string condition, RequestContext? context = null) =>
        Ask(
            Statements($$"""{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{condition}}}"""),
            "iam:GetUser",
            AliceArn,
            context).IsAllowed;
}
