namespace Countersign.Policy;

/// <summary>What sort of caller a principal is.</summary>
public enum PrincipalKind
{
    /// <summary>An IAM user, by access key, console or GetSessionToken.</summary>
    User,

    /// <summary>A session of a role (AssumeRole and its kin).</summary>
    RoleSession,

    /// <summary>A session that an IAM user made with GetFederationToken.</summary>
    FederatedUser,

    /// <summary>The root user of an account.</summary>
    Root,

    /// <summary>A caller without credentials.</summary>
    Anonymous,

    /// <summary>A caller without credentials of AWS's kind, for whom an OpenID Connect provider vouches (AssumeRoleWithWebIdentity).</summary>
    WebIdentity,
}

/// <summary>Who is calling, as policies know them.</summary>
public sealed record Principal
{
    private Principal(PrincipalKind kind, string arn, string account)
    {
        Kind = kind;
        Arn = arn;
        Account = account;
    }

    /// <summary>What sort of caller it is.</summary>
    public PrincipalKind Kind { get; }

    /// <summary>The caller's own ARN: of the user, the session, or the root user; <c>*</c> when anonymous.</summary>
    public string Arn { get; }

    /// <summary>The caller's account, 12 digits; empty when anonymous.</summary>
    public string Account { get; }

    /// <summary>What the caller acts for: the role of a session, the user who federated. Null for the others.</summary>
    public string? SourceArn { get; private init; }

    /// <summary>
    /// The unique id of the user (AIDA...) or of the role (AROA...), which trust policies store; null if unknown.
    /// </summary>
    public string? UniqueId { get; private init; }

    /// <summary>A caller without credentials.</summary>
    public static Principal Anonymous { get; } = new(PrincipalKind.Anonymous, "*", "");

    /// <summary>An IAM user.</summary>
    /// <param name="arn">The user's ARN, with its path.</param>
    /// <param name="account">12 digits.</param>
    /// <param name="uniqueId">AIDA...</param>
    public static Principal User(string arn, string account, string? uniqueId = null) =>
        new(PrincipalKind.User, arn, account) { UniqueId = uniqueId };

    /// <summary>A session of a role.</summary>
    /// <param name="sessionArn">arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION.</param>
    /// <param name="roleArn">The role's ARN, with its path.</param>
    /// <param name="account">12 digits.</param>
    /// <param name="roleId">AROA...</param>
    public static Principal RoleSession(string sessionArn, string roleArn, string account, string? roleId = null) =>
        new(PrincipalKind.RoleSession, sessionArn, account) { SourceArn = roleArn, UniqueId = roleId };

    /// <summary>A session made with GetFederationToken.</summary>
    /// <param name="sessionArn">arn:aws:sts::ACCOUNT:federated-user/NAME.</param>
    /// <param name="userArn">The ARN of the IAM user who made it.</param>
    /// <param name="account">12 digits.</param>
    /// <param name="userId">That user's AIDA...</param>
    public static Principal FederatedUser(string sessionArn, string userArn, string account, string? userId = null) =>
        new(PrincipalKind.FederatedUser, sessionArn, account) { SourceArn = userArn, UniqueId = userId };

    /// <summary>Somebody for whom an OpenID Connect provider vouches: trust policies know the provider, conditions who it is.</summary>
    /// <param name="providerArn">arn:aws:iam::ACCOUNT:oidc-provider/HOST/PATH.</param>
    /// <param name="account">The provider's, 12 digits.</param>
    public static Principal WebIdentity(string providerArn, string account) => new(PrincipalKind.WebIdentity, providerArn, account);

    /// <summary>The root user of an account.</summary>
    /// <param name="account">12 digits.</param>
    public static Principal Root(string account) =>
        new(PrincipalKind.Root, $"arn:aws:iam::{account}:root", account);
}
